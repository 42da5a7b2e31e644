import * as z from "zod";
import { LegalForm, VatRegime } from "#domain/people/legal-data";
import { FACTS_EXAMPLE } from "./example.ts";

export const AnalysisFacts = z
  .strictObject({
    legalForm: LegalForm.nullable().default(null),
    isSubjectToIs: z.boolean().nullable().default(null).meta({ description: "Whether profits bear IS. Null: told in the estimate." }),
    vatRegime: VatRegime.nullable().default(null),
  })
  .meta({
    id: "AnalysisFacts",
    description: "What the analysis may know of the company besides its balance. What is not known (null) is told where it matters.",
    examples: [FACTS_EXAMPLE],
  });
export type AnalysisFacts = z.output<typeof AnalysisFacts>;
