import { type Flaw, REFUSALS, type RefusalCode } from "#domain/refusals";
import { toWire } from "./case.ts";
import { problemBody } from "./problem.ts";
import { flawFr, PROBLEMS_FR } from "./problems.fr.ts";

const REQUEST_ID = "01KB2Q7M4T9XE5RZ8V3NCW6HJD";

/** Where refusals that point at the input point: what a caller sees beside the code. */
const FLAWS: Readonly<Partial<Record<RefusalCode, readonly Flaw[]>>> = {
  "request.invalid": [{ pointer: "/name", message: "required" }],
  "request.malformed_json": [{ pointer: "", message: "malformed_json" }],
  "request.unknown_parameter": [{ pointer: "/query/colour", message: "unknown_field" }],
  "request.bad_cursor": [{ pointer: "/query/cursor", message: "bad_cursor" }],
  "attachment.refused": [{ pointer: "/upload_id", message: "content_differs" }],
  "category.not_found": [{ pointer: "/category_id", message: "wrong_direction" }],
  "sync.provider_unavailable": [{ pointer: "/provider", message: "not_configured" }],
  "year.not_contiguous": [{ pointer: "/starts_on", message: "invalid" }],
  "year.not_complete": [{ pointer: "", message: "bank_rows" }],
  "year.suspense_open": [{ pointer: "", message: "balance:96000:471000" }],
  "ledger.through_in_future": [{ pointer: "/through", message: "invalid" }],
  "ledger.unbalanced": [{ pointer: "/lines", message: "unbalanced" }],
  "ledger.account_unknown": [{ pointer: "/lines/0/account", message: "invalid" }],
  "ledger.date_outside_year": [{ pointer: "/date", message: "invalid" }],
  "ledger.period_locked": [{ pointer: "/date", message: "invalid" }],
  "lettering.refused": [{ pointer: "/lines", message: "not_balanced" }],
  "export.refused": [{ pointer: "", message: "no_siren" }],
};

const FRENCH = { details: PROBLEMS_FR, flaw: flawFr };

/** The body of a refusal as a caller of the API receives it, in French. `internal` is our own failure. */
export const problemExample = (code: RefusalCode | "internal"): unknown =>
  toWire(problemBody({ code, flaws: code === "internal" ? [] : (FLAWS[code] ?? []) }, "fr", REQUEST_ID, FRENCH));

/** Every refusal's example, by code. */
export const problemExamples = (codes: Iterable<RefusalCode>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...new Set(codes)]
      .sort((left, right) => REFUSALS[left] - REFUSALS[right] || (left < right ? -1 : 1))
      .map((code) => [code, { value: problemExample(code) }]),
  );
