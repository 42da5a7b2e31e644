import type { RefusalCode } from "#domain/refusals";
import { accepts } from "./accept.ts";
import type { Json } from "./openapi-schema.ts";
import type { Route } from "./route.ts";

/** Headers of requests and answers, and which route has which: what the kit does for every route, told once. */

/** A POST that needs somebody may be sent again without a second effect. */
const takesIdempotencyKey = ({ method, may }: Route): boolean => method === "POST" && may !== "public";

/** JSON that shows something has a tag; a file has one when its `.meta({ tagged: true })` says that anybody may keep it. */
const givesTagged = ({ returns }: Route): boolean => returns.def.type !== "null" || returns.meta()?.["tagged"] === true;

/** What is read may be read again for nothing while it is the same. */
export const isTagged = (route: Route): boolean => route.method === "GET" && givesTagged(route);

/** Methods that change or end what is there. */
const CHANGES = new Set(["PUT", "PATCH", "DELETE"]);

/** A change of one thing may say which version it was made from. */
const takesVersion = ({ method, may }: Route): boolean => CHANGES.has(method) && may !== "public";

/** Long work may be waited for. */
const waits = ({ also, path }: Route): boolean => also.some((status) => status !== 303) || /^\/api\/(?:jobs|exports)\/\{\w+\}$/.test(path);

const isList = ({ query }: Route): boolean => "cursor" in query.shape;

const header = (name: string, schema: Json, description: string, example: string): Json => ({
  name,
  in: "header",
  required: false,
  description,
  schema,
  example,
});

/** Request headers, by name in the components. */
export const REQUEST_HEADERS: Readonly<Record<string, Json>> = {
  IdempotencyKey: header(
    "Idempotency-Key",
    { type: "string", pattern: "^[\\x21-\\x7e]{1,255}$" },
    "A name of your own for this request, such as a UUID. Sent again with the same key, it has no second effect.",
    "6c1f0f7e-3b0d-4f0a-9d3e-2f6f0a7b1c55",
  ),
  IfMatch: header(
    "If-Match",
    { type: "string" },
    "The `ETag` of what this change was made from, or its version alone. Another version by now: 412, and nothing is changed.",
    '"3.mQ8wZ2xK7vT1nB4c"',
  ),
  IfNoneMatch: header(
    "If-None-Match",
    { type: "string" },
    "The `ETag` you hold. Nothing changed: 304 without a body.",
    '"3.mQ8wZ2xK7vT1nB4c"',
  ),
  Prefer: header(
    "Prefer",
    { type: "string" },
    "`wait=N`: seconds to wait for the result before answering 202, at most 20 (RFC 7240).",
    "wait=20",
  ),
  AcceptLanguage: header(
    "Accept-Language",
    { type: "string" },
    "Language of the sentences, in problems and in messages: French, unless English comes first.",
    "fr",
  ),
};

const text = (description: string, example: string): Json => ({ description, schema: { type: "string" }, example });
const count = (description: string, example: number): Json => ({ description, schema: { type: "integer", minimum: 0 }, example });

/** Response headers, by name in the components. */
export const RESPONSE_HEADERS: Readonly<Record<string, Json>> = {
  "X-Request-Id": text("Names this request in our logs; give it to support.", "01KB2Q7M4T9XE5RZ8V3NCW6HJD"),
  "Numma-Cost": text("What the request cost in the database: read and write units.", "rru=0.5; wru=0; auth-rru=1"),
  "RateLimit-Limit": count("Requests that may come at once.", 100),
  "RateLimit-Remaining": count("Requests left of them, about.", 98),
  "RateLimit-Reset": count("Seconds until all of them are back.", 1),
  ETag: text("Version of what is shown, where it has one, and a digest of how it is shown.", '"3.mQ8wZ2xK7vT1nB4c"'),
  Link: text(
    'The next page, `rel="next"`, absent on the last one; of a route that leaves, what takes its place, `rel="successor-version"`.',
    '</api/transactions?cursor=eyJhIjoi.8Qx2>; rel="next"',
  ),
  Location: text("Where the answer, the job or the file is.", "/api/jobs/job_01KB2Q7M4T9XE5RZ8V3NCW6HJD"),
  "Retry-After": count("Seconds to wait before asking again.", 2),
  "Idempotent-Replayed": {
    description: "This is the stored answer of an earlier request with this key.",
    schema: { type: "boolean" },
    example: true,
  },
  "Preference-Applied": text("The preference that was followed.", "wait=20"),
  "Content-Language": text("The language of its sentences.", "fr"),
  Vary: text("What else its sentences depend on.", "accept-language"),
  Deprecation: text("Since when the route is not to be used any more (RFC 9745).", "@1795651200"),
  Sunset: text("When it ends (RFC 8594).", "Thu, 31 Dec 2026 23:59:59 GMT"),
  "WWW-Authenticate": text("How to authenticate.", "Bearer"),
};

/** Names of the request headers a route reads. */
export const requestHeadersOf = (route: Route): readonly string[] => [
  ...(takesIdempotencyKey(route) ? ["IdempotencyKey"] : []),
  ...(isTagged(route) ? ["IfNoneMatch"] : []),
  ...(takesVersion(route) ? ["IfMatch"] : []),
  ...(waits(route) ? ["Prefer"] : []),
  "AcceptLanguage",
];

const EVERYWHERE = ["X-Request-Id", "Numma-Cost", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];

/** Names of the response headers a good answer of this status carries. */
export const responseHeadersOf = (route: Route, status: number): readonly string[] => [
  ...EVERYWHERE,
  ...((givesTagged(route) && (status === 200 || status === 201)) || status === 304 ? ["ETag"] : []),
  ...((isList(route) && status === 200) || route.leaves ? ["Link"] : []),
  ...(route.speaks && status < 300 ? ["Content-Language"] : []),
  ...(route.speaks && status <= 304 ? ["Vary"] : []),
  ...(route.leaves ? ["Deprecation", "Sunset"] : []),
  ...(status === 202 || status === 302 || status === 303 ? ["Location"] : []),
  ...(status === 202 ? ["Retry-After"] : []),
  ...(takesIdempotencyKey(route) ? ["Idempotent-Replayed"] : []),
  ...(waits(route) && (status === 200 || status === 303) ? ["Preference-Applied"] : []),
];

/** Names of the response headers a problem of this status carries. */
export const problemHeadersOf = (status: number): readonly string[] => [
  ...EVERYWHERE,
  ...["Content-Language", "Vary"],
  ...(status === 401 ? ["WWW-Authenticate"] : []),
  ...(status === 429 || status === 503 ? ["Retry-After"] : []),
];

/** Refusals the kit may give on a route by itself, whatever its handler does. */
export function kitRefusals(route: Route): readonly RefusalCode[] {
  const { may, body, raw, query } = route;
  return [
    ...(["request.invalid", "request.unknown_parameter", "request.too_many", "request.timed_out"] as const),
    ...("cursor" in query.shape ? (["request.bad_cursor"] as const) : []),
    ...(may === "public" ? [] : (["auth.required", "auth.invalid_token"] as const)),
    ...(may === "public" || route.method === "GET" ? [] : (["auth.cross_site"] as const)),
    ...(may === "session" ? (["auth.person_only"] as const) : []),
    ...(may === "public" || may === "session" ? [] : (["auth.forbidden"] as const)),
    ...(body && !raw ? (["request.malformed_json", "request.body_too_large", "request.unsupported_media_type"] as const) : []),
    ...(accepts(route, NOTHING_WE_GIVE) ? [] : (["request.not_acceptable"] as const)),
    ...(takesIdempotencyKey(route) ? keyRefusals(route) : []),
    ...(takesVersion(route) ? (["request.precondition_failed"] as const) : []),
  ];
}

const NOTHING_WE_GIVE = "application/none";

const keyRefusals = ({ claims, secret }: Route): readonly RefusalCode[] => [
  ...(["idempotency.other_request", "conflict.changed_meanwhile"] as const),
  ...(claims ? (["idempotency.in_progress"] as const) : []),
  ...(secret ? (["idempotency.answer_not_kept"] as const) : []),
];
