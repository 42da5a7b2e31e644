import type { BusinessDate } from "../dates.ts";
import { CHART_2025 } from "./chart-2025.ts";
import { NEW_IN_2025, ONLY_BEFORE_2025 } from "./chart-before-2025.ts";
import { AccountNumber } from "./entry.ts";

/** Class 9 belongs to cost accounting and class 8 ended with 2025: neither has a label in the chart, both may come from an import. */
const OUTSIDE_THE_CHART: Readonly<Record<string, string>> = { 8: "Comptes spéciaux", 9: "Comptabilité analytique" };

/** Sub-accounts NUMMA opens under accounts of the chart, which allows it. */
const OUR_SUB_ACCOUNTS: Readonly<Record<string, string>> = {
  6261: "Frais postaux",
  44521: "TVA due intracommunautaire - Services",
  44531: "TVA due - Services hors Union européenne",
  44564: "TVA déductible en attente de paiement",
  44574: "TVA collectée en attente d'encaissement",
  445662: "TVA déductible intracommunautaire",
  445663: "TVA déductible autoliquidée",
};

/** The day the present chart came into force, for fiscal years opened from then on (ANC regulation 2022-06). */
const CHART_2025_STARTS_ON = "2025-01-01";

const LONGEST = 6;

/**
 * Label of an account in the chart of the fiscal year that starts on `yearStartsOn`. A sub-account that is not in the chart
 * takes the label of its nearest parent, so every well-formed number has one (512007 -> "Banques").
 */
export function accountLabel(number: string, yearStartsOn: BusinessDate): string {
  const labelIn = yearStartsOn < CHART_2025_STARTS_ON ? labelBefore2025 : labelSince2025;
  for (let length = Math.min(number.length, LONGEST); length > 0; length -= 1) {
    const label = labelIn(number.slice(0, length));
    if (label !== undefined) return label;
  }
  throw new RangeError("not an account number");
}

/** Whether the chart of that year names the account itself, and not merely a parent of it (padding zeros aside). */
export function isInChart(number: string, yearStartsOn: BusinessDate): boolean {
  const own = number.replace(/0{1,5}$/, "");
  const labelIn = yearStartsOn < CHART_2025_STARTS_ON ? labelBefore2025 : labelSince2025;
  return own.length >= 2 && labelIn(own) !== undefined;
}

/** Ledger account of a bank account: 512 and its ordinal in three digits. */
export const bankAccountNumber = (ordinal: number): AccountNumber => AccountNumber.parse(`512${String(ordinal).padStart(3, "0")}`);

const labelSince2025 = (prefix: string): string | undefined => CHART_2025[prefix] ?? OUR_SUB_ACCOUNTS[prefix] ?? OUTSIDE_THE_CHART[prefix];

const labelBefore2025 = (prefix: string): string | undefined =>
  ONLY_BEFORE_2025[prefix] ?? (NEW_IN_2025.has(prefix) ? undefined : labelSince2025(prefix));
