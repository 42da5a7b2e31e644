import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Company } from "#domain/people/company";
import { companyActions } from "./companies.ts";
import { listedCompanyAction } from "./company-list.ts";
import type { Action } from "./db.ts";

/** The items of a new company, its place among all of them included; the slug's action comes first, so its failure can be told apart. */
export const newCompanyActions = (company: Company, years: readonly FiscalYear[]): Action[] => [
  ...companyActions(company, years),
  listedCompanyAction(company.id),
];
