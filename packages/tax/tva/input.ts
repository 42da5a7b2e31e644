import * as z from "zod";
import { addMonths, type BusinessDate, lastDayOf } from "#domain/dates";
import { TaxDay } from "../tax-day.ts";
import { Territory } from "../territory.ts";
import { DIRECT_BOXES } from "./boxes.fr.ts";
import { TVA_EXAMPLE } from "./example.ts";
import { TvaOperation } from "./operation.ts";
import { TvaRegimeInput } from "./regime-input.ts";

const OPERATIONS_MAX = 500;
const DIRECT_MAX = 60;
const AMOUNT_MAX = 10_000_000_000_000;
const PPM = 1_000_000;
const HUNDREDTH = 10_000;

const NotNegative = z.int().min(0).max(AMOUNT_MAX);

/** A line filled by the caller: what no kind of operation leads to. Base and tax in cents; null where the line shows none. */
const DirectBox = z.strictObject({
  box: z.enum(DIRECT_BOXES),
  baseCents: NotNegative.nullable().default(null),
  taxCents: NotNegative.nullable().default(null),
});

/** The days a return covers: a calendar month or a calendar quarter (CGI art. 287, 2). */
const Period = z.strictObject({ from: TaxDay, to: TaxDay }).refine(isPeriod, { path: ["to"], params: { code: "month_or_quarter" } });

function isPeriod({ from, to }: { readonly from: BusinessDate; readonly to: BusinessDate }): boolean {
  if (!from.endsWith("-01")) return false;
  const month = lastDayOf(from.slice(0, 7)) === to;
  const quarter = ["01", "04", "07", "10"].includes(from.slice(5, 7)) && lastDayOf(addMonths(from, 2).slice(0, 7)) === to;
  return month || quarter;
}

export const TvaInput = z
  .strictObject({
    period: Period,
    territory: Territory.default("metropole"),
    operations: z.array(TvaOperation).max(OPERATIONS_MAX),
    directBoxes: z.array(DirectBox).max(DIRECT_MAX).default([]),
    creditCarriedCents: NotNegative.default(0).meta({ description: "Line 27 of the previous return." }),
    refundAskedCents: NotNegative.default(0).meta({ description: "Refund asked on form 3519." }),
    taxationCoefficientPpm: z
      .int()
      .min(0)
      .max(PPM)
      .multipleOf(HUNDREDTH)
      .default(PPM)
      .meta({ description: "Coefficient de taxation of the year, hundredths (CGI ann. II art. 206, III)." }),
    saleCreditNotes: z.enum(["line_21", "reduce_sales"]).default("line_21").meta({
      description:
        "Credit notes to customers: base on B5 and tax on line 21, as the administration wants it, or less turnover and less tax.",
    }),
    purchaseCreditNotes: z
      .enum(["line_15", "reduce_deductions"])
      .default("line_15")
      .meta({ description: "Credit notes of suppliers: line 15, or less deduction." }),
    giftLimitCents: NotNegative.nullable()
      .default(null)
      .meta({ description: "Limit of a gift, tax included, when the caller knows the one the tables lack." }),
    regime: TvaRegimeInput.nullable().default(null).meta({ description: "Asks for the regime of a calendar year too." }),
  })
  .meta({
    id: "TvaInput",
    description: "Everything a return rests on. Amounts are cents.",
    examples: [TVA_EXAMPLE],
  });
export type TvaInput = z.infer<typeof TvaInput>;
