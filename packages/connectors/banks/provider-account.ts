import { EUR } from "#domain/money";
import type { ProviderAccount } from "./port.ts";
import { currencyOf, nearestCents } from "./provider-money.ts";
import type { AccountTold } from "./provider-told.ts";

const TYPES: Readonly<Record<string, ProviderAccount["type"]>> = {
  checking: "checking",
  savings: "savings",
  card: "card",
  loan: "loan",
  brokerage: "securities",
  securities: "securities",
  shares: "securities",
  shared_saving_plan: "securities",
  life_insurance: "securities",
};

/** `accounting_balance` is booked money only; a bare `balance` is of a kind the provider does not tell. */
export function accountOf(wire: AccountTold): ProviderAccount {
  const currency = wire.currency_code ? currencyOf(wire.currency_code) : EUR;
  const iban = wire.iban?.replace(/\s/g, "").toUpperCase() ?? "";
  return {
    providerId: wire.id,
    name: wire.name?.trim() ?? "",
    type: TYPES[wire.type?.toLowerCase() ?? ""] ?? "other",
    currency,
    ...(wire.item_id && { itemId: wire.item_id }),
    ...(/^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(iban) && { iban }),
    balanceCents: nearestCents(wire.balance, currency),
    ...(typeof wire.accounting_balance === "string" && { accountingBalanceCents: nearestCents(wire.accounting_balance, currency) }),
    enabled: wire.data_access?.toLowerCase() !== "disabled",
  };
}
