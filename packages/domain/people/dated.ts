import * as z from "zod";
import { BusinessDate } from "../dates.ts";

/** What is true from a day on, until the next day that says otherwise. Tax and books ask what was true on a date, not what is now. */
export type Dated = { readonly validFrom: BusinessDate };

const DATED_MAX = 50;

/** Dated values in the order of their days; two of one day are refused. */
export const datedList = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .array(z.strictObject({ ...shape, validFrom: BusinessDate }))
    .max(DATED_MAX)
    .refine((values) => new Set(values.map(dayOf)).size === values.length, { params: { code: "dated_twice" } })
    .transform((values) => values.toSorted((left, right) => (dayOf(left) < dayOf(right) ? -1 : 1)));

const dayOf = (value: { readonly validFrom?: unknown }): string => String(value.validFrom);

/** What is true on a day, null before the first. */
export const valueOn = <Value extends Dated>(values: readonly Value[], on: BusinessDate): Value | null =>
  values.findLast(({ validFrom }) => validFrom <= on) ?? null;
