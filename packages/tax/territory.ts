import * as z from "zod";

/** Where French VAT has rates of its own (CGI art. 296, 297), and where there is none (art. 294). */
export const Territory = z.enum(["metropole", "corse", "guadeloupe", "martinique", "reunion", "guyane", "mayotte"]);
export type Territory = z.infer<typeof Territory>;
