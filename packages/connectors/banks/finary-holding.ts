import { type Cents, type Currency, cents, EUR } from "#domain/money";
import { FinaryHoldings, type Held } from "./finary-wire.ts";
import type { ProviderHolding } from "./port.ts";
import { currencyOf, nearestCents } from "./provider-money.ts";
import { parsed } from "./provider-parse.ts";

/** What is held on the accounts of a membership: securities, crypto-assets and cash kept beside them. */
export function holdingsIn(json: unknown): ProviderHolding[] {
  return parsed(FinaryHoldings, json, "the holdings").flatMap(({ id, currency, securities, cryptos, fiats }) => {
    const own = currency ? currencyOf(currency.code) : EUR;
    return [...(securities ?? []), ...(cryptos ?? []), ...(fiats ?? [])].map((held, index) => holdingOf(held, id, own, index));
  });
}

/** Valued in the currency the thing is quoted in. What it cost is its value less the gain, when a gain is told. */
function holdingOf(held: Held, accountProviderId: string, own: Currency, index: number): ProviderHolding {
  const what = held.security ?? held.crypto ?? held.fiat;
  const currency = what?.currency ? currencyOf(what.currency.code) : own;
  const valueCents = nearestCents(held.current_value, currency);
  const isin = what?.isin?.toUpperCase() ?? "";
  const costCents = typeof held.unrealized_pnl === "string" ? less(valueCents, nearestCents(held.unrealized_pnl, currency)) : undefined;
  return {
    providerId: `${accountProviderId}:${held.id ?? (isin || what?.symbol || what?.code || index)}`,
    accountProviderId,
    label: what?.name?.trim() || what?.symbol || what?.code || isin || "",
    ...(/^[A-Z]{2}[0-9A-Z]{9}\d$/.test(isin) && { isin }),
    ...{ quantity: held.quantity, valueCents, currency },
    ...(costCents !== undefined && { costCents }),
  };
}

const less = (value: Cents, gain: Cents): Cents => cents(value - gain);
