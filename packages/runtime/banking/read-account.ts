import type { ProviderRow } from "#connectors/banks/port";
import { type Account, rowCountOf } from "#domain/banking/account";
import { type Digest, digestAfter, holding, leavesOut, unseen } from "#domain/banking/digest";
import type { IncomingRow, RowChange } from "#domain/banking/incoming";
import { FILE_SOURCE } from "#domain/banking/provider";
import type { Plan } from "#domain/banking/reading";
import { planReading } from "#domain/banking/reconcile";
import type { BankRow } from "#domain/banking/row";
import { addDays, type BusinessDate, earliest, instantOf, latest, parisDate } from "#domain/dates";
import { accounts } from "#store/accounts";
import { digests } from "#store/digests";
import { rows } from "#store/rows";
import { rowsOfDays } from "#store/rows-of-days";
import { type AccountRead, type AccountReading, type How, NOTHING, sumOf } from "./account-reading.ts";
import { categoriser, incomingOf, rowKeys } from "./incoming-rows.ts";
import { stretchesOf } from "./stretches.ts";
import { writePlan } from "./write-plan.ts";

/** A row changed by somebody else between our read and our write makes us decide again, this often at most. */
const ATTEMPTS_MAX = 8;
/** Two sources may date one operation so many days apart. */
const NEARBY_DAYS = 4;
/** How far ahead a bank announces operations. */
const AHEAD_DAYS = 400;

/**
 * Brings what a source tells of one account into it. Rows, totals and event of a batch are one transaction, which stands on the state the batch was
 * decided on; the digest is written after them and vouches only for what is written. So a run killed anywhere is simply run again, and two
 * sources at once never make two rows of one operation. Reading the same again writes nothing.
 */
export async function readAccount(told: AccountReading, provided: readonly ProviderRow[], how: How): Promise<AccountRead> {
  const reading = { ...told, digest: holding(told.digest, told.account.rowsVersion) };
  const incoming = provided.map((row) => incomingOf(row, reading.account, how.source));
  const fresh = how.source === FILE_SOURCE || how.afresh ? incoming : unseen(reading.digest, incoming);
  const from = wholeFrom(incoming, how);
  const mayMiss =
    from !== null && (how.findLeftOut === true || reading.digest.pending.length > 0 || leftSome(reading, incoming, from, how));
  const isQuiet = fresh.length === 0 && !mayMiss && reading.digest.version > 0;
  const news = new Set(fresh);
  const known = new Set(incoming.filter((row) => !news.has(row)).flatMap(({ keys }) => keys));
  if (isQuiet) return { ...unmoved(reading.account), tally: { ...NOTHING, unchanged: incoming.length } };
  let read: AccountRead = { ...unmoved(reading.account), tally: { ...NOTHING, unchanged: incoming.length - fresh.length } };
  let state: State = { account: reading.account, digest: reading.digest, taken: new Set() };
  let done = 0;
  for (const stretch of mayMiss ? [fresh] : stretchesOf(fresh)) {
    const step = await oneStretch({ reading, how, stretch, known, from, mayMiss }, state);
    state = step.state;
    read = joined(read, step.read);
    done += stretch.length;
    await how.progress?.(done);
  }
  return read;
}

const unmoved = (account: Account) => ({ account, leftOut: [], days: null });

/** The day from which every live row was told, or null. Of everything there is, that is the oldest one told: nobody knows what lies before. */
function wholeFrom(incoming: readonly IncomingRow[], { read }: How): BusinessDate | null {
  if (read === "changes") return null;
  if (read !== "whole") return read.from;
  const days = incoming.filter(({ deleted }) => !deleted).map(({ date }) => date);
  return days.length === 0 ? null : days.reduce((oldest, day) => earliest(oldest, day));
}

/**
 * Whether a whole reading of a bank that tells deletions by leaving rows out may have left one out: one of the last weeks that the digest remembers, or,
 * where everything there is was told, one of those that are counted.
 */
function leftSome(
  { digest, account }: AccountReading,
  incoming: readonly IncomingRow[],
  from: BusinessDate,
  { absentAreGone, read }: How,
): boolean {
  if (absentAreGone !== true) return false;
  const isShort = read === "whole" && incoming.filter(({ deleted }) => !deleted).length < rowCountOf(account.totals);
  return isShort || (digest.window.size === 0 && digest.version > 0) || leavesOut(digest, incoming, from);
}

/** What the next stretch stands on. */
type State = { readonly account: Account; readonly digest: Digest; readonly taken: ReadonlySet<string> };
type Work = {
  readonly reading: AccountReading;
  readonly how: How;
  readonly stretch: readonly IncomingRow[];
  /** Keys of rows that were told and that the digest vouches for. */
  readonly known: ReadonlySet<string>;
  readonly from: BusinessDate | null;
  readonly mayMiss: boolean;
};

async function oneStretch(work: Work, before: State): Promise<{ readonly state: State; readonly read: AccountRead }> {
  const { reading, how } = work;
  let state = before;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    if (attempt > 1) state = { ...(await currentState(reading)), taken: before.taken };
    const held = await heldRows(work, state, attempt);
    const plan = planOf(work, state, held, await nearbyRows(work, state, held));
    tellOutcomes(work, plan);
    if (how.dryRun) return { state: { ...state, taken: plan.taken }, read: readOf(state.account, plan) };
    const written = await writePlan(plan.changes, { ...reading, account: state.account }, how.source);
    if (!written) continue;
    const digest = await remember(work, { ...state, account: written }, plan, held);
    return { state: { account: written, digest, taken: plan.taken }, read: readOf(written, plan) };
  }
  throw new Error("the rows of an account kept changing while they were read");
}

async function currentState({ table, companyId, account }: AccountReading): Promise<Pick<State, "account" | "digest">> {
  const now = await accounts(table, companyId).getNow(account.id);
  return {
    account: { ...now, givesBookingDates: account.givesBookingDates },
    digest: holding(await digests(table, companyId).read(account.ordinal), now.rowsVersion),
  };
}

/** The rows held under the keys of what was read; the second key is looked up only where the first was inherited by another id. */
async function heldRows({ reading, stretch }: Work, { account, digest }: State, attempt: number): Promise<Map<string, BankRow>> {
  const { bookedCount, pendingCount, futureCount } = account.totals;
  const isEmpty = account.rowsVersion === 0 && digest.version === 0 && bookedCount + pendingCount + futureCount === 0;
  if (isEmpty && attempt === 1) return new Map();
  const store = rows(reading.table, reading.companyId);
  const owned = ownedBy(account);
  const first = [...stretch.map(({ keys }) => keys[0]), ...[...digest.pending, ...digest.gone].map(({ hash }) => hash)];
  const held = new Map([...(await store.many(account.ordinal, [...new Set(first)]))].map(([hash, row]) => [hash, owned(row)]));
  const inherited = stretch.filter(({ keys, providerId, source }) => {
    const row = held.get(keys[0]);
    return row !== undefined && row.source === source && row.providerId !== providerId;
  });
  const seconds = inherited.map(({ keys }) => keys[1]);
  for (const [hash, row] of await store.many(account.ordinal, seconds)) held.set(hash, owned(row));
  return held;
}

/** Rows written before sources were kept were told by the account's one provider. */
const ownedBy =
  ({ sources, providerKey }: Account) =>
  (row: BankRow): BankRow =>
    row.source === "" ? { ...row, source: sources[0] ?? providerKey ?? FILE_SOURCE } : row;

/** Live rows of the days of what is new here, when another source may have told it; of the whole reading, when something may be missing from it. */
async function nearbyRows(work: Work, { account }: State, held: ReadonlyMap<string, BankRow>): Promise<readonly BankRow[]> {
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
function spanOf(days: readonly BusinessDate[]): { readonly from: BusinessDate; readonly to: BusinessDate } | null {
  const [first] = days;
  if (first === undefined) return null;
  return { from: days.reduce((one, day) => earliest(one, day), first), to: days.reduce((one, day) => latest(one, day), first) };
}

function planOf(
  { reading, how, stretch, known, from }: Work,
  { account, digest, taken }: State,
  held: ReadonlyMap<string, BankRow>,
  nearby: readonly BankRow[],
): Plan {
  const isTold = ({ source, providerId }: BankRow): boolean =>
    source === how.source && rowKeys(source, providerId).some((key) => known.has(key));
  const still = [...nearby, ...held.values()].filter(isTold).map(({ hash }) => hash);
  return planReading({
    ...{ ordinal: account.ordinal, source: how.source, incoming: stretch, held, pending: digest.pending, gone: digest.gone, nearby },
    taken: new Set([...taken, ...still]),
    categorise: categoriser(reading),
    at: instantOf(reading.now()),
    wholeFrom: from,
    absentAreGone: how.absentAreGone === true,
    tells: how.tells ?? null,
  });
}

function tellOutcomes({ how, stretch }: Work, { outcomes, likely }: Plan): void {
  if (!how.told) return;
  for (const row of stretch) {
    const outcome = outcomes.get(row.providerId);
    if (outcome) how.told(row, outcome, outcome.kind === "added" ? (likely.get(row.providerId) ?? null) : null);
  }
}

/** The digest is the bank's: what people send leaves no trace in it. It only vouches for rows already written, so it is a plain write. */
async function remember(
  { reading, how, stretch }: Work,
  { digest, account }: State,
  { changes }: Plan,
  held: Map<string, BankRow>,
): Promise<Digest> {
  const isNothing = changes.length === 0 && stretch.length === 0 && digest.version > 0;
  if (how.source === FILE_SOURCE || isNothing) return digest;
  for (const { after, alias } of changes) for (const key of alias ? [after.hash, alias] : [after.hash]) held.set(key, after);
  const next = digestAfter(
    { digest, rowsVersion: account.rowsVersion },
    stretch,
    settledUnder(stretch, held),
    changes,
    forgottenKeys(stretch, changes),
  );
  const outcome = await digests(reading.table, reading.companyId).write(account.ordinal, next);
  return outcome.done ? next : digests(reading.table, reading.companyId).read(account.ordinal);
}

/** Keys the source tells nothing under any more: of rows it left out, and of ids that another id took over. */
function forgottenKeys(stretch: readonly IncomingRow[], changes: readonly RowChange[]): string[] {
  const told = new Set(stretch.map(({ keys }) => keys[0]));
  const over = changes.filter(({ before, alias, kind }) => before !== null && (kind === "deleted" || alias !== null));
  return over.flatMap(({ before }) => (before ? rowKeys(before.source, before.providerId) : [])).filter((key) => !told.has(key));
}

/** The rows as they now stand, by the first key of what was read; a key inherited by another provider id says nothing. */
function settledUnder(stretch: readonly IncomingRow[], held: ReadonlyMap<string, BankRow>): Map<string, BankRow> {
  const settled = new Map<string, BankRow>();
  for (const { keys, providerId } of stretch) {
    const row = held.get(keys[0]);
    if (row && row.providerId === providerId) settled.set(keys[0], row);
  }
  return settled;
}

function readOf(account: Account, { changes, outcomes, leftOut }: Plan): AccountRead {
  const counts = { added: 0, updated: 0, deleted: 0, matched: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  const { added, updated, deleted } = counts;
  const untouched = [...outcomes.values()].filter(({ kind }) => kind === "known" || kind === "ignored" || kind === "matched").length;
  const days = spanOf(changes.filter(({ kind }) => kind !== "matched").map(({ after: { date } }) => date));
  return { tally: { added, updated, deleted, unchanged: untouched }, account, leftOut, days };
}

function joined(left: AccountRead, right: AccountRead): AccountRead {
  const days = spanOf([left.days, right.days].flatMap((one) => (one ? [one.from, one.to] : [])));
  return { tally: sumOf(left.tally, right.tally), account: right.account, leftOut: [...left.leftOut, ...right.leftOut], days };
}
