import type { Note } from "../report.ts";

/** A date AAAAMMJJ, or undefined when it is not one (LPF art. A47 A-1, XII 4°). Such dates compare as text. */
export function readDate(text: string, line: number, note: Note): string | undefined {
  if (!/^\d{8}$/.test(text)) {
    note("D01", line, text);
    return undefined;
  }
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
    note("D02", line, text);
    return undefined;
  }
  if (year < 1900 || year > 2099) note("D03", line, text);
  return text;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
