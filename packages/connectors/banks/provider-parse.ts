import * as z from "zod";
import { BankError } from "./port.ts";

/**
 * What every provider's shapes are made of, as `readLosslessJson` gives them: numbers are texts. Objects ignore fields they do not know,
 * enums are plain strings, and whatever may be absent may be null.
 */
export const Id = z.string().regex(/^[0-9A-Za-z-]{1,80}$/);
export const Decimal = z.string().max(40);
export const CurrencyCode = z.string().transform((code) => code.toUpperCase());
export const Flag = z.boolean().nullish();

/** Instants come with milliseconds, without, or with an offset; sorted as text, they must all look alike. */
export const Moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

/** The status code of a login: a whole number, written as one. */
export const StatusCode = z
  .string()
  .regex(/^-?\d{1,6}$/)
  .transform(Number);

const ISSUES_SHOWN_MAX = 3;

/** Parses an answer; `invalid_answer` names the fields that are wrong, never their content. */
export function parsed<Schema extends z.ZodType>(schema: Schema, json: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, ISSUES_SHOWN_MAX).map(({ path }) => path.join("."));
  throw new BankError("invalid_answer", `${what} without a readable ${fields.join(", ") || "body"}`);
}
