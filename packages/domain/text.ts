import * as z from "zod";

/** One line of text a person wrote: trimmed, at most `maximum` characters, no control character, no half of a surrogate pair, and nothing that breaks the line or turns the direction of what stands beside it. */
export const humanText = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    .regex(/^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u);
