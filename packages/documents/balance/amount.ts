import { readDecimal } from "../text/decimal.ts";
import type { BalanceProblemCode } from "./problem-codes.ts";

/** An amount in EUR cents, or why it is none. */
export type AmountRead = { readonly cents: number } | { readonly code: BalanceProblemCode };

/** A billion euros an account, as the analysis takes them. */
const CENTS_MAX = 100_000_000_000;
/** What people write for nothing. */
const NOTHING = new Set(["", "-", "–", "—", "0", "ras", "néant"]);
/**
 * An amount as French accounting programs and spreadsheets print it: decimal comma or point, thousands by any space, apostrophe or the
 * other mark, a sign first or last, parentheses for a negative. Blank is 0. What could be two amounts (`1.500`) is refused, not guessed.
 */
export function readAmount(text: string): AmountRead {
  if (NOTHING.has(text.trim().toLowerCase())) return { cents: 0 };
  const read = readDecimal(text);
  if ("code" in read) return read;
  const [whole = "", fraction = ""] = read.digits.split(".");
  if (/[1-9]/.test(fraction.slice(2))) return { code: "amount_decimals" };
  return bounded(Number(`${whole}${fraction.slice(0, 2).padEnd(2, "0")}`), read.negative);
}

/**
 * An amount as a workbook keeps it: a binary fraction in decimal digits (`1234.5600000000001`, `1.2E3`). It is rounded where no cent can be
 * meant; half a cent is refused.
 */
export function readBinaryAmount(raw: string): AmountRead {
  if (raw.trim() === "") return { cents: 0 };
  if (!/^[+-]?\d{1,20}(?:\.\d{0,30})?(?:[eE][+-]?\d{1,3})?$/.test(raw.trim())) return { code: "amount_unreadable" };
  const value = Number(raw);
  if (!Number.isFinite(value) || Math.abs(value) * 100 > CENTS_MAX) return { code: "amount_too_large" };
  const rounded = Math.abs(value).toFixed(ROUNDED_TO);
  const [whole = "", fraction = ""] = rounded.split(".");
  if (/[1-9]/.test(fraction.slice(2))) return { code: "amount_decimals" };
  return bounded(Number(`${whole}${fraction.slice(0, 2)}`), value < 0);
}

/** A sum of a thousand cells is off by less than this many decimals. */
const ROUNDED_TO = 5;

function bounded(cents: number, negative: boolean): AmountRead {
  if (cents > CENTS_MAX) return { code: "amount_too_large" };
  return { cents: negative && cents !== 0 ? -cents : cents };
}
