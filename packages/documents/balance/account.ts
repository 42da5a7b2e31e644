/** Digits of the shortest account (`53`) and characters of the longest. */
const ACCOUNT = /^[1-9]\d(?:\d[0-9A-Z]{0,17})?$/;
const PADDED_LENGTH = 6;
/** Marks people put inside a number to read it: `411 000`, `411.000`, `411-DUPONT`. */
const MARKS = /[\s\u00a0\u202f.\-_/]+/g;

/**
 * An account number as it may stand in a file, in capitals, padded with zeros to six characters as the books write it: `53` -> `530000`,
 * `411 dupont` -> `411DUPONT`. Null when it does not start with a class and a digit of the chart.
 */
export function readAccount(text: string): string | null {
  const bare = text.trim().replace(MARKS, "").toUpperCase();
  return ACCOUNT.test(bare) ? bare.padEnd(PADDED_LENGTH, "0") : null;
}
