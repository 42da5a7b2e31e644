import { parisDate } from "#domain/dates";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { balanceOf } from "#domain/ledger/kept-totals";
import { openSuspense } from "#domain/ledger/year-end";
import { Refusal } from "#domain/refusals";
import { lacksOf } from "./completeness.ts";
import type { Db } from "./db.ts";
import { type Books, headOf } from "./ledger-books.ts";
import { keptAccounts } from "./ledger-totals.ts";

/**
 * Earlier years still open: they are shut together with a year, so that nothing is ever booked before books that are closed. They
 * are empty, or the year is not closed.
 */
export const openBefore = (books: Books, year: FiscalYear): readonly FiscalYear[] =>
  books.years.filter((one) => one.endsOn < year.startsOn && !headOf(books, one).closed);

/** Refuses to close a year that is not over, whose predecessor is open, where something waits, or where a suspense account is not empty. */
export async function assertClosable(table: Db, books: Books, year: FiscalYear, acceptSuspense: boolean, now: Date): Promise<void> {
  if (headOf(books, year).closed) throw new Refusal("year.closed");
  const earlier = openBefore(books, year);
  if (earlier.some((one) => headOf(books, one).lastNumber > 0)) throw new Refusal("year.previous_open");
  if (parisDate(now) <= year.endsOn) throw new Refusal("year.not_over");
  for (const one of earlier) if ((await lacksOf(table, books, one, now)).length > 0) throw new Refusal("year.previous_open");
  const lacks = await lacksOf(table, books, year, now);
  if (lacks.length > 0) throw new Refusal("year.not_complete", { flaws: lacks.map((lack) => ({ pointer: "", message: lack })) });
  if (acceptSuspense) return;
  const open = openSuspense(await keptAccounts(table, books.companyId, year));
  if (open.length > 0)
    throw new Refusal("year.suspense_open", {
      flaws: open.map((one) => ({ pointer: "/accept_suspense", message: `balance:${balanceOf(one)}:${one.account}` })),
    });
}
