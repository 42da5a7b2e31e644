import { BusinessDate } from "#domain/dates";
import { type Cents, Currency, centsFromDecimal, exponentOf, Movement } from "#domain/money";
import { readDecimal } from "../text/decimal.ts";
import type { StatementFaultCode } from "./problem-codes.ts";

/** Minor units, or why there are none. */
export type MoneyRead = { readonly cents: Cents } | { readonly code: StatementFaultCode };

/** An amount as a bank writes it, in the minor units of its currency; of the euro where none is told. */
export function readMoney(text: string, currency: string | null): MoneyRead {
  const code = currency ?? "EUR";
  const read = readDecimal(text, exponentOf(code));
  if ("code" in read) return read;
  const [whole = "", fraction = ""] = read.digits.split(".");
  if (/[1-9]/.test(fraction.slice(exponentOf(code)))) return { code: "amount_decimals" };
  return minorUnits(`${read.negative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`, code);
}

/** An amount of a format that has no thousands and one decimal mark (`50.000` is fifty): nothing to be guessed. */
export function readPlainMoney(text: string, currency: string | null): MoneyRead {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d{1,18})(?:[.,](\d{0,18}))?$/.exec(text.trim()) ?? [];
  return whole === "" ? { code: "amount_unreadable" } : unitsAt(`${sign}${whole}${fraction}`, fraction.length, currency);
}

/** Minor units of digits with a decimal point that have no more decimals than the currency. */
function minorUnits(digits: string, currency: string): MoneyRead {
  try {
    const cents = centsFromDecimal(digits, currency);
    return Movement.safeParse(cents).success ? { cents } : { code: "amount_too_large" };
  } catch (error) {
    if (error instanceof RangeError) return { code: "amount_too_large" };
    throw error;
  }
}

/** Minor units of a whole number of units with so many decimals (`1234`, 2 -> 12.34), at the exponent of the currency. */
export function unitsAt(whole: string, decimals: number, currency: string | null): MoneyRead {
  const sign = whole.startsWith("-") ? "-" : "";
  const digits = whole.replace("-", "").padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const fraction = digits.slice(cut);
  if (/[1-9]/.test(fraction.slice(exponentOf(currency ?? "EUR")))) return { code: "amount_decimals" };
  return minorUnits(`${sign}${digits.slice(0, cut)}${fraction === "" ? "" : `.${fraction}`}`, currency ?? "EUR");
}

/** `eur`, `EUROS`, `€` -> EUR; null when it is no currency. */
export function readCurrency(text: string): Currency | null {
  const bare = text.trim().toUpperCase();
  const parsed = Currency.safeParse(/^(?:€|EUROS?)$/.test(bare) ? "EUR" : bare);
  return parsed.success ? parsed.data : null;
}

const YEAR_MIN = 1980;
const YEAR_MAX = 2100;

/** A day of the calendar, or null when there is no such day, or none a statement can tell of. Two digits of a year are of this century. */
export function dayOf(year: string, month: string, day: string): BusinessDate | null {
  const full = year.length === 2 ? `20${year}` : year;
  if (Number(full) < YEAR_MIN || Number(full) > YEAR_MAX) return null;
  const parsed = BusinessDate.safeParse(`${full}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
  return parsed.success ? parsed.data : null;
}

const TIME = String.raw`(?:[ T]\d{1,2}[:hH]\d{2}.{0,20})?`;
const DAY_FIRST = new RegExp(String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})${TIME}$`);
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[/.-]?(\d{2})[/.-]?(\d{2})${TIME}$`);

/** A date as French banks print it: `25/12/2026`, `25/12/26`, `25-12-2026`, `2026-12-25`, `20261225`; a time after it is not looked at. */
export function readDay(text: string): BusinessDate | null {
  const bare = text.trim();
  const [, first = "", , second = "", third = ""] = DAY_FIRST.exec(bare) ?? [];
  if (first !== "") return dayOf(third, second, first);
  const [, year = "", month = "", day = ""] = YEAR_FIRST.exec(bare) ?? [];
  return year === "" ? null : dayOf(year, month, day);
}

/** `20261225…` -> 2026-12-25: the first eight digits; what follows is a time, or a time zone nobody moves the date by. */
export function readCompactDay(text: string): BusinessDate | null {
  const [, year = "", month = "", day = ""] = /^\s*(\d{4})(\d{2})(\d{2})/.exec(text) ?? [];
  return year === "" ? null : dayOf(year, month, day);
}

/** Controls, halves of characters, and what turns the direction of a text or cannot be seen. */
const INVISIBLE = /[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;

/** Text as it is kept: one line, one space between words, nothing invisible, so long at most. */
export function oneLine(text: string, maximum: number): string {
  const line = text
    .slice(0, maximum * 4)
    .replace(/\s+/g, " ")
    .replace(INVISIBLE, "");
  return line
    .trim()
    .slice(0, maximum)
    .replace(/\p{Cs}$/u, "")
    .trim();
}
