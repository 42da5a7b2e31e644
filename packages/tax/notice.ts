import * as z from "zod";

export const TaxNotice = z.object({ code: z.string(), message: z.string(), article: z.string().nullable() }).meta({
  id: "TaxNotice",
  description:
    "What the reader must know before believing a figure: a rule with two readings, a default taken, a value nobody told. `message` is French.",
});
export type TaxNotice = z.infer<typeof TaxNotice>;

/** A notice in French words; no article when none says it. */
export const notice = (code: string, message: string, article: string | null = null): TaxNotice => ({ code, message, article });
