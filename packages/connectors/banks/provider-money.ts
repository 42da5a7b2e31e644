import { type Cents, Currency, cents, centsFromDecimal, exponentOf, Movement } from "#domain/money";
import { BankError } from "./port.ts";

/** The currency of a row or an account; `invalid_answer` when it is not an ISO 4217 code. */
export function currencyOf(code: string): Currency {
  const result = Currency.safeParse(code);
  if (!result.success) throw new BankError("invalid_answer", "not a currency");
  return result.data;
}

/** Minor units of a row's amount, exactly as written; `invalid_answer` when it has more decimals than its currency, is no number, or is no movement of money. */
export function exactCents(text: string, currency: Currency): Cents {
  const units = writtenCents(text, currency);
  if (!Movement.safeParse(units).success) throw new BankError("invalid_answer", "an amount beyond any movement");
  return units;
}

function writtenCents(text: string, currency: Currency): Cents {
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
  if (!match || cut >= text.length) return writtenCents(text, currency);
  const kept = writtenCents(text.slice(0, cut).replace(/\.$/, ""), currency);
  if (Number(text.charAt(cut)) < 5) return kept;
  return cents(text.startsWith("-") ? kept - 1 : kept + 1);
}
