import { businessDate } from "#domain/dates";
import type { Currency } from "#domain/money";
import { BankError, type ProviderRow } from "./port.ts";
import { currencyOf, exactCents } from "./provider-money.ts";
import type { RowTold } from "./provider-told.ts";

/**
 * A row as the provider tells it. `date` is the booking date where the bank gives one. A row told as deleted may have lost
 * everything but its id and its account: what is missing is nothing any more, so it is read as nothing.
 */
export function rowOf(wire: RowTold, accountCurrency: Currency | undefined): ProviderRow {
  const deleted = wire.deleted === true;
  const currency = wire.currency_code ? currencyOf(wire.currency_code) : accountCurrency;
  const amount = wire.amount ?? (deleted ? "0" : undefined);
  const date =
    wire.booking_date ?? wire.date ?? wire.transaction_date ?? wire.value_date ?? (deleted ? wire.updated_at.slice(0, 10) : undefined);
  if (!currency || amount === undefined || !date) throw new BankError("invalid_answer", "a row without amount, currency or date");
  const raw = wire.provider_description ?? wire.clean_description ?? "";
  return {
    providerId: wire.id,
    accountProviderId: wire.account_id,
    label: wire.clean_description || raw,
    rawLabel: raw,
    amountCents: exactCents(amount, currency),
    currency,
    date: businessDate(date),
    ...(wire.transaction_date && { transactionDate: businessDate(wire.transaction_date) }),
    ...(wire.value_date && { valueDate: businessDate(wire.value_date) }),
    hasBookingDate: typeof wire.booking_date === "string",
    future: wire.future === true,
    deleted,
    updatedAt: wire.updated_at,
    ...(/^\d{1,9}$/.test(wire.category_id ?? "") && { categoryHint: Number(wire.category_id) }),
  };
}
