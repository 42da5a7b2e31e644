import * as z from "zod";

/** `MM-DD` a fiscal year ends on. */
export const ClosingDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
