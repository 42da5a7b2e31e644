import { yearOf } from "#domain/dates";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Company } from "#domain/people/company";
import { legalOf } from "#domain/people/legal-data";
import type { CalendarProfile } from "./calendar/profile.ts";
import type { TaxProfile } from "./profile.ts";

/**
 * What the tax calendar needs of a company, from its legal data, its fiscal years (oldest first) and what it said for tax. Nothing is added:
 * what nobody said stays unknown there, and the calendar tells it.
 */
export function calendarProfileOf(company: Company, years: readonly FiscalYear[], profile: TaxProfile): CalendarProfile {
  const { legalForm, vatRegime, address } = legalOf(company);
  const { filedReturns, ownerInitial, filesOnline, filesAccountsOnline, paysFollowingMonth, payrolls, size, paysFees } = profile;
  return {
    legalForm: legalForm.at(-1)?.value ?? null,
    siren: company.siren,
    department: address?.country === "FR" ? departmentOf(address.postalCode) : null,
    goodFridayClosed: profile.goodFridayIsHoliday,
    createdOn: profile.createdOn,
    closingDay: company.closesOn,
    fiscalYears: years.map(({ startsOn, endsOn }) => ({ startsOn, endsOn })).slice(-FISCAL_YEARS_MAX),
    taxation: profile.taxedAs,
    ...{ ownerInitial, filesOnline, filesAccountsOnline, paysFollowingMonth, payrolls, size, paysFees },
    corporateTaxes: filedReturns.map(({ closedOn, isCents }) => ({ closedOn, taxCents: isCents })),
    vatRegimes: vatRegime,
    vatDueDay: profile.vatReturnDay,
    vatDues: profile.vatDue.map(({ closedOn, amountCents }) => ({ closedOn, taxCents: amountCents })),
    headcounts: profile.headcount.map(({ employees, validFrom }) => ({ persons: employees, validFrom })),
    turnovers: filedReturns.flatMap(({ closedOn, turnoverCents }) =>
      turnoverCents === null ? [] : [{ year: yearOf(closedOn), turnoverCents }],
    ),
    cfeLiable: profile.cfeLiable,
    cfeTaxes: profile.cfe.map(({ year, amountCents }) => ({ year, taxCents: amountCents })),
    cvaeTaxes: profile.cvae.map(({ year, amountCents }) => ({ year, taxCents: amountCents })),
    dividends: profile.dividends,
    approvals: profile.approvals,
  };
}

/** The years a calendar takes at most; older ones oblige to nothing any more. */
const FISCAL_YEARS_MAX = 30;

/** `69003` -> `69`, `20090` -> `2A`, `97410` -> `974`; null for what is no French postal code. */
function departmentOf(postalCode: string): string | null {
  const code = postalCode.replaceAll(" ", "");
  if (!/^\d{5}$/.test(code) || code < "01000") return null;
  if (code.startsWith("20")) return Number(code) < CORSICA_SOUTH_ENDS ? "2A" : "2B";
  const department = code.slice(0, code >= "97" ? 3 : 2);
  return /^(?:0[1-9]|[1-8]\d|9[0-5]|97[1-8])$/.test(department) ? department : null;
}

/** Postal codes 200 and 201 are of Corse-du-Sud, those from 202 on of Haute-Corse. */
const CORSICA_SOUTH_ENDS = 20_200;
