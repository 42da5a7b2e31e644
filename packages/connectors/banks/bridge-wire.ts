import * as z from "zod";
import { BankError } from "./port.ts";

/**
 * The shapes of Bridge v3, as `readLosslessJson` gives them: numbers are texts. Objects ignore fields they do not know, enums
 * are plain strings, and whatever may be absent may be null.
 */
const Id = z.string().regex(/^[0-9A-Za-z-]{1,80}$/);
const Decimal = z.string().max(40);
const CurrencyCode = z.string().transform((code) => code.toUpperCase());
const Flag = z.boolean().nullish();

/** Instants come with milliseconds, without, or with an offset; sorted as text, they must all look alike. */
const Moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

export const WireUser = z.object({ uuid: z.string().min(1).max(80) });
export const WireToken = z.object({ access_token: z.string().min(1), user: WireUser.nullish() });
export const WireConnectSession = z.object({ url: z.url({ protocol: /^https?$/ }).max(2_000) });
export const WireProvider = z.object({ name: z.string().min(1) });

export const WireItem = z.object({
  id: Id,
  status: z
    .string()
    .regex(/^-?\d{1,6}$/)
    .transform(Number),
  status_code_info: z.string().nullish(),
  provider_id: Id.nullish(),
  authentication_expires_at: Moment.nullish().catch(undefined),
});
export type WireItem = z.output<typeof WireItem>;

export const WireAccount = z.object({
  id: Id,
  name: z.string().nullish(),
  type: z.string().nullish(),
  currency_code: CurrencyCode.nullish(),
  balance: Decimal,
  accounting_balance: Decimal.nullish(),
  iban: z.string().nullish(),
  item_id: Id.nullish(),
  data_access: z.string().nullish(),
});
export type WireAccount = z.output<typeof WireAccount>;

export const WireTransaction = z.object({
  id: Id,
  account_id: Id,
  clean_description: z.string().nullish(),
  provider_description: z.string().nullish(),
  amount: Decimal.nullish(),
  currency_code: CurrencyCode.nullish(),
  date: z.iso.date().nullish(),
  booking_date: z.iso.date().nullish(),
  transaction_date: z.iso.date().nullish(),
  value_date: z.iso.date().nullish(),
  updated_at: Moment,
  category_id: Id.nullish(),
  deleted: Flag,
  future: Flag,
});
export type WireTransaction = z.output<typeof WireTransaction>;

const ISSUES_SHOWN_MAX = 3;

/** Parses an answer; `invalid_answer` names the fields that are wrong, never their content. */
export function parsed<Schema extends z.ZodType>(schema: Schema, json: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, ISSUES_SHOWN_MAX).map(({ path }) => path.join("."));
  throw new BankError("invalid_answer", `bridge: ${what} without a readable ${fields.join(", ") || "body"}`);
}
