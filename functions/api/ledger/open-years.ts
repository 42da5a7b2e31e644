import { addDays, type BusinessDate, instantOf } from "#domain/dates";
import type { CompanyId, NewId, PersonId } from "#domain/ids";
import { type FiscalYear, yearsCovering } from "#domain/ledger/fiscal-year";
import { companies, newYearAction } from "#store/companies";
import type { Db } from "#store/db";
import { commit } from "#store/outbox";

type Opening = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly personId: PersonId;
  readonly through: BusinessDate;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly requestId: string;
};

/** The fiscal years of a company, the following ones opened up to a date: years touch, so books never fall between two. */
export async function yearsThrough(opening: Opening): Promise<readonly FiscalYear[]> {
  const { table, companyId, personId, through, now, newId, requestId } = opening;
  const store = companies(table, companyId);
  const years = await store.years();
  const last = years.at(-1);
  if (!last || last.endsOn >= through) return years;
  const { closesOn } = await store.get();
  for (const span of yearsCovering(closesOn, addDays(last.endsOn, 1), through)) {
    const year: FiscalYear = { id: newId("fiscalYear"), ...span, status: "open" };
    const doer = { kind: "person", id: personId } as const;
    const event = { id: newId("event"), type: "year.opened", at: instantOf(now()), doer, requestId, objects: [{ id: year.id }] } as const;
    await commit(table, companyId, [newYearAction(companyId, year)], event);
  }
  return store.years();
}
