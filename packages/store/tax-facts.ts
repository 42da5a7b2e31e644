import type { CompanyId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Company } from "#domain/people/company";
import { Refusal } from "#domain/refusals";
import type { CalendarProfile } from "#tax/calendar/profile";
import { calendarProfileOf } from "#tax/calendar-profile-of";
import type { TaxProfile } from "#tax/profile";
import { companies } from "./companies.ts";
import type { Db } from "./db.ts";
import { taxProfileOf } from "./tax-profiles.ts";

/** What tax law may know of a company: who it is, its fiscal years, what it said. */
type TaxFacts = { readonly company: Company; readonly years: readonly FiscalYear[]; readonly profile: TaxProfile };
type When = "lately" | "now";

/** Three reads in one round trip; null when the company is gone. */
async function findTaxFacts(db: Db, companyId: CompanyId, when: When): Promise<TaxFacts | null> {
  const store = companies(db, companyId);
  const [company, years, { profile }] = await Promise.all([store.find(when), store.years(), taxProfileOf(db, companyId, when)]);
  return company && { company, years, profile };
}

/** The same for whoever asks on behalf of the company. Refuses one that is gone. */
export async function taxFacts(db: Db, companyId: CompanyId): Promise<TaxFacts> {
  const found = await findTaxFacts(db, companyId, "lately");
  if (!found) throw new Refusal("company.not_found");
  return found;
}

/** The same as a tax calendar takes it; null when the company is gone. */
export async function calendarFacts(db: Db, companyId: CompanyId, when: When): Promise<CalendarProfile | null> {
  const found = await findTaxFacts(db, companyId, when);
  return found && calendarProfileOf(found.company, found.years, found.profile);
}
