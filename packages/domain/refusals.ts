/** Every refusal the API can give, and the only place where a refusal meets an HTTP status. */
export const REFUSALS = {
  "request.invalid": 400,
  "request.malformed_json": 400,
  "request.unknown_parameter": 400,
  "request.bad_cursor": 400,
  "request.body_too_large": 413,
  "request.unsupported_media_type": 415,
  "request.not_acceptable": 406,
  "request.precondition_failed": 412,
  "request.too_many": 429,
  "request.timed_out": 503,
  "idempotency.other_request": 422,
  "idempotency.in_progress": 409,
  "idempotency.answer_not_kept": 409,
  "route.not_found": 404,
  "route.method_not_allowed": 405,
  "auth.required": 401,
  "auth.invalid_token": 401,
  "auth.invalid_credentials": 401,
  "auth.cross_site": 403,
  "auth.forbidden": 403,
  "auth.company_required": 409,
  "auth.email_taken": 409,
  "auth.weak_password": 422,
  "company.slug_taken": 409,
  "company.not_found": 404,
  "user.not_found": 404,
  "user.role_too_high": 403,
  "user.last_owner": 409,
  "account.not_found": 404,
  "account.closed": 409,
  "account.limit_reached": 409,
  "account.currency_locked": 409,
  "account.type_locked": 409,
  "account.synced": 409,
  "transaction.not_found": 404,
  "category.not_found": 422,
  "connection.not_found": 404,
  "connection.limit_reached": 409,
  "sync.provider_unavailable": 422,
  "sync.provider_unreachable": 503,
  "sync.no_connection": 409,
  "webhook.bad_signature": 401,
  "year.not_found": 404,
  "year.ambiguous": 400,
  "year.closed": 409,
  "year.not_over": 409,
  "year.previous_open": 409,
  "year.not_complete": 409,
  "year.suspense_open": 409,
  "year.locks_forward_only": 409,
  "year.has_books": 409,
  "year.being_imported": 409,
  "year.not_contiguous": 422,
  "year.not_closed": 409,
  "ledger.through_in_future": 422,
  "ledger.period_locked": 409,
  "ledger.unbalanced": 422,
  "ledger.account_unknown": 422,
  "ledger.account_exists": 409,
  "ledger.date_outside_year": 422,
  "ledger.third_party_misplaced": 422,
  "ledger.too_many_drafts": 409,
  "ledger.appropriation_mismatch": 422,
  "entry.not_found": 404,
  "entry.validated": 409,
  "entry.not_validated": 409,
  "entry.already_reversed": 409,
  "entry.already_appropriated": 409,
  "entry.derived": 409,
  "ledger.result_by_hand": 422,
  "entry.follows_bank": 409,
  "entry.too_many_lines": 422,
  "lettering.refused": 422,
  "lettering.not_found": 404,
  "export.not_found": 404,
  "export.empty": 409,
  "export.refused": 409,
  "export.failed": 503,
  "export.not_finished": 409,
  "share.not_found": 404,
  "share.limit_reached": 409,
  "upload.not_found": 404,
  "upload.not_finished": 409,
  "job.not_found": 404,
  "changes.gone": 410,
  "conflict.changed_meanwhile": 409,
  "queue.unavailable": 503,
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** One wrong place in the input: JSON pointer (RFC 6901) and why. */
export type Flaw = { readonly pointer: string; readonly message: string };

/** What the caller did wrong, by name. Only the dispatcher turns it into an answer. A `cause` is a partner's failure, logged and not told. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  readonly flaws: readonly Flaw[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    code: RefusalCode,
    more: { readonly flaws?: readonly Flaw[]; readonly headers?: Readonly<Record<string, string>>; readonly cause?: unknown } = {},
  ) {
    super(code, more.cause === undefined ? {} : { cause: more.cause });
    this.code = code;
    this.flaws = more.flaws ?? [];
    this.headers = more.headers ?? {};
  }
}
