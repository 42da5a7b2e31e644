import { type BusinessDate, instantOf } from "#domain/dates";
import { type FiscalYear, yearsAfter } from "#domain/ledger/fiscal-year";
import type { Booking } from "./booking.ts";
import { companies, newYearAction } from "./companies.ts";
import { commit } from "./outbox.ts";

/** The fiscal years of a company, the following ones opened up to a date: years touch, so books never fall between two. */
export async function yearsThrough(booking: Booking, through: BusinessDate): Promise<readonly FiscalYear[]> {
  const { table, companyId, now, newId, requestId, doer } = booking;
  const store = companies(table, companyId);
  const years = await store.years();
  const last = years.at(-1);
  if (!last || last.endsOn >= through) return years;
  const opened: FiscalYear[] = [];
  const { closesOn } = await store.get();
  for (const span of yearsAfter(last.endsOn, closesOn, through)) {
    const year: FiscalYear = { id: newId("fiscalYear"), ...span, status: "open" };
    const event = { id: newId("event"), type: "year.opened", at: instantOf(now()), doer, requestId, objects: [{ id: year.id }] } as const;
    // Somebody else opened the same year meanwhile: theirs stands.
    if (!(await commit(table, companyId, [newYearAction(companyId, year)], event)).done) return store.years();
    opened.push(year);
  }
  return [...years, ...opened];
}
