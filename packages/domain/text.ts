import * as z from "zod";

/** One line of text a person wrote: trimmed, at most `maximum` characters, no control character and no half of a surrogate pair. */
export const humanText = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);
