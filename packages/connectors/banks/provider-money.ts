import { type Cents, Currency, cents, centsFromDecimal, exponentOf } from "#domain/money";
import { BankError } from "./port.ts";

/** The currency of a row or an account; `invalid_answer` when it is not an ISO 4217 code. */
export function currencyOf(code: string): Currency {
  const result = Currency.safeParse(code);
  if (!result.success) throw new BankError("invalid_answer", "not a currency");
  return result.data;
}

/** Minor units of a row's amount, exactly as written; `invalid_answer` when it has more decimals than its currency, or is no number. */
export function exactCents(text: string, currency: Currency): Cents {
  try {
    return centsFromDecimal(text, currency);
  } catch {
    throw new BankError("invalid_answer", "an amount that cannot be kept exactly");
  }
}

/**
 * Minor units of a balance, to the nearest when the bank writes more decimals than money has: a securities account is worth
 * quantity times price. Balances are only ever compared with our own sums, never added.
 */
export function nearestCents(text: string, currency: Currency): Cents {
  const match = /^([+-]?\d{1,15}\.\d+)$/.exec(text);
  const cut = text.indexOf(".") + 1 + exponentOf(currency);
  if (!match || cut >= text.length) return exactCents(text, currency);
  const kept = exactCents(text.slice(0, cut).replace(/\.$/, ""), currency);
  if (Number(text.charAt(cut)) < 5) return kept;
  return cents(text.startsWith("-") ? kept - 1 : kept + 1);
}
