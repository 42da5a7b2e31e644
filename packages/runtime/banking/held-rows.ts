import { type Account, rowCountOf } from "#domain/banking/account";
import type { Digest } from "#domain/banking/digest";
import type { IncomingRow } from "#domain/banking/incoming";
import { FILE_SOURCE } from "#domain/banking/provider";
import type { BankRow } from "#domain/banking/row";
import { addDays, type BusinessDate, earliest, latest, parisDate } from "#domain/dates";
import { rows } from "#store/rows";
import { rowsOfDays } from "#store/rows-of-days";
import type { AccountReading, How } from "./account-reading.ts";
import { rowKeys } from "./incoming-rows.ts";

/** Two sources may date one operation so many days apart. */
const NEARBY_DAYS = 4;
/** How far ahead a bank announces operations. */
const AHEAD_DAYS = 400;

/** What the next stretch stands on. */
export type State = { readonly account: Account; readonly digest: Digest; readonly taken: ReadonlySet<string> };
export type Work = {
  readonly reading: AccountReading;
  readonly how: How;
  readonly stretch: readonly IncomingRow[];
  /** Keys of rows that were told and that the digest vouches for. */
  readonly known: ReadonlySet<string>;
  readonly from: BusinessDate | null;
  readonly mayMiss: boolean;
};

/** The rows held under the keys of what was read; the second key is looked up only where the first was inherited by another id. */
export async function heldRows({ reading, stretch }: Work, { account, digest }: State, attempt: number): Promise<Map<string, BankRow>> {
  const isEmpty = account.rowsVersion === 0 && digest.version === 0 && rowCountOf(account.totals) === 0;
  if (isEmpty && attempt === 1) return new Map();
  const store = rows(reading.table, reading.companyId);
  const owned = ownedBy(account);
  const held = attempt === 1 && stretch.length > ONE_BY_ONE_MAX ? await byDays(reading, account, stretch) : new Map<string, BankRow>();
  const wanted = [...stretch.map(({ keys }) => keys[0]), ...[...digest.pending, ...digest.gone].map(({ hash }) => hash)];
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
  const span = spanOf(stretch.map(({ date }) => date));
  const held = new Map<string, BankRow>();
  const owned = ownedBy(account);
  for (const row of span ? (await rowsOfDays(table, companyId, account, span.from, span.to)).map(owned) : []) {
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
export async function nearbyRows(work: Work, { account }: State, held: ReadonlyMap<string, BankRow>): Promise<readonly BankRow[]> {
  const { reading, how, stretch, from, mayMiss } = work;
  const isNew = (row: IncomingRow): boolean => !row.deleted && !held.has(row.keys[0]);
  const isShared = account.sources.some((source) => source !== how.source) || (how.source === FILE_SOURCE && account.sources.length > 0);
  const looksForAbsent = from !== null && mayMiss && (how.findLeftOut === true || how.absentAreGone === true);
  const bounds = looksForAbsent ? [from, addDays(parisDate(reading.now()), AHEAD_DAYS)] : [];
  const span = spanOf([...bounds, ...(isShared ? stretch.filter(isNew).map(({ date }) => date) : [])]);
  if (!span) return [];
  const { from: first, to: last } = span;
  const found = await rowsOfDays(reading.table, reading.companyId, account, addDays(first, -NEARBY_DAYS), addDays(last, NEARBY_DAYS));
  return found.map(ownedBy(account));
}

/** First and last of some days; null of none. */
export function spanOf(days: readonly BusinessDate[]): { readonly from: BusinessDate; readonly to: BusinessDate } | null {
  const [first] = days;
  if (first === undefined) return null;
  return { from: days.reduce((one, day) => earliest(one, day), first), to: days.reduce((one, day) => latest(one, day), first) };
}
