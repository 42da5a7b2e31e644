import type { ProviderRow } from "#connectors/banks/port";
import { type Account, rowCountOf, TAKEN_OVER } from "#domain/banking/account";
import type { RememberedRow } from "#domain/banking/incoming";
import { merchantKeyOf } from "#domain/banking/likeness";
import { isProvider } from "#domain/banking/provider";
import { PENDING_DAYS_MAX } from "#domain/banking/successors";
import { addDays, type BusinessDate, businessDate, daysBetween, earliest, type Instant, parisDate } from "#domain/dates";
import type { How } from "./account-reading.ts";
import type { Collected } from "./collect.ts";
import type { Prepared, Visit } from "./visit.ts";

/** The rows an account is brought up to date with, and what may be concluded from them. */
export type AskedRows = {
  readonly rows: readonly ProviderRow[];
  readonly how: Omit<How, "source">;
  /** Every row could be read. */
  readonly isWhole: boolean;
  readonly latest: Instant | null;
};

/** Before any row there is. */
export const EVER = businessDate("1900-01-01");

/**
 * What to read of an account: what changed; everything, at its first sight, when its teller is new, and when its bank lists or shares it again: changes
 * told meanwhile were nobody's; and also the last days whole when an announced row has gone quiet or something booked looks like it: only a whole
 * reading tells a row that is gone from one that has not changed.
 */
export async function askedRows({ account, shared, source, digest }: Prepared, visit: Visit): Promise<AskedRows> {
  const { changed, read, opening } = visit;
  const isNew = digest.version === 0 || isFirst({ account, source });
  const isSettling = account.settlesAt === TAKEN_OVER || isBack({ account, shared });
  const { providerId } = shared;
  if (isNew || isSettling) {
    const all = read === "whole" ? changed : await visit.rows({});
    // What a first reading that died has brought in, and the bank does not tell any more, was never read to the end: it is over. But where it tells no
    // row at all it has not got them ready: nobody takes a whole account back.
    const tells = all.byAccount.get(providerId)?.some(({ deleted }) => !deleted) === true;
    const isBegun = tells && isFirst({ account, source }) && rowCountOf(account.totals) > 0;
    const how: Omit<How, "source"> = isBegun
      ? { read: { from: EVER }, findLeftOut: true, afresh: true, absentAreGone: true }
      : { read: "whole", findLeftOut: isSettling, afresh: isSettling };
    const whole = asked(all, providerId, how, visit);
    return all === changed ? whole : joined(asked(changed, providerId, { read }, visit), whole);
  }
  // The whole again: a run that died has read it before, and what it told then may be told under another id by now.
  const isAgain = read === "whole" && rowCountOf(account.totals) > 0;
  const own = asked(changed, providerId, isAgain ? { read, findLeftOut: true } : { read }, visit);
  const doubtful = read === "changes" ? firstDoubt(digest.pending, own.rows, parisDate(opening.now())) : null;
  if (doubtful === null) return own;
  const last = asked(await visit.rows({ from: doubtful }), providerId, { read: { from: doubtful } }, visit);
  return joined(own, last);
}

/** What changed, deleted rows among it, and a whole reading made after it: what the second leaves out, the first may name. */
const joined = (changes: AskedRows, whole: AskedRows): AskedRows => ({
  ...whole,
  rows: [...changes.rows, ...whole.rows],
  isWhole: changes.isWhole && whole.isWhole,
  latest: changes.latest,
});

function asked(collected: Collected, providerId: string, how: Omit<How, "source">, { bank }: Visit): AskedRows {
  const isWhole = !collected.isDoubtful && !collected.unreadable.has(providerId);
  const { deletions, announces } = bank.capabilities;
  const concluding = isWhole
    ? { ...how, absentAreGone: how.absentAreGone === true || deletions === "by_absence", bookedOnly: !announces }
    : ({ ...how, read: "changes", findLeftOut: false, absentAreGone: false } as const);
  return { rows: collected.byAccount.get(providerId) ?? [], how: concluding, isWhole, latest: collected.latest ?? null };
}

/** The day before the oldest announced row about which the changes leave a doubt: still announced after too long, or met by something booked that fits. */
function firstDoubt(pending: readonly RememberedRow[], told: readonly ProviderRow[], today: BusinessDate): BusinessDate | null {
  const ids = new Map(told.map((row) => [row.providerId, row]));
  const booked = told.filter(({ deleted, hasBookingDate }) => !deleted && hasBookingDate);
  const doubtful = pending.filter(
    (row) => !ids.has(row.providerId) && (daysBetween(row.date, today) > PENDING_DAYS_MAX || booked.some((one) => fits(row, one))),
  );
  const [first] = doubtful;
  return first
    ? addDays(
        doubtful.reduce((day, { date }) => earliest(day, date), first.date),
        -1,
      )
    : null;
}

function fits(row: RememberedRow, one: ProviderRow): boolean {
  const days = daysBetween(row.date, one.date);
  if (days < -1 || days > PENDING_DAYS_MAX || Math.sign(row.amountCents) !== Math.sign(one.amountCents)) return false;
  return (
    row.amountCents === one.amountCents || (row.merchantKey !== "" && row.merchantKey === merchantKeyOf(one.rawLabel, one.amountCents))
  );
}

/** Whether an account's bank left it out of what it lists or lets us read, and does not any more. */
const isBack = ({ account, shared }: Pick<Prepared, "account" | "shared">): boolean =>
  shared.enabled && (account.sync?.state === "gone" || account.sync?.state === "unshared");

/** Whether an account was never read to the end by any bank, and holds nothing but what banks tell: its opening balance is reckoned when it is. */
export const isFirst = ({ account, source }: Pick<Prepared, "account" | "source">): boolean =>
  account.historyFrom === null && account.sources.every((one) => one === source || isProvider(one));

/** Oldest booked day told. */
export function oldestBooked(rows: readonly ProviderRow[], { givesBookingDates }: Pick<Account, "givesBookingDates">): BusinessDate | null {
  const days = rows.filter((row) => !row.deleted && !row.future && (row.hasBookingDate || !givesBookingDates)).map(({ date }) => date);
  const [first] = days;
  return first === undefined ? null : days.reduce((oldest, day) => earliest(oldest, day), first);
}
