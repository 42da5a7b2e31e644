import type { BusinessDate } from "../dates.ts";
import { AccountNumber } from "./entry.ts";

const PADDED = 6;

/** The day the present chart came into force, for fiscal years opened from then on (ANC regulation 2022-06). */
const CHART_2025_STARTS_ON = "2025-01-01";

/** `706` -> `706000`; longer numbers stay as they are. Throws RangeError on what is no account number. */
export function paddedAccount(number: string): AccountNumber {
  const parsed = AccountNumber.safeParse(number.length < 2 ? number : number.padEnd(PADDED, "0"));
  if (!parsed.success) throw new RangeError(`not an account number: ${number}`);
  return parsed.data;
}

/** Whether a fiscal year that starts on that day follows the chart of 2025: the day of an entry does not matter. */
export const isSince2025 = (yearStartsOn: BusinessDate): boolean => yearStartsOn >= CHART_2025_STARTS_ON;

/** Ledger account of a bank account: 512 and its ordinal in three digits. */
export const bankAccountNumber = (ordinal: number): AccountNumber => AccountNumber.parse(`512${String(ordinal).padStart(3, "0")}`);
