import * as z from "zod";
import { CurrencyCode, Decimal, Flag, Id, Moment, StatusCode } from "./provider-parse.ts";

/** Logins, accounts and rows as the current Bridge tells them: the shapes every dialect of it is brought to. */
export const ItemTold = z.object({
  id: Id,
  status: StatusCode,
  status_code_info: z.string().nullish(),
  provider_id: Id.nullish(),
  authentication_expires_at: Moment.nullish().catch(undefined),
  created_at: Moment.nullish().catch(undefined),
  last_successful_refresh: Moment.nullish().catch(undefined),
});
export type ItemTold = z.output<typeof ItemTold>;

export const AccountTold = z.object({
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
export type AccountTold = z.output<typeof AccountTold>;

export const RowTold = z.object({
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
export type RowTold = z.output<typeof RowTold>;
