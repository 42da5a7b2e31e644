import * as z from "zod";

/** What the reader must know before believing a figure: a rule with two readings, a default taken, a value nobody told. `message` is French. */
export const TaxNotice = z.object({ code: z.string(), message: z.string(), article: z.string().nullable() }).meta({ id: "TaxNotice" });
export type TaxNotice = z.infer<typeof TaxNotice>;
