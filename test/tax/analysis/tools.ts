import { businessDate } from "#domain/dates";
import { type AnalysisTools, analyse } from "#tax/analysis/analyse";
import type { AnalysisFacts } from "#tax/analysis/analysis-facts";
import type { BalanceInput } from "#tax/analysis/balance-input";
import { isOf } from "#tax/analysis/is-of";
import { facts } from "./balances.ts";

export const TOOLS: AnalysisTools = { isOf, highestVatPpm: () => 200_000 };
const TODAY = businessDate("2026-11-26");

/** An analysis as of one fixed day. */
export const analysed = (input: BalanceInput, more: Partial<AnalysisFacts> = {}, tools: AnalysisTools = TOOLS) =>
  analyse(input, facts(more), TODAY, tools);
