import * as z from "zod";
import { Instant } from "#domain/dates";
import { ActorId, AnalysisId } from "#domain/ids";
import { AnalysisRemark, AnalysisSource, AnalysisSummary } from "#store/analyses";
import { AnalysisFacts } from "#tax/analysis/analysis-facts";
import { Analysis } from "#tax/analysis/analysis-result";
import { FACTS_EXAMPLE } from "#tax/analysis/example";
import { ANALYSIS_EXAMPLE } from "#tax/analysis/example-result";

const SOURCE = { format: "csv", fileName: "balance-2025.csv", bytes: 1_204, rows: 4 } as const;

export const AnalysisSummaryView = AnalysisSummary.meta({
  id: "AnalysisSummary",
  description: "An analysis in a list: what it is of, and what came out, without the figures.",
  examples: [
    { version: 1, startsOn: "2025-01-01", endsOn: "2025-12-31", source: SOURCE, netResultCents: 2_400_000, errors: 0, warnings: 1 },
  ],
});

const Problem = z
  .object({ pointer: z.string(), code: z.string(), message: z.string() })
  .meta({ id: "AnalysisProblem", description: "What is wrong with the balance, and where: `/lines/12/debit` in a file." });

export const AnalysisView = z
  .object({
    id: AnalysisId.nullable(),
    version: z.int(),
    createdBy: ActorId.nullable(),
    createdAt: Instant.nullable(),
    source: AnalysisSource,
    facts: AnalysisFacts,
    remarks: z.array(
      AnalysisRemark.meta({ id: "AnalysisRemark", description: "What was done with the file that its reader should know, in French." }),
    ),
    problems: z.array(Problem),
    analysis: Analysis,
  })
  .meta({
    id: "TrialBalanceAnalysis",
    description:
      "An analysis, whole. `id` and what was kept with it are null when nothing was kept (`dry_run`); `problems` says why nothing would be.",
    examples: [{ version: 1, source: SOURCE, facts: FACTS_EXAMPLE, remarks: [], problems: [], analysis: ANALYSIS_EXAMPLE }],
  });
export type AnalysisView = z.input<typeof AnalysisView>;
