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
  "year.closed": "This fiscal year is closed: nothing in it can change any more.",
  "year.not_over": "This fiscal year is not over.",
  "year.previous_open": "The fiscal year before it must be closed first.",
  "year.not_complete": "Entries of this fiscal year still wait for validation or correction.",
  "year.suspense_open": "A suspense or transfer account (471, 58) is not cleared.",
  "year.locks_forward_only": "A locked period is not reopened.",
  "year.has_books": "This fiscal year already has entries.",
  "year.being_imported": "A file is being imported into this fiscal year: wait for its end, or import the same file again.",
  "year.not_contiguous": "This fiscal year does not touch the ones known.",
  "year.not_closed": "This fiscal year is not closed.",
  "ledger.period_locked": "This period is locked.",
  "ledger.unbalanced": "The entry does not balance: debits must equal credits.",
  "ledger.account_exists": "This account exists already.",
  "ledger.account_unknown": "This is not an account number of the chart of accounts.",
  "ledger.date_outside_year": "The entry's date is in no open fiscal year.",
  "ledger.third_party_misplaced": "A third party belongs on a third-party account (class 4) only.",
  "ledger.too_many_drafts": "Too many entries are waiting: validate or delete some first.",
  "ledger.appropriation_mismatch": "The appropriation does not match the year's result.",
  "entry.not_found": "Entry not found.",
  "entry.validated": "This entry is validated: it is corrected by a reversal, not by an edit.",
  "entry.not_validated": "This entry is not validated: edit it or delete it.",
  "entry.already_reversed": "This entry is already reversed.",
  "entry.derived": "This entry comes from the opening, the closing or the appropriation: it is not edited or reversed by hand.",
  "ledger.result_by_hand":
    "On a fiscal year's last day a result account (120, 129) is not posted against charges or products: closing does that.",
  "entry.already_appropriated": "The result of this year is already appropriated.",
  "entry.follows_bank": "This entry follows the bank: change the transaction's category, or post a miscellaneous entry.",
  "entry.too_many_lines": "The entry has too many lines.",
  "lettering.refused": "These lines cannot be matched together.",
  "lettering.not_found": "Lettering not found.",
  "ledger.through_in_future": "Entries to come cannot be validated.",
  "export.not_found": "Export not found.",
  "export.empty": "This fiscal year has no validated entry.",
  "export.failed": "The export could not be made. It is being made again: try in a moment.",
  "export.not_finished": "The export is not ready yet: wait for it before you share it.",
  "export.refused": "The official FEC of this fiscal year cannot be produced yet.",
  "share.not_found": "This link does not exist or is no longer valid. Ask whoever sent it for a new one.",
  "share.limit_reached": "This export already has as many live links as it may. Revoke one first.",
  "upload.not_found": "Uploaded file not found.",
  "upload.not_finished": "The file announced has not been uploaded whole yet.",
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
  if (kind === "balance") return `Account ${unit}: balance of ${value} cents, debits positive.`;
  if (kind === "one_of") return `Possible values: ${value}.`;
  if (kind === "format") return value === "pattern" ? "Wrong format." : `Expected format: ${value}.`;
  if (kind.startsWith("expected_")) return `Expected: ${kind.slice("expected_".length)}.`;
  return `${code.charAt(0).toUpperCase()}${code.slice(1).replaceAll("_", " ")}.`;
}
