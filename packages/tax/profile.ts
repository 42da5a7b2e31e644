import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { datedList } from "#domain/people/dated";
import { byClosing, CompanySize, OwnerInitial, VatReturnDay, yearly } from "./profile-values.ts";
import { Territory } from "./territory.ts";

const AMOUNT_CENTS_MAX = 1_000_000_000_000;
const EMPLOYEES_MAX = 1_000_000;
const MILLION = 1_000_000;
const PAYMENTS_MAX = 100;

const Amount = z.int().min(0).max(AMOUNT_CENTS_MAX);

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
  taxedAs: z
    .enum(["is", "ir"])
    .default("is")
    .meta({ description: "Under impôt sur les sociétés, or its partners under impôt sur le revenu." }),
  createdOn: BusinessDate.nullable()
    .default(null)
    .meta({ description: "First day of its first fiscal year; unknown: no year is taken for the first." }),
  territory: Territory.default("metropole"),
  goodFridayIsHoliday: z
    .boolean()
    .default(false)
    .meta({ description: "Good Friday is a holiday in communes of Alsace and Moselle that have a Protestant church." }),
  vatReturnDay: VatReturnDay.nullable()
    .default(null)
    .meta({ description: "Day of the month the tax account shows for the CA3; unknown: the table of ann. IV art. 39 is used." }),
  vatOnDebits: z
    .boolean()
    .default(false)
    .meta({ description: "Services taxed when invoiced, by option (CGI art. 269, 2, c), and not when paid." }),
  capitalFullyPaid: z
    .boolean()
    .nullable()
    .default(null)
    .meta({ description: "Whether the capital is paid up in full (CGI art. 219, I, b)." }),
  heldByPersonsPpm: z.int().min(0).max(MILLION).nullable().default(null).meta({
    description: "Share of the capital natural persons hold without a break, directly or through one company that qualifies itself.",
  }),
  ownerInitial: OwnerInitial.nullable().default(null),
  filesOnline: z
    .boolean()
    .default(true)
    .meta({ description: "Returns and payments online, as nearly every company must (CGI art. 1649 quater B quater)." }),
  filesAccountsOnline: z.boolean().default(true),
  headcount: datedList({ employees: z.int().min(0).max(EMPLOYEES_MAX) }).default([]),
  paysFollowingMonth: z.boolean().default(false).meta({ description: "Wages paid in the month after the work." }),
  payrolls: yearly({ grossCents: Amount }).default([]).meta({ description: "Gross wages of a calendar year." }),
  size: CompanySize.nullable().default(null),
  paysFees: z.boolean().nullable().default(null).meta({ description: "Whether fees are paid that the DAS2 declares (CGI art. 240)." }),
  cfeLiable: z.boolean().nullable().default(null).meta({ description: "Whether it owes CFE; unknown: told, and taken for owed." }),
  cfe: yearly({ amountCents: Amount }).default([]),
  cvae: yearly({ amountCents: Amount }).default([]),
  vatDue: byClosing({ amountCents: Amount }).default([]).meta({
    description:
      "VAT due for a closed year before that on fixed assets: what the instalments of the simplified regime refer to (CGI art. 287, 3).",
  }),
  filedReturns: byClosing(FILED).default([]),
  dividends: z
    .array(z.strictObject({ paidOn: BusinessDate, grossCents: Amount }))
    .max(PAYMENTS_MAX)
    .default([])
    .meta({ description: "Dividends paid to natural persons who live in France (form 2777)." }),
  approvals: byClosing({ approvedOn: BusinessDate }).default([]).meta({ description: "Days the accounts of a year were approved on." }),
});
export type TaxProfile = z.infer<typeof TaxProfile>;

/** A company that has said nothing yet. */
export const unsaidProfile = (): TaxProfile => TaxProfile.parse({});
