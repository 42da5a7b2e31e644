import * as z from "zod";
import { Label, PositiveAmount } from "./units.ts";

const YEAR_MIN = 2023;
const YEAR_MAX = 2100;

/** What becomes of what the tax does not absorb: paid back, kept for later years, or lost. */
const Excess = z.enum(["refunded", "carried", "lost"]);

const Given = z.strictObject({
  kind: z.enum(["given", "carry_back_claim"]),
  label: Label,
  amountCents: PositiveAmount,
  excess: Excess,
});

/** CIR or CII from the year's expenses (after lump sums, limits and subsidies), which count by calendar year. */
const FromExpenses = z.strictObject({
  kind: z.enum(["research_expenses", "innovation_expenses"]),
  expensesCents: PositiveAmount,
  incurredIn: z.int().min(YEAR_MIN).max(YEAR_MAX),
  excess: Excess,
});

export const TaxCredit = z
  .discriminatedUnion("kind", [Given, FromExpenses])
  .meta({ id: "IsTaxCredit", description: "A tax credit set against IS: an amount that is given, or CIR and CII from their expenses." });
export type TaxCredit = z.infer<typeof TaxCredit>;
export type Excess = z.infer<typeof Excess>;
