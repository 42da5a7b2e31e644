import * as z from "zod";

/** Whom bank data comes from. `sandbox` speaks Bridge's wire; `bankin` ends on 2026-12-31; `finary` is unofficial and off by default. */
export const PROVIDERS = ["bridge", "sandbox", "bankin", "finary"] as const;
export const Provider = z.enum(PROVIDERS);
export type Provider = z.infer<typeof Provider>;

/** Whether a read needs nobody: not where a person gives a token for one run. */
export const isReadUnattended = (provider: Provider): boolean => provider !== "bankin";

/** Who tells of a row that came in a file a person sent. */
export const FILE_SOURCE = "file";
/** Who tells of a row that a person typed, on an account no bank is connected to. */
export const PERSON_SOURCE = "person";

/**
 * Who tells the rows of an account, one word for each: `file`, `person`, or a provider with its own name of the account (`bridge:4711`). The rows of two
 * sources may be the same operations; two rows of one source never are, unless it says so itself.
 */
export const Source = z.string().max(100);
export type Source = z.infer<typeof Source>;

/** Whether a source is a provider's account: what people send or type is not. */
export const isProvider = (source: Source): boolean => source.includes(":");
