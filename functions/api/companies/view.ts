import type * as z from "zod";
import type { BusinessDate } from "#domain/dates";
import type { Company } from "#domain/people/company";
import { valueOn } from "#domain/people/dated";
import { legalOf } from "#domain/people/legal-data";
import { vatNumberOf } from "#domain/people/vat-number";
import type { CompanyView } from "./shapes.ts";

/** A company as its members see it, with what is true today. */
export function companyView(company: Company, today: BusinessDate): z.input<typeof CompanyView> {
  const { id, slug, name, siren, closesOn, version } = company;
  const { shape: _, ...legal } = legalOf(company);
  return {
    ...{ id, slug, name, siren, closesOn, version, ...legal },
    vatNumberOfSiren: siren === null ? null : vatNumberOf(siren),
    current: {
      legalForm: valueOn(legal.legalForm, today)?.value ?? null,
      shareCapitalCents: valueOn(legal.shareCapital, today)?.valueCents ?? null,
      vatRegime: valueOn(legal.vatRegime, today)?.value ?? null,
    },
    currency: "EUR",
  };
}
