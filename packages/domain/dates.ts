import * as z from "zod";

/**
 * A business date `YYYY-MM-DD` in Europe/Paris. It is a string on purpose: no time zone can move it. What is none ends the reading of the whole it
 * stands in (`abort`): checks between fields would else count days in text that has none.
 */
export const BusinessDate = z.iso.date({ abort: true }).brand<"BusinessDate">();
export type BusinessDate = z.infer<typeof BusinessDate>;

/** Before it nobody who keeps these books had a bank account: what is earlier is a slip of the hand. */
const TYPED_FROM = "1900-01-01";

/** A day a person types of something that happened: not before 1900. */
export const TypedDate = BusinessDate.refine((day) => day >= TYPED_FROM, { params: { code: "before_1900" } });

/** A month `YYYY-MM`. */
export type Month = string;

/** Checks and brands a date; throws on 30 February. */
export const businessDate = (text: string): BusinessDate => BusinessDate.parse(text);

/** UTC ISO 8601 instant with milliseconds. */
export const Instant = z.iso.datetime();
export type Instant = z.infer<typeof Instant>;

export const instantOf = (date: Date): Instant => date.toISOString();

/** An instant moved by whole seconds (may be negative). */
export const shifted = (instant: Instant, seconds: number): Instant => new Date(Date.parse(instant) + seconds * 1_000).toISOString();

/** The calendar day it is in Paris at this instant: the day French law counts in. */
export const parisDate = (at: Date): BusinessDate => businessDate(parisDays().format(at));

/** Making a format costs far more than using one: it is made once. */
const parisDays = (() => {
  let made: Intl.DateTimeFormat | undefined;
  return (): Intl.DateTimeFormat => {
    made ??= new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris", year: "numeric", month: "2-digit", day: "2-digit" });
    return made;
  };
})();

export const monthOf = (date: BusinessDate): Month => date.slice(0, 7);

export const yearOf = (date: BusinessDate): number => Number(date.slice(0, 4));

/** The first of some dates. */
export const earliest = (first: BusinessDate, ...others: readonly BusinessDate[]): BusinessDate => [first, ...others].sort()[0] ?? first;

/** The last of some dates. */
export const latest = (first: BusinessDate, ...others: readonly BusinessDate[]): BusinessDate => [first, ...others].sort().at(-1) ?? first;

/** Adds whole days (may be negative). */
export function addDays(date: BusinessDate, days: number): BusinessDate {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return businessDate(at.toISOString().slice(0, 10));
}

/** Days from `from` to `to`, negative when `to` is earlier. */
export const daysBetween = (from: BusinessDate, to: BusinessDate): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** Adds whole months, staying inside the month: 31 January + 1 = 28 (29) February. */
export function addMonths(date: BusinessDate, months: number): BusinessDate {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const target = monthAt(year * 12 + (month - 1) + months);
  return businessDate(`${target}-${String(Math.min(day, Number(lastDayOf(target).slice(8)))).padStart(2, "0")}`);
}

/** Last day of a month `YYYY-MM`. */
export function lastDayOf(month: Month): BusinessDate {
  const [year = 0, index = 1] = month.split("-").map(Number);
  return businessDate(new Date(Date.UTC(year, index, 0)).toISOString().slice(0, 10));
}

/** Every month from the one of `from` to the one of `to`, both included; at most `MONTHS_MAX`. */
export function monthsBetween(from: BusinessDate, to: BusinessDate): Month[] {
  const [first, last] = [monthIndex(from), monthIndex(to)];
  const count = Math.min(MONTHS_MAX, Math.max(0, last - first + 1));
  return Array.from({ length: count }, (_, place) => monthAt(first + place));
}

const monthIndex = (date: BusinessDate): number => yearOf(date) * 12 + Number(date.slice(5, 7)) - 1;
const monthAt = (index: number): Month => `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;

const MONTHS_MAX = 600;

/** `2025-03-09` -> `20250309`, the date form of the FEC (LPF art. A47 A-1, XII 4°). */
export const compactDate = (date: BusinessDate): string => date.replaceAll("-", "");
