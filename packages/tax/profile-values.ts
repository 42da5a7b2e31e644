import * as z from "zod";
import { BusinessDate } from "#domain/dates";

const YEARS_MAX = 30;

/** What a list says once a calendar year. Two values of one year are refused. */
export const yearly = <Shape extends z.ZodRawShape>(shape: Shape) =>
  oncePer((one) => one.year, z.strictObject({ ...shape, year: z.int().min(2000).max(2100) }));

/** What a list says once a fiscal year, by its last day. Two values of one year are refused. */
export const byClosing = <Shape extends z.ZodRawShape>(shape: Shape) =>
  oncePer((one) => one.closedOn, z.strictObject({ ...shape, closedOn: BusinessDate }));

const oncePer = <Value extends z.ZodObject>(
  yearOfValue: (one: { readonly year?: unknown; readonly closedOn?: unknown }) => unknown,
  value: Value,
) =>
  z
    .array(value)
    .max(YEARS_MAX)
    .refine((values) => new Set(values.map(yearOfValue)).size === values.length, { params: { code: "year_twice" } });

/** First letter of a sole trader's family name: it sets the day of the CA3 (CGI ann. IV art. 39). */
export const OwnerInitial = z.string().regex(/^[A-Z]$/);

/** Day of the month the tax account shows for the CA3. */
export const VatReturnDay = z.int().min(15).max(24);

/** Size for electronic invoicing (décret 2008-1354): large, mid-size, small and medium. */
export const CompanySize = z.enum(["large", "mid", "small"]);
