import type { Note } from "../report.ts";

const LEGAL = /^([+-]?)(\d{1,14})(?:,(\d{1,20}))?([+-]?)$/;
const DECIMAL_POINT = /^[+-]?\d{1,14}\.\d{1,20}[+-]?$/;
const THOUSANDS = /^[+-]?\d{1,3}(?:[ .'\u00a0\u202f]\d{3}){1,5}(?:[.,]\d{1,20})?[+-]?$/;

/** An amount as EUR cents, or undefined when it cannot be told. Decimal comma, no thousands separator, one sign at most, first or last (LPF art. A47 A-1, XII 2°). */
export function readAmount(text: string, line: number, note: Note): number | undefined {
  const match = LEGAL.exec(text);
  if (!match || (match[1] && match[4])) {
    note(DECIMAL_POINT.test(text) ? "A01" : THOUSANDS.test(text) ? "A02" : "A03", line, text);
    return undefined;
  }
  const [, before = "", whole = "", fraction = "", after = ""] = match;
  if (/[1-9]/.test(fraction.slice(2))) note("A06", line, text);
  const cents = Number(whole) * 100 + Number(fraction.padEnd(2, "0").slice(0, 2));
  const negative = before === "-" || after === "-";
  if (negative && cents !== 0) note("A07", line, text);
  return negative ? -cents : cents;
}
