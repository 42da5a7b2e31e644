import * as z from "zod";
import { TaxDay } from "../tax-day.ts";
import { Territory } from "../territory.ts";

/** Ten billion euros: a thousand of them still add up exactly. */
const AMOUNT_MAX = 1_000_000_000_000;
/** With the operations of one return: what its answer tells of each share still fits one response. */
const PAYMENTS_MAX = 20;
const PPM = 1_000_000;
const HUNDREDTH = 10_000;

const Amount = z.int().min(-AMOUNT_MAX).max(AMOUNT_MAX);

/** What an operation is, as the lines of the 3310-CA3 tell operations apart. */
export const OperationKind = z.enum([
  ...["sale_goods", "sale_services", "other_taxable_sale", "export", "intra_eu_supply", "intra_eu_service_supply"],
  ...["distance_sale", "exempt_sale", "reverse_charge_sale"],
  ...["purchase_goods", "purchase_services", "intra_eu_acquisition", "service_from_non_established"],
  ...["purchase_from_non_established", "energy_from_non_established", "reverse_charge_purchase", "import", "tax_free_purchase"],
  ...["sale_credit_note", "bad_debt", "purchase_credit_note"],
] as const);
export type OperationKind = z.infer<typeof OperationKind>;

/** A nature whose rate moved between 2024 and 2026. */
export const Nature = z.enum([
  ...["standard", "energy_subscription", "heat_subscription", "fossil_boiler", "home_solar", "corsica_oil"],
] as const);
export type Nature = z.infer<typeof Nature>;

/** What share of the tax on a purchase may be deducted, by what was bought. */
export const DeductionKind = z.enum([
  ...["full", "none", "fuel_diesel_car", "fuel_diesel_utility", "fuel_petrol_car", "fuel_petrol_utility", "fuel_gas"],
  ...["passenger_car", "lodging", "passenger_transport", "gift"],
] as const);
export type DeductionKind = z.infer<typeof DeductionKind>;

const Payment = z.strictObject({ on: TaxDay, amountCents: z.int().min(1).max(AMOUNT_MAX) });

export const TvaOperation = z
  .strictObject({
    id: z.string().min(1).max(64),
    kind: OperationKind,
    territory: Territory.nullable().default(null),
    nature: Nature.default("standard"),
    ratePpm: z.int().min(0).max(PPM).nullable().default(null),
    baseCents: Amount.nullable().default(null),
    inclCents: Amount.nullable().default(null),
    taxCents: Amount.nullable().default(null),
    exigibility: z.enum(["by_law", "delivery", "receipts", "debits"]).default("by_law"),
    exigibleOn: TaxDay.nullable().default(null),
    deliveredOn: TaxDay.nullable().default(null),
    invoicedOn: TaxDay.nullable().default(null),
    payments: z.array(Payment).max(PAYMENTS_MAX).default([]),
    asset: z.boolean().default(false),
    deduction: DeductionKind.default("full"),
    businessUsePpm: z.int().min(0).max(PPM).multipleOf(HUNDREDTH).default(PPM).meta({
      description:
        "Coefficient d'assujettissement: the share used for operations within the scope of TVA, hundredths (CGI ann. II art. 206, II).",
    }),
    giftUnitCents: z.int().min(0).max(AMOUNT_MAX).nullable().default(null),
  })
  .refine(({ baseCents, inclCents }) => (baseCents === null) !== (inclCents === null), {
    path: ["baseCents"],
    params: { code: "base_or_incl" },
  })
  .refine(({ baseCents, inclCents, taxCents, exigibleOn }) => exigibleOn !== null || [baseCents, inclCents, taxCents].every(notNegative), {
    path: ["exigibleOn"],
    params: { code: "negative_needs_date" },
  })
  .refine(({ deduction, giftUnitCents }) => deduction !== "gift" || giftUnitCents !== null, {
    path: ["giftUnitCents"],
    params: { code: "required" },
  })
  .meta({
    id: "TvaOperation",
    description:
      "One operation, or several of one kind added up by the books (then with `exigible_on`). Amounts are cents: excluding TVA (`base_cents`) or including it (`incl_cents`), one of the two; `tax_cents` is the tax the invoice shows, computed from the rate when null. `rate_ppm` null: the rate the law sets for its nature, the normal rate by default.",
  });
export type TvaOperation = z.infer<typeof TvaOperation>;

const notNegative = (amount: number | null): boolean => amount === null || amount >= 0;
