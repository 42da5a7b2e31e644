import * as z from "zod";
import { BusinessDate } from "#domain/dates";

export const LatePeriod = z
  .object({
    from: BusinessDate,
    to: BusinessDate,
    days: z.int(),
    openCents: z.int(),
    ratePpm: z.int(),
    yearDays: z.int(),
    interestCents: z.int(),
  })
  .meta({
    id: "LatePaymentPeriod",
    description: "A run of days with one amount and one rate: from its first day to its last. `year_days`: the days the rate is for, 365.",
  });
export type LatePeriod = z.infer<typeof LatePeriod>;
