import * as z from "zod";
import { addDays, type BusinessDate } from "../dates.ts";
import type { FiscalYear } from "../ledger/fiscal-year.ts";
import { Refusal } from "../refusals.ts";
import { humanText } from "../text.ts";
import { ClosingDay } from "./closing-day.ts";
import { type Company, Siren } from "./company.ts";
import { valueOn } from "./dated.ts";
import { ActivityCode, Address, type LegalData, LegalForms, legalOf, ShareCapitals, VatRegimes } from "./legal-data.ts";
import { VatNumber, vatNumberOf } from "./vat-number.ts";

/** What a person may say of their company. What is left out stays as it is; null takes it away; a dated list replaces the one before. */
export const CompanyChange = z.strictObject({
  name: humanText(120).min(1).exactOptional(),
  siren: Siren.nullable().exactOptional(),
  vatNumber: VatNumber.nullable().exactOptional(),
  activityCode: ActivityCode.nullable().exactOptional(),
  address: Address.nullable().exactOptional(),
  closesOn: ClosingDay.exactOptional(),
  legalForm: LegalForms.exactOptional(),
  shareCapital: ShareCapitals.exactOptional(),
  vatRegime: VatRegimes.exactOptional(),
});
export type CompanyChange = z.output<typeof CompanyChange>;

/** The company after a change, at its next version. Refuses a VAT number that is not its SIREN's. */
export function changedCompany(company: Company, change: CompanyChange, years: readonly FiscalYear[]): Company {
  const { name = company.name, siren = company.siren, closesOn = company.closesOn, ...given } = change;
  const legal: LegalData = { ...legalOf(company), ...given, fiscalYear: closingDays(company, closesOn, years) };
  if (siren !== null && legal.vatNumber !== null && legal.vatNumber !== vatNumberOf(siren))
    throw new Refusal("request.invalid", { flaws: [{ pointer: "/vat_number", message: "vat_number_of_another" }] });
  return { ...company, name, siren, closesOn, legal, version: company.version + 1 };
}

/** A new closing day makes the years that nobody has opened yet; those that are open keep their days. */
function closingDays(company: Company, closesOn: string, years: readonly FiscalYear[]): LegalData["fiscalYear"] {
  const { fiscalYear } = legalOf(company);
  const [first, last] = [years[0], years.at(-1)];
  if (closesOn === company.closesOn || !first || !last) return fiscalYear;
  const validFrom = addDays(last.endsOn, 1);
  const known = fiscalYear.length > 0 ? fiscalYear : [{ closesOn: company.closesOn, validFrom: first.startsOn }];
  const kept = known.filter((one) => one.validFrom < validFrom);
  return kept.at(-1)?.closesOn === closesOn ? kept : [...kept, { closesOn, validFrom }];
}

/** The closing day that made, or makes, the fiscal year around a day. */
export function closesOnAround(company: Company, day: BusinessDate): string {
  const { fiscalYear } = legalOf(company);
  return (valueOn(fiscalYear, day) ?? fiscalYear[0])?.closesOn ?? company.closesOn;
}
