import type { Meter } from "#store/meter";
import { bodyOf, JSON_TYPE } from "./encode.ts";
import { alreadyHas, etagOf } from "./etag.ts";
import type { Reply } from "./reply.ts";
import { type HttpRequest, waitSeconds } from "./request.ts";

/** An HTTP answer on its way out: text or bytes, ready for any gateway. */
export type HttpReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Uint8Array;
};

/** What answering cost: `auth` to know the caller, `limit` to hold them to their share, `work` for the rest. */
export type Meters = { readonly auth: Meter; readonly limit: Meter; readonly work: Meter };

/** What every answer carries, unless the route set its own (the documentation pages need another policy). */
const SECURITY_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-content-type-options": "nosniff",
} as const;

/** An answer ready for any gateway: encoded, tagged, with its cost; a 304 when the caller has it already, without its body when only the head was asked for. */
export function outgoing(reply: Reply, request: HttpRequest, meters: Meters): HttpReply {
  const body = bodyOf(reply);
  const etag = tagOf(reply, body);
  const common = { ...SECURITY_HEADERS, ...costHeaders(request, meters), ...(etag !== undefined && { etag }) };
  if (etag !== undefined && alreadyHas(request, etag))
    return { status: 304, headers: { ...common, ...headersOfSame(reply.headers) }, cookies: reply.cookies, body: new Uint8Array() };
  const headers = {
    ...common,
    ...(body.byteLength > 0 && { "content-type": JSON_TYPE }),
    ...linkToNext(reply, request),
    ...preferenceApplied(reply, request),
    ...reply.headers,
  };
  if (request.method !== "HEAD") return { status: reply.status, headers, cookies: reply.cookies, body };
  const head = { ...headers, "content-length": String(body.byteLength) };
  return { status: reply.status, headers: head, cookies: reply.cookies, body: new Uint8Array() };
}

/** JSON that shows something is tagged, whether it was read or just written; bytes are when anybody may keep them. */
function tagOf({ status, headers, body }: Reply, encoded: Uint8Array): string | undefined {
  if ((status !== 200 && status !== 201) || body === null) return undefined;
  if ("json" in body) return etagOf(encoded, body.json);
  return headers["cache-control"]?.startsWith("public") ? etagOf(encoded, null) : undefined;
}

/** What a 304 repeats of the answer it stands for: the caller's share, how long it may be kept, and what it varies with (RFC 9110 §15.4.5). */
const headersOfSame = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith("ratelimit-") || name === "cache-control" || name === "vary"),
  );

/** A write of nobody known (a login, a sign-up) shows no work of its: what was read would tell whether an account is there. The log has the truth. */
function costHeaders(request: HttpRequest, { auth, limit, work: done }: Meters): Record<string, string> {
  const work = request.method === "POST" && auth.rru === 0 ? { rru: 0, wru: 0 } : done;
  const limiting = limit.wru > 0 ? `; limit-wru=${limit.wru}` : "";
  return {
    "numma-cost": `rru=${work.rru}; wru=${work.wru}; auth-rru=${auth.rru}${limiting}`,
    "x-request-id": request.requestId,
  };
}

/** RFC 7240: a wait that was asked for and ended with the result. */
function preferenceApplied({ status }: Reply, { headers }: HttpRequest): { readonly "preference-applied"?: string } {
  const seconds = waitSeconds(headers);
  return seconds > 0 && (status === 200 || status === 303) ? { "preference-applied": `wait=${seconds}` } : {};
}

function linkToNext({ body }: Reply, request: HttpRequest): { readonly link?: string } {
  const json = body && "json" in body ? body.json : undefined;
  if (typeof json !== "object" || json === null || !("nextCursor" in json) || typeof json.nextCursor !== "string") return {};
  const query = new URLSearchParams(
    request.query.filter(([name]) => name !== "cursor").map(([name, value]): [string, string] => [name, value]),
  );
  query.set("cursor", json.nextCursor);
  return { link: `<${request.path}?${query.toString()}>; rel="next"` };
}
