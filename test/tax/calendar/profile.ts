import type * as z from "zod";
import { businessDate } from "#domain/dates";
import { toWire } from "#runtime/case";
import { EXAMPLE_PROFILE } from "#tax/calendar/example";
import { obligations } from "#tax/calendar/obligations";
import { CalendarProfile } from "#tax/calendar/profile";

/** A company that knows nothing of itself but when it closes. */
const BLANK: CalendarProfile = CalendarProfile.parse({
  legalForm: null,
  siren: null,
  department: null,
  ownerInitial: null,
  goodFridayClosed: false,
  createdOn: null,
  closingDay: "12-31",
  fiscalYears: [],
  taxation: null,
  filesOnline: true,
  corporateTaxes: [],
  vatRegimes: [],
  vatDueDay: null,
  vatDues: [],
  headcounts: [],
  paysFollowingMonth: false,
  payrolls: [],
  turnovers: [],
  cfeLiable: false,
  cfeTaxes: [],
  cvaeTaxes: [],
  paysFees: false,
  dividends: [],
  approvals: [],
  filesAccountsOnline: true,
  size: null,
});

/** A blank company of which some things are known. */
export const companyWith = (known: Partial<z.input<typeof CalendarProfile>>): CalendarProfile =>
  CalendarProfile.parse({ ...BLANK, ...known });

/** The company the documentation shows, complete. */
export const EXAMPLE: CalendarProfile = CalendarProfile.parse(EXAMPLE_PROFILE);

/** The same as it travels. */
export const PROFILE = toWire(EXAMPLE);

/** What is known of a company in a test. */
export type Known = Partial<z.input<typeof CalendarProfile>>;

/** The obligations of such a company between two days. */
export const between = (known: Known, from: string, to: string) =>
  obligations(companyWith(known), businessDate(from), businessDate(to)).obligations;
export const inYear = (known: Known, year: number) => between(known, `${year}-01-01`, `${year}-12-31`);
export const only = (known: Known, year: number, code: string) => inYear(known, year).filter((one) => one.code === code);
export const amounts = (known: Known, year: number, ...codes: string[]) =>
  inYear(known, year)
    .filter(({ code }) => codes.includes(code))
    .map(({ amountCents }) => amountCents);
