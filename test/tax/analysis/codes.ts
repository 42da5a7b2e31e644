import type { AnalysisFacts } from "#tax/analysis/analysis-facts";
import { balanceOf, type Line, SERVICES } from "./balances.ts";
import { analysed } from "./tools.ts";

type Facts = Partial<AnalysisFacts>;

/** Codes of what is found in the consulting company's balance with some lines more, the bank taking the difference. */
export function codesWith(more: readonly Line[], facts: Facts = {}, base: readonly Line[] = SERVICES): string[] {
  const gap = more.reduce((sum, [, euros]) => sum + euros, 0);
  const read = analysed(balanceOf(2025, [...base, ...more, ["512800", -gap]]), facts);
  return read.checks.map(({ code }) => code);
}

/** Lines without those of some accounts. */
export const only = (base: readonly Line[], dropped: RegExp): readonly Line[] => base.filter(([account]) => !dropped.test(account));
