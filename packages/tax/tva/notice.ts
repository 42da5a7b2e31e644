import * as z from "zod";

/** What the reader must know: a rule with two readings, a default taken, a value we lack. French. */
export const TvaNotice = z.object({ code: z.string(), message: z.string(), article: z.string().nullable() }).meta({ id: "TvaNotice" });
export type TvaNotice = z.infer<typeof TvaNotice>;
