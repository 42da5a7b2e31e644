import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { datedList } from "#domain/people/dated";
import { Territory } from "./territory.ts";

const AMOUNT_CENTS_MAX = 1_000_000_000_000;
const EMPLOYEES_MAX = 1_000_000;
const MILLION = 1_000_000;
const YEARS_MAX = 30;
const DIVIDENDS_MAX = 100;

const Amount = z.int().min(0).max(AMOUNT_CENTS_MAX);

/** What a list says once a year; two of one year are refused. */
const yearly = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .array(z.strictObject({ ...shape, year: z.int().min(2000).max(2100) }))
    .max(YEARS_MAX)
    .refine((values) => new Set(values.map((one: { readonly year?: unknown }) => one.year)).size === values.length, {
      params: { code: "year_twice" },
    });

/** A year's return as it was filed: what instalments refer to, and the losses it left. */
const FiledReturn = z.strictObject({
  closedOn: BusinessDate,
  turnoverCents: Amount.nullable().default(null),
  /** Taxable profit by rate, in cents; both nothing in a loss year. */
  reducedRateBaseCents: Amount.default(0),
  normalRateBaseCents: Amount.default(0),
  /** IS of the year before reductions and credits. */
  isCents: Amount.default(0),
  /** Losses left to carry forward at its end. */
  lossesLeftCents: Amount.default(0),
});

/**
 * What tax law wants to know of a company beyond its legal data. All of it may be unknown; what is unknown is told wherever it would have
 * counted, and never guessed.
 */
export const TaxProfile = z.strictObject({
  /** Under impôt sur les sociétés, or its partners under impôt sur le revenu. */
  taxedAs: z.enum(["is", "ir"]).default("is"),
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
  headcount: datedList({ employees: z.int().min(0).max(EMPLOYEES_MAX) }).default([]),
  /** Whether fees are paid that the DAS2 declares (CGI art. 240). */
  paysFees: z.boolean().nullable().default(null),
  cfe: yearly({ amountCents: Amount }).default([]),
  cvae: yearly({ amountCents: Amount }).default([]),
  /** VAT due of a calendar year before that on fixed assets: what the instalments of the simplified regime refer to. */
  vatDue: yearly({ amountCents: Amount }).default([]),
  filedReturns: z
    .array(FiledReturn)
    .max(YEARS_MAX)
    .refine((values) => new Set(values.map(({ closedOn }) => closedOn)).size === values.length, { params: { code: "year_twice" } })
    .default([]),
  dividendsPaidOn: z.array(BusinessDate).max(DIVIDENDS_MAX).default([]),
});
export type TaxProfile = z.infer<typeof TaxProfile>;

/** A company that has said nothing yet. */
export const unsaidProfile = (): TaxProfile => TaxProfile.parse({});
