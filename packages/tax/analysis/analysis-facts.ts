import * as z from "zod";

/** What the analysis may know of the company besides its balance. What is not known (null) is told where it matters. */
export const AnalysisFacts = z
  .strictObject({
    legalForm: z
      .enum(["ei", "eurl", "sarl", "sasu", "sas", "sa", "snc", "sci", "scp", "selarl", "selas", "scop", "association", "autre"])
      .nullable()
      .default(null),
    /** Whether profits bear IS. Null: told in the estimate. */
    isSubjectToIs: z.boolean().nullable().default(null),
    vatRegime: z.enum(["non_assujetti", "franchise", "simplifie", "normal_trimestriel", "normal_mensuel"]).nullable().default(null),
  })
  .meta({ id: "AnalysisFacts", examples: [{ legalForm: "sarl", isSubjectToIs: true, vatRegime: "normal_mensuel" }] });
export type AnalysisFacts = z.output<typeof AnalysisFacts>;
