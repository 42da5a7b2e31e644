import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { datedList } from "#domain/people/dated";
import { Territory } from "./territory.ts";

const AMOUNT_CENTS_MAX = 1_000_000_000_000;
const EMPLOYEES_MAX = 1_000_000;
const MILLION = 1_000_000;
const YEARS_MAX = 30;
const PAYMENTS_MAX = 100;

const Amount = z.int().min(0).max(AMOUNT_CENTS_MAX);

/** What a list says once a calendar year. */
const yearly = <Shape extends z.ZodRawShape>(shape: Shape) =>
  oncePer((one) => one.year, z.strictObject({ ...shape, year: z.int().min(2000).max(2100) }));

/** What a list says once a fiscal year, by its last day. */
const byClosing = <Shape extends z.ZodRawShape>(shape: Shape) =>
  oncePer((one) => one.closedOn, z.strictObject({ ...shape, closedOn: BusinessDate }));

/** Two values of one year are refused. */
const oncePer = <Value extends z.ZodObject>(
  yearOfValue: (one: { readonly year?: unknown; readonly closedOn?: unknown }) => unknown,
  value: Value,
) =>
  z
    .array(value)
    .max(YEARS_MAX)
    .refine((values) => new Set(values.map(yearOfValue)).size === values.length, { params: { code: "year_twice" } });

/** A year's return as it was filed: what instalments refer to, and the losses it left. */
const FILED = {
  turnoverCents: Amount.nullable().default(null),
  /** Taxable profit by rate; both nothing in a loss year. */
  reducedRateBaseCents: Amount.default(0),
  normalRateBaseCents: Amount.default(0),
  /** IS of the year before reductions and credits. */
  isCents: Amount.default(0),
  /** Losses left to carry forward at its end. */
  lossesLeftCents: Amount.default(0),
};

/**
 * What tax law wants to know of a company beyond its legal data. All of it may be unknown; what is unknown is told wherever it would have
 * counted, and never guessed.
 */
export const TaxProfile = z.strictObject({
  /** Under impôt sur les sociétés, or its partners under impôt sur le revenu. */
  taxedAs: z.enum(["is", "ir"]).default("is"),
  /** First day of its first fiscal year; unknown: no year is taken for the first. */
  createdOn: BusinessDate.nullable().default(null),
  territory: Territory.default("metropole"),
  /** Good Friday is a holiday in communes of Alsace and Moselle that have a Protestant church. */
  goodFridayIsHoliday: z.boolean().default(false),
  /** Day of the month the tax account shows for the CA3; unknown: the table of ann. IV art. 39 is used. */
  vatReturnDay: z.int().min(15).max(24).nullable().default(null),
  /** Services taxed when invoiced, by option (CGI art. 269, 2, c), and not when paid. */
  vatOnDebits: z.boolean().default(false),
  /** Whether the capital is paid up in full (CGI art. 219, I, b). */
  capitalFullyPaid: z.boolean().nullable().default(null),
  /** Share of the capital natural persons hold without a break, directly or through one company that qualifies itself. */
  heldByPersonsPpm: z.int().min(0).max(MILLION).nullable().default(null),
  /** First letter of a sole trader's family name: it sets the day of the CA3. */
  ownerInitial: z
    .string()
    .regex(/^[A-Z]$/)
    .nullable()
    .default(null),
  /** Returns and payments online, as nearly every company must (CGI art. 1649 quater B quater). */
  filesOnline: z.boolean().default(true),
  filesAccountsOnline: z.boolean().default(true),
  headcount: datedList({ employees: z.int().min(0).max(EMPLOYEES_MAX) }).default([]),
  /** Wages paid in the month after the work. */
  paysFollowingMonth: z.boolean().default(false),
  /** Gross wages of a calendar year. */
  payrolls: yearly({ grossCents: Amount }).default([]),
  /** Size for electronic invoicing (décret 2008-1354). */
  size: z.enum(["large", "mid", "small"]).nullable().default(null),
  /** Whether fees are paid that the DAS2 declares (CGI art. 240). */
  paysFees: z.boolean().nullable().default(null),
  /** Whether it owes CFE; unknown: told, and taken for owed. */
  cfeLiable: z.boolean().nullable().default(null),
  cfe: yearly({ amountCents: Amount }).default([]),
  cvae: yearly({ amountCents: Amount }).default([]),
  /** VAT due for a closed year before that on fixed assets: what the instalments of the simplified regime refer to (CGI art. 287, 3). */
  vatDue: byClosing({ amountCents: Amount }).default([]),
  filedReturns: byClosing(FILED).default([]),
  /** Dividends paid to natural persons who live in France (form 2777). */
  dividends: z
    .array(z.strictObject({ paidOn: BusinessDate, grossCents: Amount }))
    .max(PAYMENTS_MAX)
    .default([]),
  /** Days the accounts of a year were approved on. */
  approvals: byClosing({ approvedOn: BusinessDate }).default([]),
});
export type TaxProfile = z.infer<typeof TaxProfile>;

/** A company that has said nothing yet. */
export const unsaidProfile = (): TaxProfile => TaxProfile.parse({});
