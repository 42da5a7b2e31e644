import * as z from "zod";
import { Instant } from "#domain/dates";
import { ActorId, AnalysisId } from "#domain/ids";
import { AnalysisRemark, AnalysisSource, AnalysisSummary } from "#store/analyses";
import { AnalysisFacts } from "#tax/analysis/analysis-facts";
import { Analysis } from "#tax/analysis/analysis-result";

const SOURCE = { format: "csv", fileName: "balance-2025.csv", bytes: 1_204, rows: 4 } as const;

/** An analysis in a list: what it is of, and what came out, without the figures. */
export const AnalysisSummaryView = AnalysisSummary.meta({
  id: "AnalysisSummary",
  examples: [
    { version: 1, startsOn: "2025-01-01", endsOn: "2025-12-31", source: SOURCE, netResultCents: 2_400_000, errors: 0, warnings: 1 },
  ],
});

const Problem = z.object({ pointer: z.string(), code: z.string(), message: z.string() }).meta({ id: "AnalysisProblem" });

/** An analysis, whole. `id` and what was kept with it are null when nothing was kept (`dry_run`); `problems` says why nothing would be. */
export const AnalysisView = z
  .object({
    id: AnalysisId.nullable(),
    version: z.int(),
    createdBy: ActorId.nullable(),
    createdAt: Instant.nullable(),
    source: AnalysisSource,
    facts: AnalysisFacts,
    remarks: z.array(AnalysisRemark.meta({ id: "AnalysisRemark" })),
    problems: z.array(Problem),
    analysis: Analysis,
  })
  .meta({ id: "TrialBalanceAnalysis", examples: [{ version: 1, source: SOURCE, problems: [] }] });
export type AnalysisView = z.input<typeof AnalysisView>;
