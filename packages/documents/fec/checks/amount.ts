import type { FindingCode } from "../findings.fr.ts";

const LEGAL = /^([+-]?)(\d{1,40})(?:,(\d{1,20}))?([+-]?)$/;
const DECIMAL_POINT = /^[+-]?\d{1,40}\.\d{1,20}[+-]?$/;
const THOUSANDS = /^[+-]?\d{1,3}(?:[ .'\u00a0\u202f]\d{3}){1,5}(?:[.,]\d{1,20})?[+-]?$/;

/** Digits before the comma: a thousand billion euros are no amount, and cents must add up exactly. */
const WHOLE_MAX = 12;
const COMMA = 44;

/**
 * An amount of the plain form `1234,56` read in place, in cents, or -1 when it is of another form or not an amount: `readAmount` tells.
 * Most amounts of a file are plain, and nothing is allocated for them.
 */
export function plainAmountAt(codes: Uint16Array, from: number, to: number): number {
  const comma = to - 3;
  if (comma <= from || comma - from > WHOLE_MAX || codes[comma] !== COMMA) return -1;
  let cents = 0;
  for (let at = from; at < to; at += 1) {
    if (at === comma) continue;
    const digit = (codes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    cents = cents * 10 + digit;
  }
  return cents;
}

/** What an amount says, and the rules it breaks. `cents` is undefined when it cannot be told. */
export type AmountReading = { readonly cents: number | undefined; readonly faults: readonly FindingCode[] };

/** Reads an amount in EUR: decimal comma, no thousands separator, one sign at most, first or last (LPF art. A47 A-1, XII 2°). */
export function readAmount(text: string): AmountReading {
  const match = LEGAL.exec(text);
  if (!match || (match[1] && match[4])) {
    return { cents: undefined, faults: [DECIMAL_POINT.test(text) ? "A01" : THOUSANDS.test(text) ? "A02" : "A03"] };
  }
  const [, before = "", whole = "", fraction = "", after = ""] = match;
  if (whole.replace(/^0+/, "").length > WHOLE_MAX) return { cents: undefined, faults: ["A08"] };
  const cents = Number(whole) * 100 + Number(fraction.padEnd(2, "0").slice(0, 2));
  const negative = (before === "-" || after === "-") && cents !== 0;
  const faults: FindingCode[] = [...(/[1-9]/.test(fraction.slice(2)) ? (["A06"] as const) : []), ...(negative ? (["A07"] as const) : [])];
  return { cents: negative ? -cents : cents, faults };
}
