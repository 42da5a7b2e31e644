import type { BalanceProblemCode } from "./problem-codes.ts";

/** An amount in EUR cents, or why it is none. */
export type AmountRead = { readonly cents: number } | { readonly code: BalanceProblemCode };

const TEXT_MAX = 40;
/** A billion euros an account, as the analysis takes them. */
const CENTS_MAX = 100_000_000_000;
/** What people write for nothing. */
const NOTHING = new Set(["", "-", "–", "—", "0", "ras", "néant"]);
/** A currency after (or before) an amount says what we know. */
const CURRENCY = /^(?:€|eur|euros?)|(?:€|eur|euros?)$/g;
const SPACES = /[\s\u00a0\u202f\u2009'’]/g;
const MINUS = /[−–—]/g;

/**
 * An amount as French accounting programs and spreadsheets print it: decimal comma or point, thousands by any space, apostrophe or the
 * other mark, a sign first or last, parentheses for a negative. Blank is 0. What could be two amounts (`1.500`) is refused, not guessed.
 */
export function readAmount(text: string): AmountRead {
  const bare = text.trim().toLowerCase();
  if (NOTHING.has(bare)) return { cents: 0 };
  if (bare.length > TEXT_MAX) return { code: "amount_unreadable" };
  const { negative, digits } = signed(bare.replace(CURRENCY, "").replace(SPACES, "").replace(MINUS, "-"));
  const number = decimal(digits);
  if (typeof number !== "string") return number;
  const [whole = "", fraction = ""] = number.split(".");
  if (/[1-9]/.test(fraction.slice(2))) return { code: "amount_decimals" };
  return bounded(Number(`${whole}${fraction.slice(0, 2).padEnd(2, "0")}`), negative);
}

function signed(text: string): { readonly negative: boolean; readonly digits: string } {
  const inside = /^\((.*)\)$/.exec(text)?.[1];
  if (inside !== undefined) return { negative: true, digits: inside };
  const match = /^([+-]?)(.*?)([+-]?)$/.exec(text);
  const [, before = "", digits = "", after = ""] = match ?? [];
  if (before !== "" && after !== "") return { negative: false, digits: "" };
  return { negative: before === "-" || after === "-", digits };
}

const PLAIN = /^\d{1,15}(?:[.,]\d{0,6})?$/;
const BY_POINTS = /^\d{1,3}(?:\.\d{3})+(?:,\d{0,6})?$/;
const BY_COMMAS = /^\d{1,3}(?:,\d{3})+(?:\.\d{0,6})?$/;

/** Digits with a decimal point, or why not. One mark before exactly three digits is thousands to one reader and decimals to another. */
function decimal(digits: string): string | { readonly code: BalanceProblemCode } {
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) return { code: "amount_ambiguous" };
  if (/^[.,]\d{1,2}$/.test(digits)) return `0.${digits.slice(1)}`;
  if (PLAIN.test(digits)) return digits.replace(",", ".");
  if (BY_POINTS.test(digits)) return digits.replaceAll(".", "").replace(",", ".");
  if (BY_COMMAS.test(digits)) return digits.replaceAll(",", "");
  return { code: "amount_unreadable" };
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
