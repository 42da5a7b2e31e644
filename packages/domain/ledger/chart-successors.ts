import { atLongestPrefix, type ByPrefix } from "./chart-prefix.ts";

/**
 * Balance sheet accounts that ended with 2024 and where the chart of 2025 puts what they held (ANC regulation 2022-06). Read off the
 * two charts by meaning; 443, 467 with a credit balance and 4811/4818 depend on what they hold and are left to the accountant.
 */
const SUCCESSORS: ByPrefix<string> = {
  ...{ 138: "131", 1391: "139", 1398: "139", 142: "148", 144: "148", 146: "148", 147: "148" },
  ...{ 1513: "1518", 153: "1521", 154: "1522", 155: "1523", 156: "1524", 157: "1525", 158: "1527", 1581: "1526" },
  ...{ 16881: "1618", 16883: "1638", 16884: "1648", 16885: "1658", 16886: "1668", 16887: "1674", 16888: "1688" },
  ...{
    400: "401",
    410: "411",
    4287: "425",
    4387: "439",
    4482: "44811",
    4486: "44812",
    4487: "4482",
    4686: "468",
    4687: "467",
    4812: "481",
    4816: "481",
  },
  ...{ 514: "512", 515: "517", 516: "517", 531: "53", 532: "53", 533: "53", 54: "53" },
};

const DIGITS = 6;

/** The account a balance of a year opened before 2025 is carried forward to in the first year of the chart of 2025: itself, mostly. */
export const accountSince2025 = (number: string): string => atLongestPrefix(SUCCESSORS, number)?.padEnd(DIGITS, "0") ?? number;
