import * as z from "zod";
import { BusinessDate } from "#domain/dates";

/** A run of days with one amount and one rate: from its first day to its last. `yearDays`: the days the rate is for, 365. */
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
  .meta({ id: "LatePaymentPeriod" });
export type LatePeriod = z.infer<typeof LatePeriod>;
