import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { Label, PositiveAmount } from "./units.ts";

const GRAMS_MAX = 1_000;
const RATE_PPM_MAX = 1_000_000;

/** Adjustments that are added back, or deducted, for their whole amount. The table of adjustment-kinds.fr.ts says which. */
export const WHOLE_KINDS = [
  ...["corporate_tax", "fine", "vehicle_tax", "luxury", "car_lease_excess", "non_deductible_provision", "other_addition"],
  ...["carry_back_income", "tax_credit_income", "other_deduction"],
] as const;

const Whole = z.strictObject({ kind: z.enum(WHOLE_KINDS), amountCents: PositiveAmount, label: Label.nullable().default(null) });

/** What was given under CGI art. 238 bis and booked as a charge: added back, then counted for the reduction. */
const Gift = z.strictObject({
  kind: z.literal("gift"),
  amountCents: PositiveAmount,
  label: Label.nullable().default(null),
  toPeopleInNeed: z
    .boolean()
    .default(false)
    .meta({ description: "To a body that feeds, cares for or houses people in need: always at the full rate (CGI art. 238 bis, 2)." }),
});

/** The year's depreciation of a passenger car whose price is above the ceiling of its class. */
const CarDepreciation = z.strictObject({
  kind: z.literal("car_depreciation"),
  label: Label.nullable().default(null),
  amountCents: PositiveAmount.meta({ description: "Depreciation booked this year for the car, its battery left out." }),
  priceCents: PositiveAmount.meta({ description: "VAT included." }),
  separateEquipmentCents: PositiveAmount.default(0).meta({
    description: "Battery or gas equipment invoiced apart, VAT included: no ceiling applies to it.",
  }),
  emissionsGrams: z.int().min(0).max(GRAMS_MAX),
  emissionsMeasure: z.enum(["wltp", "nedc"]),
  acquiredOn: BusinessDate,
});

/** Interest of shareholders' current accounts, for all the accounts at one rate. */
const CurrentAccountInterest = z.strictObject({
  kind: z.literal("current_account_interest"),
  label: Label.nullable().default(null),
  amountCents: PositiveAmount.meta({ description: "Interest booked." }),
  averageBalanceCents: PositiveAmount.meta({ description: "Average over the year of what was lent." }),
  maximumRatePpm: z
    .int()
    .min(0)
    .max(RATE_PPM_MAX)
    .nullable()
    .default(null)
    .meta({ description: "The deductible rate of a year that is not of twelve months, which our table does not give; null: the table's." }),
});

/** Dividends of a subsidiary under the régime mère-fille, tax credits included. */
const ParentSubsidiaryDividend = z.strictObject({
  kind: z.literal("parent_subsidiary_dividend"),
  amountCents: PositiveAmount,
  label: Label.nullable().default(null),
});

export const Adjustment = z
  .discriminatedUnion("kind", [Whole, Gift, CarDepreciation, CurrentAccountInterest, ParentSubsidiaryDividend])
  .meta({
    id: "IsAdjustment",
    description: "What is added to the accounting result or taken from it, by kind. Amounts are never negative: the kind gives the sign.",
  });
export type Adjustment = z.infer<typeof Adjustment>;
export type WholeKind = (typeof WHOLE_KINDS)[number];
export type CarDepreciation = z.infer<typeof CarDepreciation>;
export type CurrentAccountInterest = z.infer<typeof CurrentAccountInterest>;
