import * as z from "zod";
import { Trace } from "../trace.ts";

/** IS on the estimated profit under one assumption. */
const IsCase = z
  .object({
    /** Whether the reduced rate of CGI art. 219, I, b is taken to apply. */
    reducedRate: z.boolean(),
    isCents: z.int(),
    /** What is left of the booked charge (695) once compared: positive when the booked charge is too low. */
    gapCents: z.int(),
    trace: Trace,
  })
  .meta({ id: "AnalysisIsCase" });
export type IsCase = z.infer<typeof IsCase>;

/** An estimate, not a return: made from accounts alone, under the assumptions it names. */
export const IsEstimate = z
  .object({
    profitCents: z.int(),
    bookedCents: z.int(),
    assumptions: z.array(z.string()),
    trace: Trace,
    cases: z.array(IsCase),
    /** Why there is no tax computed (a year whose law is not known ...); null when there is one. */
    reason: z.string().nullable(),
  })
  .meta({ id: "AnalysisIsEstimate" });
export type IsEstimate = z.infer<typeof IsEstimate>;
