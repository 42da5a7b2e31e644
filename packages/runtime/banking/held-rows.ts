import { type Account, rowCountOf } from "#domain/banking/account";
import type { Digest } from "#domain/banking/digest";
import type { IncomingRow } from "#domain/banking/incoming";
import { FILE_SOURCE } from "#domain/banking/provider";
import type { BankRow } from "#domain/banking/row";
import { addDays, type BusinessDate, daysBetween, earliest, latest, parisDate } from "#domain/dates";
import { rows } from "#store/rows";
import { rowsOfDays } from "#store/rows-of-days";
import type { AccountReading, How } from "./account-reading.ts";
import { rowKeys } from "./incoming-rows.ts";

/** Two sources may date one operation so many days apart. */
const NEARBY_DAYS = 4;
/** How far ahead a bank announces operations. */
const AHEAD_DAYS = 400;

/** What the next stretch stands on. `onlyOurs`: all the account holds was written by this very reading. */
export type State = {
  readonly account: Account;
  readonly digest: Digest;
  readonly taken: ReadonlySet<string>;
  readonly onlyOurs: boolean;
};
export type Work = {
  readonly reading: AccountReading;
  readonly how: How;
  readonly stretch: readonly IncomingRow[];
  /** Whether a row held under its source's own id is told in another stretch, or was left out of all for being vouched for. */
  readonly isTold: (row: BankRow) => boolean;
  /** First keys told in more stretches than one. */
  readonly again: ReadonlySet<string>;
  readonly from: BusinessDate | null;
  readonly mayMiss: boolean;
};

/** Whether nothing was ever brought into an account. */
export const holdsNothing = (account: Account, digest: Digest): boolean =>
  account.rowsVersion === 0 && digest.version === 0 && rowCountOf(account.totals) === 0;

/**
 * The rows held under the keys of what was read; the second key is looked up only where the first was inherited by another id. Where all that is
 * held is this reading's own, a key that no other stretch told has no row: a first reading of years looks for none.
 */
export async function heldRows(
  { reading, stretch, again }: Work,
  { account, digest, onlyOurs }: State,
  attempt: number,
): Promise<Map<string, BankRow>> {
  const store = rows(reading.table, reading.companyId);
  const owned = ownedBy(account);
  const isLooked = attempt === 1 && !onlyOurs && stretch.length > ONE_BY_ONE_MAX;
  const held = isLooked ? await byDays(reading, account, stretch) : new Map<string, BankRow>();
  const told = stretch.map(({ keys }) => keys[0]).filter((key) => !onlyOurs || again.has(key));
  const wanted = [...told, ...[...digest.pending, ...digest.gone].map(({ hash }) => hash)];
  const missing = [...new Set(wanted)].filter((key) => !held.has(key));
  for (const [hash, row] of await store.many(account.ordinal, missing)) held.set(hash, owned(row));
  const inherited = stretch.filter(({ keys, providerId, source }) => {
    const row = held.get(keys[0]);
    return row !== undefined && row.source === source && row.providerId !== providerId;
  });
  const seconds = inherited.map(({ keys }) => keys[1]);
  for (const [hash, row] of await store.many(account.ordinal, seconds)) held.set(hash, owned(row));
  return held;
}

/** More rows than this are looked for by their days: ten to a read unit instead of one. */
const ONE_BY_ONE_MAX = 200;

/** Live rows of the days of a stretch, under the key they were first told by and the one they are told by now. What it does not find is looked for by key. */
async function byDays(
  { table, companyId }: AccountReading,
  account: Account,
  stretch: readonly IncomingRow[],
): Promise<Map<string, BankRow>> {
  const held = new Map<string, BankRow>();
  const owned = ownedBy(account);
  for (const { from, to } of runsOf(stretch.map(({ date }) => date)))
    for (const found of await rowsOfDays(table, companyId, account, from, to)) {
      const row = owned(found);
      held.set(row.hash, row);
      const [current] = rowKeys(row.source, row.providerId);
      if (!held.has(current)) held.set(current, row);
    }
  return held;
}

/** Rows written before sources were kept were told by the account's one provider. */
const ownedBy =
  ({ sources, providerKey }: Account) =>
  (row: BankRow): BankRow =>
    row.source === "" ? { ...row, source: sources[0] ?? providerKey ?? FILE_SOURCE } : row;

/** Live rows of the days of what is new here, when another source may have told it; of the whole reading, when something may be missing from it. */
export async function nearbyRows(
  work: Work,
  { account, onlyOurs }: State,
  held: ReadonlyMap<string, BankRow>,
): Promise<readonly BankRow[]> {
  const { reading, how, stretch, from, mayMiss } = work;
  const isNew = (row: IncomingRow): boolean => !row.deleted && !held.has(row.keys[0]);
  const isOfOthers = account.sources.some((source) => source !== how.source) || (how.source === FILE_SOURCE && account.sources.length > 0);
  const isShared = isOfOthers && !onlyOurs;
  const looksForAbsent = from !== null && mayMiss && (how.findLeftOut === true || how.absentAreGone === true);
  const days = isShared ? stretch.filter(isNew).map(({ date }) => date) : [];
  const whole = looksForAbsent ? spanOf([from, addDays(parisDate(reading.now()), AHEAD_DAYS), ...days]) : null;
  const [nearby, owned]: [BankRow[], ReturnType<typeof ownedBy>] = [[], ownedBy(account)];
  for (const { from: first, to: last } of whole ? [whole] : runsOf(days)) {
    const [since, until] = [addDays(first, -NEARBY_DAYS), addDays(last, NEARBY_DAYS)];
    // One by one: a hundred thousand are too many arguments for a call.
    for (const row of await rowsOfDays(reading.table, reading.companyId, account, since, until)) nearby.push(owned(row));
  }
  return nearby;
}

type Days = { readonly from: BusinessDate; readonly to: BusinessDate };

/** Days further apart than this are read apart: what lies between is nobody's business, and may be thousands of rows. What is near two runs overlaps nowhere. */
const GAP_DAYS = 2 * NEARBY_DAYS + 1;

/** Days in runs without a wide gap, in order. */
function runsOf(days: readonly BusinessDate[]): readonly Days[] {
  const runs: Days[] = [];
  for (const day of [...new Set(days)].sort()) {
    const last = runs.at(-1);
    if (last && daysBetween(last.to, day) <= GAP_DAYS) runs[runs.length - 1] = { from: last.from, to: day };
    else runs.push({ from: day, to: day });
  }
  return runs;
}

/** First and last of some days; null of none. */
export function spanOf(days: readonly BusinessDate[]): Days | null {
  const [first] = days;
  if (first === undefined) return null;
  return { from: days.reduce((one, day) => earliest(one, day), first), to: days.reduce((one, day) => latest(one, day), first) };
}
