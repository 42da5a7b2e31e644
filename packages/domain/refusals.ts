/** Every refusal the API can give, and the only place where a refusal meets an HTTP status. */
export const REFUSALS = {
  "request.invalid": 400,
  "request.malformed_json": 400,
  "request.unknown_parameter": 400,
  "request.bad_cursor": 400,
  "request.body_too_large": 413,
  "request.unsupported_media_type": 415,
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
  "ledger.through_in_future": 422,
  "export.not_found": 404,
  "export.empty": 409,
  "export.refused": 409,
  "export.failed": 503,
  "job.not_found": 404,
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
