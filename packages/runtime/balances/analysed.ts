import { incoherences } from "#documents/balance/coherence";
import { type BusinessDate, instantOf } from "#domain/dates";
import type { AnalysisId, CompanyId } from "#domain/ids";
import { valueOn } from "#domain/people/dated";
import { legalOf } from "#domain/people/legal-data";
import { type Flaw, Refusal } from "#domain/refusals";
import type { AnalysisResult, AnalysisSummary } from "#store/analyses";
import { companies } from "#store/companies";
import type { Db } from "#store/db";
import { taxProfileOf } from "#store/tax-profiles";
import { analyse } from "#tax/analysis/analyse";
import type { AnalysisFacts } from "#tax/analysis/analysis-facts";
import type { Analysis } from "#tax/analysis/analysis-result";
import type { Balance } from "./balance-of.ts";
import { flawsOfProblems } from "./problems.ts";
import { analysisTools } from "./tools.ts";

export type Analysed = { readonly facts: AnalysisFacts; readonly analysis: Analysis; readonly flaws: readonly Flaw[] };

/** Analyses a balance. `flaws`: what does not hold together in it, for which it is not kept. */
export function analysed({ input, rows, format }: Balance, facts: AnalysisFacts, today: BusinessDate): Analysed {
  const analysis = analyse(input, facts, today, analysisTools());
  const isTwice = analysis.checks.some(({ code }) => code === RESULT_TWICE);
  const found = incoherences(rows, facts.legalForm === "association" ? "own" : "general");
  // A balance printed with its result on 12 as well as in classes 6 and 7 differs by that result, and by nothing else.
  const problems = isTwice ? found.filter(({ code }) => code !== "unbalanced_balances") : found;
  return { facts, analysis, flaws: flawsOfProblems(format, problems) };
}

const RESULT_TWICE = "resultat_presente_deux_fois";

/** What the caller says of the company whose balance it is; what is not said (null) is as the company says of itself on that day. */
export async function factsOf(table: Db, companyId: CompanyId, said: AnalysisFacts, on: BusinessDate): Promise<AnalysisFacts> {
  const [company, { profile, version }] = await Promise.all([companies(table, companyId).get(), taxProfileOf(table, companyId)]);
  const legal = legalOf(company);
  return {
    legalForm: said.legalForm ?? valueOn(legal.legalForm, on)?.value ?? null,
    vatRegime: said.vatRegime ?? valueOn(legal.vatRegime, on)?.value ?? null,
    isSubjectToIs: said.isSubjectToIs ?? (version === 0 ? null : profile.taxedAs === "is"),
  };
}

/** What is kept of an analysis. Refuses one that does not hold together. */
export function toKeep(
  { source, remarks }: Balance,
  { facts, analysis, flaws }: Analysed,
  made: Pick<AnalysisSummary, "createdBy"> & { readonly id: AnalysisId; readonly at: Date },
): { readonly summary: AnalysisSummary; readonly result: AnalysisResult } {
  if (flaws.length > 0) throw new Refusal("analysis.incoherent", { flaws });
  const count = (severity: string): number => analysis.checks.filter((check) => check.severity === severity).length;
  const { startsOn, endsOn, incomeStatement, balanceSheet } = analysis;
  const summary = {
    ...{ id: made.id, version: 1, startsOn, endsOn, source, netResultCents: incomeStatement.netResultCents },
    ...{ totalAssetsCents: balanceSheet.totalAssetsCents, errors: count("erreur"), warnings: count("alerte") },
    ...{ createdBy: made.createdBy, createdAt: instantOf(made.at) },
  };
  return { summary, result: { facts, remarks: [...remarks], analysis } };
}
