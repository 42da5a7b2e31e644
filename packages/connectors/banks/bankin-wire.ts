import * as z from "zod";
import { CurrencyCode, Decimal, Flag, Id, Moment, StatusCode } from "./provider-parse.ts";

/** The shapes of 2019, brought to today's names. Things stand behind references: `"account": {"id": 1, "resource_uri": "/v2/accounts/1"}`. */
const Reference = z.object({ id: Id });
const Count = z.string().max(40);

export const BankinItem = z
  .object({ id: Id, status: StatusCode, status_code_info: z.string().nullish(), bank: Reference.nullish(), bank_id: Id.nullish() })
  .transform(({ bank, bank_id: bankId, ...item }) => ({ ...item, provider_id: bank?.id ?? bankId }));

export const BankinAccount = z
  .object({
    id: Id,
    name: z.string().nullish(),
    type: z.string().nullish(),
    currency_code: CurrencyCode.nullish(),
    balance: Decimal,
    iban: z.string().nullish(),
    item: Reference.nullish(),
  })
  .transform(({ item, ...account }) => ({ ...account, item_id: item?.id }));

export const BankinRow = z
  .object({
    id: Id,
    account: Reference,
    description: z.string().nullish(),
    raw_description: z.string().nullish(),
    amount: Decimal.nullish(),
    currency_code: CurrencyCode.nullish(),
    date: z.iso.date().nullish(),
    updated_at: Moment,
    category: z.object({ id: Count }).nullish().catch(undefined),
    is_deleted: Flag,
    is_future: Flag,
  })
  .transform(({ account, description, raw_description: raw, category, is_deleted: deleted, is_future: future, ...row }) => ({
    ...{ ...row, deleted, future, account_id: account.id, clean_description: description, provider_description: raw },
    ...(category && /^\d{1,9}$/.test(category.id) && { category_id: category.id }),
  }));
