import { balanceFlawEn } from "#documents/balance/problems.en";
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
  "request.not_acceptable": "This address answers in application/json, which the Accept header excludes.",
  "request.precondition_failed": "The resource changed since you read it: read it again before changing it.",
  "request.too_many": "Too many requests: try again after the time told.",
  "request.timed_out": "The answer did not come in time. Try again; nothing is done twice under the same Idempotency-Key.",
  "idempotency.other_request": "This Idempotency-Key was used for another request.",
  "idempotency.in_progress": "A request with this Idempotency-Key is being worked on.",
  "idempotency.answer_not_kept": "This request was already done; its answer held a secret, or was too long, and is not kept.",
  "route.not_found": "There is nothing at this address.",
  "route.method_not_allowed": "This method is not accepted at this address.",
  "auth.required": "Log in to continue.",
  "auth.invalid_token": "The token or key shown is not valid, or no longer: log in again or use another key.",
  "auth.invalid_credentials": "Wrong credentials.",
  "auth.cross_site": "This request comes from another site.",
  "auth.forbidden": "Your role, or what your API key was given, does not reach this far.",
  "auth.person_only": "Only a person who is logged in may do this: an API key does not open it.",
  "auth.company_required": "You belong to several companies: say which one.",
  "auth.email_taken": "An account with this address already exists.",
  "auth.weak_password": "This password is too easy to guess: choose another one.",
  "auth.wrong_password": "This is not the present password.",
  "auth.refresh_refused": "Your session cannot be extended. Log in again.",
  "auth.reset_refused": "This link is no longer valid. Ask for another one.",
  "auth.too_many_attempts": "Too many attempts. Wait before you try again.",
  "auth.totp_required": "Enter the code of your authenticator application.",
  "auth.totp_refused": "This code is wrong, expired or already used.",
  "auth.totp_active": "Two-factor authentication is already active.",
  "auth.totp_not_started": "Ask for a new authenticator key first.",
  "auth.totp_not_active": "Two-factor authentication is not active.",
  "session.not_found": "Session not found.",
  "company.slug_taken": "This company identifier is taken.",
  "company.not_found": "Company not found.",
  "user.not_found": "This person does not belong to the company.",
  "user.role_too_high": "Only an owner may act on an owner.",
  "user.last_owner": "The company must keep at least one owner.",
  "company.limit_reached": "You already belong to the maximum number of companies.",
  "user.already_member": "This person already belongs to the company.",
  "user.limit_reached": "The maximum number of users and open invitations is reached.",
  "invitation.login_required": "This address already has an account: log in, then take the invitation up.",
  "invitation.not_found": "This invitation does not exist or is no longer valid. Ask whoever sent it for a new one.",
  "key.not_found": "API key not found.",
  "key.limit_reached": "The company already has the maximum number of live API keys. Revoke one first.",
  "key.scope_not_held": "An API key cannot be given a permission you do not hold.",
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
  "connection.ended": "This bank connection has ended. Make a new one: accounts keep their history.",
  "sync.provider_unavailable": "This bank provider is not configured.",
  "sync.provider_unreachable": "The bank does not answer. Try again in a moment.",
  "sync.provider_retired":
    "The Bankin' service closed on 31 December 2026. Connect your banks again through Bridge (POST /api/sync/connections): your accounts keep their history.",
  "sync.bank_token_rejected":
    "The provider refuses this token: it has expired or was revoked. Get a new one or, better, connect the bank through Bridge (POST /api/sync/connections).",
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
  "changes.gone": "These changes are no longer kept: read everything again, then go on with since=latest.",
  "alert.not_found": "Alert not found.",
  "alert.derived": "Of an automatic alert, only the status can be changed.",
  "alert.limit_reached": "Too many alerts of your own are live: close one first.",
  "tax.no_parameters": "Our tables do not hold the law of that date: nothing is computed rather than applying another year's.",
  "tax.parameter_unknown": "We lack a figure the law sets on that date: nothing is computed rather than guessing it.",
  "tax.too_many_entries": "The period has too many entries to be prepared here: ask for a month instead of a quarter.",
  "analysis.unreadable": "The file cannot be read as a trial balance: nothing of it is kept. Every problem is told with its line.",
  "analysis.incoherent":
    "The trial balance can be read but does not hold together: nothing of it is kept. With `dry_run=true` it is analysed without being kept.",
  "analysis.too_large": "The analysis is too large to be kept.",
  "analysis.limit_reached": "The company keeps as many analyses as it may: delete some.",
  "analysis.not_found": "This analysis does not exist, or was deleted.",
  "conflict.changed_meanwhile": "The resource changed meanwhile. Read it again and retry.",
  "queue.unavailable": "The service is momentarily saturated. Try again.",
};

/** The English sentence of a flaw without a value. */
export const FLAWS_EN: Readonly<Record<string, string>> = {
  required: "This field is required.",
  empty: "This field must not be empty.",
  unknown_field: "Unknown field.",
  unknown_parameter: "Unknown parameter.",
  repeated: "This parameter is given twice.",
  idempotency_key: "1 to 255 visible ASCII characters are expected.",
  invalid: "Wrong value.",
  malformed_json: "The JSON is malformed.",
  too_deep: "The JSON is nested too deeply.",
  bad_cursor: "This is not a cursor of this list.",
  too_common: "A word, run or repetition that is guessed at once: choose another password.",
  too_personal: "The password repeats your name, your address or the company's name: choose another one.",
  not_configured: "This provider is not configured.",
  not_in_future: "A date to come is expected.",
  bad_siren: "This is not a SIREN number.",
  bad_vat_number: "This is not a French VAT number.",
  vat_number_of_another: "This VAT number is not the one of this SIREN.",
  before_from: "The end comes before the beginning.",
  year_twice: "Two values are of the same year.",
  dated_twice: "Two values take effect on the same day.",
  before_original: "A reversal does not come before the entry it cancels.",
  not_eur: "An amount in a foreign currency is not in euros.",
  no_siren: "The company's SIREN is not filled in.",
  not_conforme: "Our check finds that the file does not conform: see its report.",
  waiting: "Entries of this period wait for validation.",
  two_dates: "Give a month or a date, not both.",
  month_end: "The last day of a month of the fiscal year is expected.",
  unbalanced: "Total debits and total credits differ.",
  not_over: "The fiscal year is not over.",
  bank_rows: "Bank transactions are not validated yet.",
  drafts: "Entries typed in are not validated yet.",
  corrections: "Corrections wait for validation.",
  opening: "The opening balances do not match the closing of the fiscal year before.",
  totals: "Totals are being computed.",
  one_side: "A line has either a debit or a credit, above zero.",
  too_few_lines: "At least two lines are needed.",
  line_twice: "A line is named twice.",
  different_accounts: "The lines belong to different accounts.",
  different_third_parties: "The lines belong to different third parties.",
  account_not_letterable: "Lines of this account cannot be matched.",
  one_sided: "The lines are all on the same side.",
  not_balanced: "The lines do not cancel out.",
  already_lettered: "A line is already matched.",
  bad_iban: "This is not an IBAN.",
  too_many_rows: "Too many rows for a spreadsheet: ask for a CSV or a shorter period.",
  not_month_end: "The last day of a month of the fiscal year is expected.",
  wrong_direction: "This category does not fit the direction of the transaction.",
  rate_not_in_force: "This VAT rate is not in force on that day in that territory.",
  base_or_incl: "Give the amount excluding tax or the amount including it, and only one.",
  negative_needs_date: "A negative amount is accepted only with the day its tax falls due.",
  month_or_quarter: "A calendar month or a calendar quarter is expected.",
  half_year: "The first day of a half-year is expected: 1 January or 1 July.",
  "format:date": "A date is expected, as YYYY-MM-DD.",
  "format:datetime": "An instant is expected, in ISO 8601 and UTC.",
  "format:email": "An e-mail address is expected.",
  "format:url": "A web address is expected.",
  "format:pattern": "Wrong format.",
  year_ends_before: "The year ends before it begins.",
  year_too_long: "A fiscal year lasts 24 months at most.",
  amounts_too_large: "The amounts of a column exceed a hundred billion euros together.",
  year_not_before: "The year before ends on the day before this one begins.",
  more_than_whole: "The shares of the capital exceed 100%.",
  expected_string: "A text is expected.",
  expected_number: "A number is expected.",
  expected_int: "A whole number is expected.",
  expected_boolean: "True or false is expected.",
  expected_object: "An object is expected.",
  expected_array: "A list is expected.",
};

/** The English sentence of a flaw's message code; some codes carry a value after their first colon, which may hold colons itself. */
export function flawEn(code: string): string {
  const known = FLAWS_EN[code];
  if (known) return known;
  const colon = code.indexOf(":");
  const [kind, value] = colon < 0 ? [code, ""] : [code.slice(0, colon), code.slice(colon + 1)];
  if (kind === "at_least") return `At least ${measure(value)}.`;
  if (kind === "at_most") return `At most ${measure(value)}.`;
  if (kind === "window_too_long") return `A period of ${value} months at most.`;
  if (kind === "balance") return balance(value);
  if (kind === "no_parameters") return unread(value, "is not known on");
  if (kind === "parameter_unknown") return unread(value, "was not found for");
  if (kind === "one_of") return `Possible values: ${value}.`;
  return balanceFlawEn(kind, value) ?? "Wrong value.";
}

const measure = (value: string): string => value.replace(/:characters$/, " characters");

/** `is.taux_normal:2027-01-01`: a figure of the law and the day it was asked for. */
function unread(value: string, what: string): string {
  const [id = "", on = ""] = value.split(":");
  return `The parameter ${id} ${what} ${on}.`;
}

/** `-96000:471000`: cents, debits positive, then the account. */
function balance(value: string): string {
  const [cents = "", account = ""] = value.split(":");
  const side = cents.startsWith("-") ? "credit" : "debit";
  return `Account ${account}: ${side} balance of €${(Math.abs(Number(cents)) / CENTS_A_EURO).toLocaleString("en", { minimumFractionDigits: 2 })}.`;
}

const CENTS_A_EURO = 100;
