import type { ProviderAccount } from "#connectors/banks/port";
import { type Account, isCash } from "#domain/banking/account";
import { type AccountNews, gapOf } from "#domain/banking/account-news";
import { absentRow } from "#domain/banking/incoming";
import type { BankRow } from "#domain/banking/row";
import { addDays, type BusinessDate, daysBetween, earliest, instantOf, parisDate, shifted } from "#domain/dates";
import { type Cents, centsSum, ZERO } from "#domain/money";
import { accounts } from "#store/accounts";
import { digests } from "#store/digests";
import { rows } from "#store/rows";
import { type AccountRead, NOTHING, sumOf, type Tally } from "./account-reading.ts";
import { type AskedRows, isFirst, oldestBooked } from "./asked-rows.ts";
import { withBookingDates } from "./booking-dates.ts";
import { explaining, missed } from "./left-out.ts";
import { reportedOf } from "./note-account.ts";
import { readAccount } from "./read-account.ts";
import { isDue, LOOK_BACK_DAYS, type Prepared, readingOf, type Visit } from "./visit.ts";
import { writePlan } from "./write-plan.ts";

/** Between two whole looks at an account whose balances disagree. */
const LOOK_AGAIN_SECONDS = 20 * 3_600;

export type Settled = { readonly account: Account; readonly news: AccountNews; readonly tally: Tally };

/**
 * Compares an account with its bank's own balance, after its rows are in. The first reading fixes the opening balance. Later, a difference makes the
 * bank be read whole for some weeks back, at most once a day: late rows come in, and booked rows that the bank left out go if, and only if, they are the
 * difference to the cent. What remains is told, never adjusted. Loans and securities are worth what their bank says.
 */
export async function settle(one: Prepared, asked: AskedRows, read: AccountRead, visit: Visit): Promise<Settled> {
  const now = await current(one, read, visit);
  const news = { reported: reportedOf(one.shared) };
  if (!isCash(one.account)) return { account: now, news: { ...news, ...followed(now, one.shared, visit) }, tally: NOTHING };
  if (!asked.isWhole) return { account: now, news, tally: NOTHING };
  if (isFirst(one)) return { account: now, news: { ...news, ...anchored(now, asked, one.shared, visit) }, tally: NOTHING };
  if (isUnsaid(one.account)) {
    const oldest = await oldestDay(now, visit);
    return {
      account: now,
      news: { ...news, ...anchored(now, asked, one.shared, visit), ...(oldest && { historyFrom: oldest }) },
      tally: NOTHING,
    };
  }
  const first = await judged({ ...one, account: now }, missed(read.leftOut, asked.rows, { ...one.account, source: one.source }), visit);
  const looked = await lookedBack(one, first, asked, isToLook(one.account, read, visit), visit);
  const { account, gapCents, shared, tally } = looked;
  const settlesAt =
    gapCents === null || gapCents === 0 ? null : nextLook(one.account, looked.hasLooked || asked.how.findLeftOut === true, visit);
  const historyFrom = account.historyFrom ?? (await oldestDay(account, visit));
  const { openingBalanceCents } = withOlder(account, shared);
  return {
    account,
    news: { reported: reportedOf(shared), gapCents, settlesAt, historyFrom, openingBalanceCents, olderCents: ZERO },
    tally,
  };
}

/** The account as it stands: read again only when rows were written. */
const current = async ({ account }: Prepared, read: AccountRead, { opening: { table, companyId } }: Visit): Promise<Account> =>
  read.days === null && read.account.version === account.version && read.account.rowsVersion === account.rowsVersion
    ? account
    : accounts(table, companyId).getNow(account.id);

/**
 * Rows of days before the bank's history began here: the rest of that history, which the opening balance held, or operations that came late. The bank's own
 * balance says which: the nearer one where it is the booked one, and any balance that is met to the cent; else a bank that gives its history in pieces is
 * the rule.
 */
function withOlder(account: Account, shared: ProviderAccount): Account {
  const { olderCents } = account;
  if (olderCents === 0) return account;
  const without: Account = { ...account, openingBalanceCents: centsSum(account.openingBalanceCents - olderCents) };
  const { balanceCents, kind } = reportedOf(shared);
  const [apart, other] = [apartFrom(account, balanceCents), apartFrom(without, balanceCents)];
  return apart === 0 || (kind === "accounting" && apart <= other) ? account : without;
}

const apartFrom = ({ openingBalanceCents, totals }: Account, balanceCents: Cents): number =>
  Math.abs(openingBalanceCents + totals.bookedCents - balanceCents);

/** What we hold less what the bank has booked, whatever of its history came late. */
const gapBeside = (account: Account, shared: ProviderAccount): Cents | null => gapOf(withOlder(account, shared), reportedOf(shared));

/** An account that is not a sum of movements: its bank's word is its balance. */
const followed = (account: Account, { balanceCents }: ProviderAccount, { opening }: Visit): AccountNews => ({
  openingBalanceCents: centsSum(balanceCents - account.totals.bookedCents),
  historyFrom: account.historyFrom ?? parisDate(opening.now()),
  gapCents: null,
  settlesAt: null,
});

function anchored(account: Account, { rows: told }: AskedRows, shared: ProviderAccount, { opening }: Visit): AccountNews {
  const { balanceCents, kind } = reportedOf(shared);
  return {
    openingBalanceCents: centsSum(balanceCents - account.totals.bookedCents),
    historyFrom: oldestBooked(told, account) ?? parisDate(opening.now()),
    gapCents: kind === "accounting" ? centsSum(0) : null,
    settlesAt: null,
  };
}

/** Nobody has said what it opened with, neither a person, a file nor a bank: its first bank does, as it does of an account it opens. */
const isUnsaid = ({ historyFrom, openingBalanceCents, openingSaid = false }: Account): boolean =>
  historyFrom === null && openingBalanceCents === 0 && !openingSaid;

type Judged = { readonly account: Account; readonly shared: ProviderAccount; readonly gapCents: Cents | null; readonly tally: Tally };

/** The gap; without it, rows the bank left out that are exactly the gap. */
async function judged({ account, shared, source, digest, knownAt }: Prepared, leftOut: readonly BankRow[], visit: Visit): Promise<Judged> {
  const gapCents = gapBeside(account, shared);
  const at = instantOf(visit.opening.now());
  const known = knownAt === null ? null : earliest(parisDate(new Date(knownAt)), parisDate(visit.opening.now()));
  const gone = gapCents === null || gapCents === 0 ? [] : explaining(gapCents, leftOut, { ...account, source }, known);
  if (gone.length === 0) return { account, shared, gapCents, tally: NOTHING };
  const changes = gone.map((row) => ({ before: row, after: absentRow(row, at), alias: null, kind: "deleted" as const }));
  const written = await writePlan(changes, readingOf({ account, digest }, visit), source);
  if (!written) return { account, shared, gapCents, tally: NOTHING };
  const { table, companyId } = visit.opening;
  const now = await accounts(table, companyId).getNow(account.id);
  return { account: now, shared, gapCents: gapBeside(now, shared), tally: { ...NOTHING, deleted: changes.length } };
}

/** Reads the last weeks whole when the balances disagree, unless that was just done. */
async function lookedBack(one: Prepared, before: Judged, asked: AskedRows, mayLook: boolean, visit: Visit): Promise<Looked> {
  const { gapCents } = before;
  if (gapCents === null || gapCents === 0 || !mayLook || asked.how.findLeftOut) return { ...before, hasLooked: false };
  const { table, companyId, now } = visit.opening;
  const from = addDays(parisDate(now()), -LOOK_BACK_DAYS);
  const whole = await visit.rows({ from });
  const shared = (await visit.accounts()).find(({ providerId }) => providerId === one.shared.providerId) ?? one.shared;
  if (whole.isDoubtful || whole.unreadable.has(shared.providerId)) return { ...before, hasLooked: true };
  const told = whole.byAccount.get(shared.providerId) ?? [];
  const learnt = await withBookingDates({ account: before.account, source: one.source }, told, gapCents, visit);
  const digest = await digests(table, companyId).read(one.account.ordinal);
  const bookedOnly = !visit.bank.capabilities.announces;
  const how = { source: one.source, read: { from }, findLeftOut: true, absentAreGone: false, bookedOnly } as const;
  const read = await readAccount(readingOf({ account: learnt, digest }, visit), told, how);
  const account = await accounts(table, companyId).getNow(one.account.id);
  const after = await judged({ ...one, shared, digest, account }, missed(read.leftOut, told, { ...account, source: one.source }), visit);
  return { ...after, tally: sumOf(before.tally, sumOf(read.tally, after.tally)), hasLooked: true };
}

type Looked = Judged & { readonly hasLooked: boolean };

/** At most once a day; but at once when rows of earlier days came in: what could not be told while they were lacking may be told now. */
function isToLook(account: Account, { days }: AccountRead, { opening }: Visit): boolean {
  const today = parisDate(opening.now());
  const hasOlder = days !== null && daysBetween(days.from, today) > OLDER_DAYS;
  return account.settlesAt === null || isDue(account, instantOf(opening.now())) || hasOlder;
}
const OLDER_DAYS = 2;

function nextLook({ settlesAt }: Account, hasLooked: boolean, { opening: { now } }: Visit): string | null {
  return hasLooked || settlesAt === null ? shifted(instantOf(now()), LOOK_AGAIN_SECONDS) : settlesAt;
}

/** First day the account has a row of: what lay before is in its opening balance. */
async function oldestDay({ ordinal, totals }: Account, { opening: { table, companyId } }: Visit): Promise<BusinessDate | null> {
  if (totals.bookedCount === 0) return null;
  const [first] = await rows(table, companyId).page({ ordinal, index: "byDate", from: "0000", to: "9999", descending: false, limit: 1 });
  return first?.date ?? null;
}
