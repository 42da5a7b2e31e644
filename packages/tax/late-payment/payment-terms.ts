import * as z from "zod";
import { ParameterSet } from "../parameter-set.ts";
import { TaxDay } from "../tax-day.ts";

const DAYS_MAX = 3_650;

/** Terms counted from the day of the invoice, by one method. */
const counted = <const Method extends string>(method: Method) =>
  z.strictObject({ method: z.literal(method), invoicedOn: TaxDay, days: z.int().min(0).max(DAYS_MAX) });

export const PaymentTerms = z
  .discriminatedUnion("method", [
    z.strictObject({ method: z.literal("none"), receivedOn: TaxDay }),
    counted("days"),
    counted("periodic"),
    counted("end_of_month_then_days"),
    counted("days_then_end_of_month"),
  ])
  .meta({
    id: "PaymentTerms",
    description:
      "What buyer and seller agreed on. `none`: nothing, and then the day of receipt counts, never the invoice's. The two readings of `45 jours fin de mois` are two methods: the end of the invoice's month then 45 days, or 45 days then the end of that month.",
    examples: [{ method: "end_of_month_then_days", invoicedOn: "2026-02-15", days: 45 }],
  });
export type PaymentTerms = z.infer<typeof PaymentTerms>;

export const PaymentDue = z.object({ dueOn: TaxDay, latestOn: TaxDay, lawful: z.boolean(), parameterSet: ParameterSet }).meta({
  id: "PaymentDue",
  description: "The day agreed, the last day the law allows for that method, and whether the first keeps to the second.",
  examples: [{ dueOn: "2026-04-14", latestOn: "2026-04-14", lawful: true }],
});
export type PaymentDue = z.infer<typeof PaymentDue>;
