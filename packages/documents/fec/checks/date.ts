import type { FindingCode } from "../findings.fr.ts";

/** A date AAAAMMJJ as a whole number, so that dates compare as numbers. 0 when the file does not tell. */
export type CompactDate = number;

/** A plausible date read in place, or -1 when it is of another form, does not exist or is not of our times: `readDate` tells. */
export function plainDateAt(codes: Uint16Array, from: number, to: number): CompactDate {
  if (to - from !== 8) return -1;
  let date = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (codes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    date = date * 10 + digit;
  }
  return date >= 19_000_000 && date < 21_000_000 && exists(date) ? date : -1;
}

/** Reads a date AAAAMMJJ (LPF art. A47 A-1, XII 4°), with the rule it breaks. */
export function readDate(text: string): { readonly date: CompactDate; readonly fault?: FindingCode } {
  if (!/^\d{8}$/.test(text)) return { date: 0, fault: "D01" };
  const date = Number(text);
  if (!exists(date)) return { date: 0, fault: "D02" };
  return date < 19_000_000 || date >= 21_000_000 ? { date, fault: "D03" } : { date };
}

function exists(date: number): boolean {
  const months = Math.floor(date / 100);
  const day = date - months * 100;
  const month = months % 100;
  if (day < 1 || month < 1 || month > 12) return false;
  return day <= 28 || day <= daysIn(Math.floor(months / 100), month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
