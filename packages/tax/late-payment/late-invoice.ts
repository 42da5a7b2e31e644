import * as z from "zod";
import { TaxNotice } from "../notice.ts";
import { ParameterSet } from "../parameter-set.ts";
import { TaxDay } from "../tax-day.ts";
import { Trace } from "../trace.ts";
import { LATE_EXAMPLE, LATE_EXAMPLE_RESULT } from "./example.ts";
import { LatePeriod } from "./late-period.ts";

const AMOUNT_MAX = 1_000_000_000_000;
const PAYMENTS_MAX = 100;
const HALF_YEARS_MAX = 12;
const RATE_MAX = 1_000_000;

const Amount = z.int().min(1).max(AMOUNT_MAX);
const Rate = z.int().min(0).max(RATE_MAX);

/** The rates of a half-year the tables lack: the day it begins, the refinancing and the legal interest rate (ppm). */
const GivenRates = z.strictObject({
  from: TaxDay.refine((day) => /-(?:01|07)-01$/.test(day), { params: { code: "half_year" } }),
  refinancingPpm: Rate,
  legalInterestPpm: Rate,
});

export const LateInvoice = z
  .strictObject({
    amountInclCents: Amount,
    dueOn: TaxDay,
    until: TaxDay,
    payments: z
      .array(z.strictObject({ on: TaxDay, amountCents: Amount }))
      .max(PAYMENTS_MAX)
      .default([]),
    agreedRatePpm: Rate.nullable().default(null),
    givenRates: z.array(GivenRates).max(HALF_YEARS_MAX).default([]),
    betweenBusinesses: z.boolean().default(true),
  })
  .meta({
    id: "LateInvoice",
    description:
      "An invoice, VAT included, its due day, what was paid and when, and the day interest is counted to. Cents. `agreed_rate_ppm`: the yearly rate agreed on; null: the rate of the law. `between_businesses`: the 40 € are due.",
    examples: [LATE_EXAMPLE],
  });
export type LateInvoice = z.infer<typeof LateInvoice>;

export const LatePayment = z
  .object({
    days: z.int(),
    periods: z.array(LatePeriod),
    interestCents: z.int(),
    recoveryCents: z.int(),
    totalCents: z.int(),
    notices: z.array(TaxNotice),
    parameterSet: ParameterSet,
    traces: z.array(Trace),
  })
  .meta({
    id: "LatePayment",
    description: "What is due for the late days of an invoice: its interest by runs of days, the 40 €, and both. Cents.",
    examples: [LATE_EXAMPLE_RESULT],
  });
export type LatePayment = z.infer<typeof LatePayment>;
