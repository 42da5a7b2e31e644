import * as z from "zod";
import { Trace } from "../trace.ts";

const IsCase = z
  .object({
    reducedRate: z.boolean().meta({ description: "Whether the reduced rate of CGI art. 219, I, b is taken to apply." }),
    isCents: z.int(),
    gapCents: z
      .int()
      .meta({ description: "What is left of the booked charge (695) once compared: positive when the booked charge is too low." }),
    trace: Trace,
  })
  .meta({ id: "AnalysisIsCase", description: "IS on the estimated profit under one assumption." });
export type IsCase = z.infer<typeof IsCase>;

export const IsEstimate = z
  .object({
    profitCents: z.int(),
    bookedCents: z.int(),
    assumptions: z.array(z.string()),
    trace: Trace,
    cases: z.array(IsCase),
    reason: z
      .string()
      .nullable()
      .meta({ description: "Why there is no tax computed (a year whose law is not known ...); null when there is one." }),
  })
  .meta({ id: "AnalysisIsEstimate", description: "An estimate, not a return: made from accounts alone, under the assumptions it names." });
export type IsEstimate = z.infer<typeof IsEstimate>;
