import type { ProviderRow } from "#connectors/banks/port";
import { type Account, rowCountOf } from "#domain/banking/account";
import { type Digest, digestAfter, holding, isSameDigest, leavesOut, unseen } from "#domain/banking/digest";
import type { IncomingRow, RowChange } from "#domain/banking/incoming";
import { FILE_SOURCE } from "#domain/banking/provider";
import type { Plan } from "#domain/banking/reading";
import { planReading } from "#domain/banking/reconcile";
import type { BankRow } from "#domain/banking/row";
import { type BusinessDate, earliest, instantOf } from "#domain/dates";
import { accounts } from "#store/accounts";
import { digests } from "#store/digests";
import { type AccountRead, type AccountReading, type How, NOTHING, sumOf } from "./account-reading.ts";
import { heldRows, holdsNothing, nearbyRows, type State, spanOf, type Work } from "./held-rows.ts";
import { categoriser, incomingOf, rowKeys } from "./incoming-rows.ts";
import { stretchesOf, toldAgain } from "./stretches.ts";
import { writePlan } from "./write-plan.ts";

/** A row changed by somebody else between our read and our write makes us decide again, this often at most. */
const ATTEMPTS_MAX = 8;

/**
 * Brings what a source tells of one account into it. Rows, totals and event of a batch are one transaction, which stands on the state the batch was
 * decided on; the digest is written after them and vouches only for what is written. So a run killed anywhere is simply run again, and two
 * sources at once never make two rows of one operation. Reading the same again writes nothing.
 */
export async function readAccount(told: AccountReading, provided: readonly ProviderRow[], how: How): Promise<AccountRead> {
  const reading = { ...told, digest: holding(told.digest, told.account.rowsVersion) };
  const incoming = provided.map((row) => incomingOf(row, reading.account, how.source));
  const fresh = how.afresh ? incoming : unseen(reading.digest, incoming);
  const from = wholeFrom(incoming, how);
  const mayMiss =
    from !== null && (how.findLeftOut === true || reading.digest.pending.length > 0 || leftSome(reading, incoming, from, how));
  const isQuiet = fresh.length === 0 && !mayMiss && reading.digest.version > 0;
  if (isQuiet) return { ...unmoved(reading.account), tally: { ...NOTHING, unchanged: incoming.length } };
  const seen = { ...unmoved(reading.account), tally: { ...NOTHING, unchanged: incoming.length - fresh.length } };
  const stretches = mayMiss ? [fresh] : stretchesOf(fresh);
  const elsewhere = toldElsewhere(incoming, fresh, stretches.length > 1);
  const isTold = ({ source, providerId }: BankRow): boolean => source === how.source && elsewhere.has(providerId);
  const work = { reading, how, isTold, again: toldAgain(stretches), from, mayMiss };
  return inStretches(seen, stretches, (stretch) => ({ ...work, stretch }));
}

/** Ids of rows that the digest vouches for; of a reading in stretches, of every row it last tells as there: none of them is over, whichever stretch tells it. */
function toldElsewhere(incoming: readonly IncomingRow[], fresh: readonly IncomingRow[], isLong: boolean): ReadonlySet<string> {
  const news = new Set(fresh);
  const ids = new Set(incoming.flatMap((row) => (news.has(row) ? [] : row.providerId)));
  if (!isLong) return ids;
  const last = new Map<string, IncomingRow>();
  for (const row of fresh) if ((last.get(row.providerId)?.updatedAt ?? "") <= row.updatedAt) last.set(row.providerId, row);
  for (const { providerId, deleted } of last.values()) {
    if (deleted) ids.delete(providerId);
    else ids.add(providerId);
  }
  return ids;
}

/** Rows of a file, and how one of them is told as a bank would: when its stretch comes, since a file may have many. */
type FileTold<Row> = { readonly rows: readonly Row[]; readonly tell: (row: Row) => ProviderRow };

/**
 * A file is compared with what is held row by row, a stretch at a time, and leaves no trace in the digest, which is the bank's. `providerId` of no
 * two rows is the same; what is held under one of them is that row, and no twin of another row of the file.
 */
export function readFile<Row extends Pick<ProviderRow, "date" | "providerId">>(
  told: AccountReading,
  { rows: all, tell }: FileTold<Row>,
  how: How,
): Promise<AccountRead> {
  const reading = { ...told, digest: holding(told.digest, told.account.rowsVersion) };
  const seen = { ...unmoved(reading.account), tally: NOTHING };
  const ids = new Set(all.map(({ providerId }) => providerId));
  const isTold = ({ source, providerId }: BankRow): boolean => source === FILE_SOURCE && ids.has(providerId);
  const work = { reading, how, isTold, again: NO_KEYS, from: null, mayMiss: false };
  return inStretches(seen, stretchesOf(all), (rows) => ({
    ...work,
    stretch: rows.map((row) => incomingOf(tell(row), reading.account, how.source)),
  }));
}

const NO_KEYS: ReadonlySet<string> = new Set();

/** One stretch after the other, each standing on the one before. */
async function inStretches<Row>(
  before: AccountRead,
  stretches: readonly (readonly Row[])[],
  workOf: (rows: readonly Row[]) => Work,
): Promise<AccountRead> {
  let read = before;
  let state: State | null = null;
  let done = 0;
  for (const rows of stretches) {
    const work: Work = workOf(rows);
    const { account, digest } = work.reading;
    const begun = { account, digest, taken: NO_KEYS, onlyOurs: holdsNothing(account, digest) };
    const step = await oneStretch(work, state ?? begun);
    state = step.state;
    read = joined(read, step.read);
    done += rows.length;
    await work.how.progress?.(done);
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

async function oneStretch(work: Work, before: State): Promise<{ readonly state: State; readonly read: AccountRead }> {
  const { reading, how } = work;
  let state = before;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    if (attempt > 1) await pause(attempt);
    if (attempt > 1) state = { ...(await currentState(reading)), taken: before.taken, onlyOurs: false };
    const held = await heldRows(work, state, attempt);
    const plan = planOf(work, state, held, await nearbyRows(work, state, held));
    tellOutcomes(work, plan);
    if (how.dryRun) return { state: { ...state, taken: plan.taken }, read: readOf(state.account, plan) };
    const written = await writePlan(plan.changes, { ...reading, account: state.account }, how.source);
    if (!written) continue;
    const digest = await remember(work, { ...state, account: written }, plan, held);
    return { state: { ...state, account: written, digest, taken: plan.taken }, read: readOf(written, plan) };
  }
  throw new Error("the rows of an account kept changing while they were read");
}

/** Two writers of one account would keep failing each other: with full jitter, one of them is through before the other comes back. */
const pause = (attempt: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2_000, 25 * 2 ** attempt)));

async function currentState({ table, companyId, account }: AccountReading): Promise<Pick<State, "account" | "digest">> {
  const now = await accounts(table, companyId).getNow(account.id);
  return {
    account: { ...now, givesBookingDates: account.givesBookingDates },
    digest: holding(await digests(table, companyId).read(account.ordinal), now.rowsVersion),
  };
}

function planOf(
  { reading, how, stretch, isTold, from }: Work,
  { account, digest, taken }: State,
  held: ReadonlyMap<string, BankRow>,
  nearby: readonly BankRow[],
): Plan {
  const still = [...nearby, ...held.values()].filter(isTold).map(({ hash }) => hash);
  return planReading({
    ...{ ordinal: account.ordinal, source: how.source, incoming: stretch, held, pending: digest.pending, gone: digest.gone, nearby },
    taken: new Set([...taken, ...still]),
    categorise: categoriser(reading),
    at: instantOf(reading.now()),
    wholeFrom: from,
    absentAreGone: how.absentAreGone === true,
    bookedOnly: how.bookedOnly === true,
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
  if (how.source === FILE_SOURCE) return digest;
  for (const { after, alias } of changes) for (const key of alias ? [after.hash, alias] : [after.hash]) held.set(key, after);
  const next = digestAfter(
    { digest, rowsVersion: account.rowsVersion },
    stretch,
    settledUnder(stretch, held),
    changes,
    forgottenKeys(stretch, changes),
  );
  if (changes.length === 0 && isSameDigest(digest, next)) return digest;
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
