import type { BusinessDate } from "../dates.ts";
import { isSince2025 } from "./account-number.ts";
import { CHART_2025 } from "./chart-2025.ts";
import { NEW_IN_2025, ONLY_BEFORE_2025 } from "./chart-before-2025.ts";

/** Class 9 belongs to cost accounting and class 8 ended with 2025: neither has a label in the chart, both may come from an import. */
const OUTSIDE_THE_CHART: Readonly<Record<string, string>> = { 8: "Comptes spéciaux", 9: "Comptabilité analytique" };

/** Sub-accounts NUMMA opens under accounts of the chart, which allows it. */
const OUR_SUB_ACCOUNTS: Readonly<Record<string, string>> = {
  6261: "Frais postaux",
  44521: "TVA due intracommunautaire - Services",
  44532: "TVA due - Autoliquidation par le preneur",
  44531: "TVA due - Services hors Union européenne",
  44564: "TVA déductible en attente de paiement",
  44574: "TVA collectée en attente d'encaissement",
  445711: "TVA collectée à 10 %",
  445712: "TVA collectée à 5,5 %",
  445713: "TVA collectée à 2,1 %",
  445714: "TVA collectée à 8,5 %",
  445715: "TVA collectée à 1,75 %",
  445716: "TVA collectée à 1,05 %",
  445717: "TVA collectée à 0,9 %",
  44588: "TVA sur acomptes reçus",
  445662: "TVA déductible intracommunautaire",
  445663: "TVA déductible autoliquidée",
};

const LONGEST = 6;

/**
 * Label of an account in the chart of the fiscal year that starts on `yearStartsOn`. A sub-account that is not in the chart
 * takes the label of its nearest parent, so every well-formed number has one (512007 -> "Banques").
 */
export function accountLabel(number: string, yearStartsOn: BusinessDate): string {
  const labelIn = isSince2025(yearStartsOn) ? labelSince2025 : labelBefore2025;
  for (let length = Math.min(number.length, LONGEST); length > 0; length -= 1) {
    const label = labelIn(number.slice(0, length));
    if (label !== undefined) return label;
  }
  throw new RangeError("not an account number");
}

/** Whether the chart of that year names the account itself, and not merely a parent of it (padding zeros aside). */
export function isInChart(number: string, yearStartsOn: BusinessDate): boolean {
  return chartsNaming(number).includes(isSince2025(yearStartsOn) ? "since_2025" : "before_2025");
}

export type ChartName = "before_2025" | "since_2025";

/** The charts that name an account itself: the present one, the one of years opened before 2025, both or none. */
export function chartsNaming(number: string): ChartName[] {
  const before: ChartName[] = names(number, labelBefore2025) ? ["before_2025"] : [];
  return names(number, labelSince2025) ? [...before, "since_2025"] : before;
}

/** Padding hides where a number ends: 411000 is 411, 400000 is 400 and 530000 is 53. */
function names(number: string, labelIn: (prefix: string) => string | undefined): boolean {
  const own = number.replace(/0+$/, "");
  const account = own.length < 3 ? number.slice(0, 3) : own;
  return labelIn(account) !== undefined || (own.length === 2 && labelIn(own) !== undefined);
}

/**
 * Numbers the chart of that year has for entries, as the chart writes them (`706`, `53`), NUMMA's own sub-accounts among them: three
 * digits or more, and headings of two digits that have no account below.
 */
export function chartNumbers(yearStartsOn: BusinessDate): string[] {
  const labelIn = isSince2025(yearStartsOn) ? labelSince2025 : labelBefore2025;
  const known = new Set([...Object.keys(CHART_2025), ...Object.keys(OUR_SUB_ACCOUNTS), ...Object.keys(ONLY_BEFORE_2025)]);
  const headings = new Set(Object.keys(CHART_2025).map((number) => number.slice(0, Math.min(2, number.length - 1))));
  return [...known].filter((number) => number.length >= 2 && !headings.has(number) && labelIn(number) !== undefined).sort();
}

const labelSince2025 = (prefix: string): string | undefined => CHART_2025[prefix] ?? OUR_SUB_ACCOUNTS[prefix] ?? OUTSIDE_THE_CHART[prefix];

const labelBefore2025 = (prefix: string): string | undefined =>
  ONLY_BEFORE_2025[prefix] ?? (NEW_IN_2025.has(prefix) ? undefined : labelSince2025(prefix));
