import { expect, it } from "vitest";
import { AnalysisFacts } from "#tax/analysis/analysis-facts";
import { BalanceInput } from "#tax/analysis/balance-input";
import { BALANCE_EXAMPLE, FACTS_EXAMPLE } from "#tax/analysis/example";
import { ANALYSIS_EXAMPLE } from "#tax/analysis/example-result";
import { analysed } from "./tools.ts";

it("answers the API document's example as it is written there, but for the rest of its longest lists", () => {
  const whole = analysed(BalanceInput.parse(BALANCE_EXAMPLE), AnalysisFacts.parse(FACTS_EXAMPLE));
  const { parameters } = whole.parameterSet;
  expect({
    ...whole,
    sig: whole.sig.slice(0, ANALYSIS_EXAMPLE.sig.length),
    ratios: whole.ratios.slice(0, ANALYSIS_EXAMPLE.ratios.length),
    parameterSet: { ...whole.parameterSet, parameters: parameters.slice(0, ANALYSIS_EXAMPLE.parameterSet.parameters.length) },
  }).toEqual(ANALYSIS_EXAMPLE);
});
