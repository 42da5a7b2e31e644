import type { BusinessDate } from "./dates.ts";
import { cents, decimalComma } from "./money.ts";

const PPM_IN_A_PERCENT = 10_000;
const PERCENT_DECIMALS = 4;

/** `-123456` -> `-1 234,56`, thousands parted by a narrow no-break space. */
export const printedAmount = (amountCents: number): string => decimalComma(cents(amountCents)).replace(/\d(?=(?:\d{3})+,)/g, "$&\u202F");

/** `2294` -> `2 294`, parted as amounts are. */
export const printedCount = (count: number): string => String(count).replace(/\d(?=(?:\d{3})+$)/g, "$&\u202F");

/** `7214402` -> `72 144,02 €`; whole euros without their zeros: `42 500 €`. */
export const euros = (amountCents: number): string => `${printedAmount(amountCents).replace(/,00$/, "")}\u00A0€`;

/** `55000` -> `5,5 %`. */
export function percent(ppm: number): string {
  const decimals = String(Math.abs(ppm) % PPM_IN_A_PERCENT)
    .padStart(PERCENT_DECIMALS, "0")
    .replace(/0+$/, "");
  const whole = `${ppm < 0 ? "-" : ""}${Math.trunc(Math.abs(ppm) / PPM_IN_A_PERCENT)}`;
  return `${decimals === "" ? whole : `${whole},${decimals}`}\u00A0%`;
}

/** `2026-05-01` -> `1er mai 2026`. */
export function longDate(date: BusinessDate): string {
  const [year = "", month = "", day = ""] = date.split("-");
  return `${day === "01" ? "1er" : Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

const MONTHS = [
  ...["janvier", "février", "mars", "avril", "mai", "juin"],
  ...["juillet", "août", "septembre", "octobre", "novembre", "décembre"],
] as const;
