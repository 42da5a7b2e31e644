import type * as z from "zod";
import { AwsError, type Grant } from "./aws-error.ts";

/** Where a call came from: `origin` is the address the caller used ("http://127.0.0.1:4566"), `signal` aborts when it hangs up. */
export type CallContext = { readonly origin: string; readonly signal?: AbortSignal };

/** One operation of a JSON service, its input not trusted yet. */
export type Operation = {
  /** What the caller must be allowed to do. Throws AwsError when the input is invalid. */
  readonly grants: (input: unknown) => readonly Grant[];
  /** The answer; undefined is answered as an empty object. */
  readonly run: (input: unknown, context: CallContext) => Promise<unknown>;
};

/** A JSON service: its operations by name. */
export type Operations = ReadonlyMap<string, Operation>;

/** Builds an operation whose input is parsed once at the door. `refusal` is the code of an invalid input. */
export function operation<Input>(of: {
  readonly input: z.ZodType<Input>;
  readonly refusal: string;
  readonly grants: (input: Input) => readonly Grant[];
  readonly run: (input: Input, context: CallContext) => unknown;
}): Operation {
  const parse = (input: unknown): Input => {
    const parsed = of.input.safeParse(input);
    if (parsed.success) return parsed.data;
    const places = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`);
    throw new AwsError(400, of.refusal, places.join("; "));
  };
  return {
    grants: (input) => of.grants(parse(input)),
    run: async (input, context) => of.run(parse(input), context),
  };
}
