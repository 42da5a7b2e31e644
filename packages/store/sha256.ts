import { createHash } from "node:crypto";

/** SHA-256 of a text (UTF-8), in lower-case hex: what the domain is given to chain entries with. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
