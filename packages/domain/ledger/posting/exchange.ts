import { type Cents, type Currency, cents, exponentOf } from "../../money.ts";
import { proportion } from "./rounding.ts";

/**
 * Units of the foreign currency for one euro, as the ECB quotes them, as a ratio of whole numbers: 1.0800 USD is
 * `{ numerator: 10800, denominator: 10000 }`.
 */
export type ExchangeRate = { readonly numerator: number; readonly denominator: number };

/** An amount in the minor units of its currency. */
export type ForeignAmount = { readonly amountCents: Cents; readonly currency: Currency };

const EURO_EXPONENT = 2;
const TERM_MAX = 1_000_000_000_000;

/** The amount in EUR cents, half-up. Throws RangeError on a negative amount or a rate that is no positive ratio. */
export function eurosOf({ amountCents, currency }: ForeignAmount, { numerator, denominator }: ExchangeRate): Cents {
  for (const term of [numerator, denominator])
    if (!Number.isInteger(term) || term <= 0 || term > TERM_MAX) throw new RangeError(`not an exchange rate: ${numerator}/${denominator}`);
  const exponent = exponentOf(currency);
  return cents(proportion(amountCents, 10 ** EURO_EXPONENT * denominator, 10 ** exponent * numerator));
}
