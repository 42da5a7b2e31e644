import type { RefusalCode } from "#domain/refusals";

/** One English sentence a refusal. */
export const PROBLEMS_EN: Readonly<Record<RefusalCode | "internal", string>> = {
  internal: "Something went wrong on our side. It has been recorded; try again in a moment.",
  "request.invalid": "The request holds wrong values.",
  "request.malformed_json": "The request body is not valid JSON.",
  "request.unknown_parameter": "A query parameter is unknown or repeated.",
  "request.bad_cursor": "This cursor does not belong to this list.",
  "request.body_too_large": "The request body is larger than allowed.",
  "request.unsupported_media_type": "Send the content as application/json.",
  "route.not_found": "There is nothing at this address.",
  "route.method_not_allowed": "This method is not accepted at this address.",
  "auth.required": "Log in to continue.",
  "auth.invalid_token": "Your session is no longer valid. Log in again.",
  "auth.invalid_credentials": "Wrong credentials.",
  "auth.cross_site": "This request comes from another site.",
  "auth.forbidden": "Your role does not allow this.",
  "auth.company_required": "You belong to several companies: say which one.",
  "auth.email_taken": "An account with this address already exists.",
  "auth.weak_password": "This password is too short or too common.",
  "company.slug_taken": "This company identifier is taken.",
  "company.not_found": "Company not found.",
  "account.not_found": "Bank account not found.",
  "account.closed": "This account is closed.",
  "account.limit_reached": "The maximum number of bank accounts is reached.",
  "account.currency_locked": "The currency of an account with movements does not change.",
  "account.type_locked": "The type of an account with movements does not change.",
  "account.synced": "This field is kept up to date by the bank.",
  "transaction.not_found": "Transaction not found.",
  "category.not_found": "Unknown category.",
  "connection.not_found": "Bank connection not found.",
  "connection.limit_reached": "The maximum number of bank connections is reached.",
  "sync.provider_unavailable": "This bank provider is not configured.",
  "sync.provider_unreachable": "The bank does not answer. Try again in a moment.",
  "sync.no_connection": "There is no bank connection to synchronise.",
  "webhook.bad_signature": "Wrong signature.",
  "year.not_found": "No fiscal year matches.",
  "year.ambiguous": "Several fiscal years end in that year: use the id.",
  "ledger.through_in_future": "Entries to come cannot be validated.",
  "export.not_found": "Export not found.",
  "export.empty": "This fiscal year has no validated entry.",
  "export.failed": "The export could not be made. It is being made again: try in a moment.",
  "export.refused": "The official FEC of this fiscal year cannot be produced yet.",
  "job.not_found": "Job not found.",
  "conflict.changed_meanwhile": "The resource changed meanwhile. Read it again and retry.",
  "queue.unavailable": "The service is momentarily saturated. Try again.",
};

/** The English sentence of a flaw's message code. */
export function flawEn(code: string): string {
  const [kind = "", value = "", unit = ""] = code.split(":");
  const measure = unit === "characters" ? `${value} characters` : value;
  if (kind === "at_least") return `At least ${measure}.`;
  if (kind === "at_most") return `At most ${measure}.`;
  if (kind === "one_of") return `Possible values: ${value}.`;
  if (kind === "format") return value === "pattern" ? "Wrong format." : `Expected format: ${value}.`;
  if (kind.startsWith("expected_")) return `Expected: ${kind.slice("expected_".length)}.`;
  return `${code.charAt(0).toUpperCase()}${code.slice(1).replaceAll("_", " ")}.`;
}
