import type { ProviderRow } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import { PENDING_DAYS_MAX } from "#domain/banking/successors";
import { addDays, parisDate } from "#domain/dates";
import type { Cents } from "#domain/money";
import { rowsOfDays } from "#store/rows-of-days";
import { EVER } from "./asked-rows.ts";
import { noteAccount } from "./note-account.ts";
import type { Prepared, Visit } from "./visit.ts";

type Teller = Pick<Prepared, "account" | "source">;

/**
 * A bank whose booked money leaves out exactly the rows it tells without a booking date, all of the last days, gives booking dates: those rows are only
 * announced. One that has booked anything older here without such a date gives none, nor one that gives none and whose booked money holds just those rows.
 */
export async function withBookingDates(
  { account, source }: Teller,
  told: readonly ProviderRow[],
  gapCents: Cents,
  visit: Visit,
): Promise<Account> {
  const live = told.filter((row) => !row.deleted && !row.future && row.currency === account.currency);
  const undated = live.filter(({ hasBookingDate }) => !hasBookingDate);
  const sum = undated.reduce((cents, { amountCents }) => cents + amountCents, 0);
  const since = addDays(parisDate(visit.opening.now()), -PENDING_DAYS_MAX);
  const meets = account.givesBookingDates ? undated.length === live.length && sum === -gapCents : sum === gapCents;
  if (undated.length === 0 || !meets) return account;
  if (account.givesBookingDates) return noteAccount(account, { givesBookingDates: false }, visit.opening);
  const isOld = undated.some(({ date }) => date < since);
  const before = isOld ? [] : await rowsOfDays(visit.opening.table, visit.opening.companyId, account, EVER, addDays(since, -1));
  const booksWithout = isOld || before.some((row) => row.source === source && row.status === "booked");
  return booksWithout ? account : noteAccount(account, { givesBookingDates: true }, visit.opening);
}
