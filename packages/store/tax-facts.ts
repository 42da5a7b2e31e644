import type { CompanyId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Company } from "#domain/people/company";
import type { CalendarProfile } from "#tax/calendar/profile";
import { calendarProfileOf } from "#tax/calendar-profile-of";
import type { TaxProfile } from "#tax/profile";
import { companies } from "./companies.ts";
import type { Db } from "./db.ts";
import { taxProfileOf } from "./tax-profiles.ts";

/** What tax law may know of a company: who it is, its fiscal years, what it said. One round trip of three reads. */
export type TaxFacts = { readonly company: Company; readonly years: readonly FiscalYear[]; readonly profile: TaxProfile };

export async function taxFacts(db: Db, companyId: CompanyId): Promise<TaxFacts> {
  const store = companies(db, companyId);
  const [company, years, { profile }] = await Promise.all([store.get(), store.years(), taxProfileOf(db, companyId)]);
  return { company, years, profile };
}

/** The same as a tax calendar takes it. */
export async function calendarFacts(db: Db, companyId: CompanyId): Promise<CalendarProfile> {
  const { company, years, profile } = await taxFacts(db, companyId);
  return calendarProfileOf(company, years, profile);
}
