import { describe, expect, it } from "vitest";
import { contract, type Exchange } from "#test/contract";

const { check } = contract();
const JSON_TYPE = "application/json; charset=utf-8";
const PROBLEM_TYPE = "application/problem+json; charset=utf-8";
const HEALTH = { status: "ok", build: "b", region: "eu-west-3", stage: "test" };

const exchange = (given: Partial<Exchange> & { readonly json?: unknown; readonly type?: string }): Exchange => ({
  method: given.method ?? "GET",
  url: given.url ?? "/health",
  status: given.status ?? 200,
  headers: given.headers ?? { "x-request-id": "r-1", ...(given.json !== undefined && { "content-type": given.type ?? JSON_TYPE }) },
  body: given.body ?? Buffer.from(given.json === undefined ? "" : JSON.stringify(given.json)),
});
const problem = (code: string, status: number) => ({
  ...{ status, type: PROBLEM_TYPE },
  json: { type: `urn:numma:problem:${code}`, title: "t", status, detail: "d", code, request_id: "r-1" },
});
const checked = (given: Parameters<typeof exchange>[0]) => () => check(exchange(given));

describe("an answer the document knows passes", () => {
  it.each([
    ["a body as declared", { json: HEALTH }],
    ["a refusal the route lists", { url: "/api/accounts/acc_00000000000000000000000000", ...problem("account.not_found", 404) }],
    ["a refusal of the kit", { url: "/health?colour=red", ...problem("request.unknown_parameter", 400) }],
    ["our own failure", { url: "/api/accounts", ...problem("internal", 500) }],
    ["a redirect without a body", { url: "/api/exports/fec?year=2025", status: 303 }],
    ["nothing, where nothing is declared", { method: "DELETE", url: "/api/accounts/acc_00000000000000000000000000", status: 204 }],
    ["the headers of what GET answers", { method: "HEAD", url: "/health" }],
    ["an address that is nowhere", { url: "/nope", ...problem("route.not_found", 404) }],
    ["an address that cannot be read", { url: "/api/accounts/%ZZ", ...problem("route.not_found", 404) }],
    ["a method that is not there", { method: "PATCH", ...problem("route.method_not_allowed", 405) }],
    ["the methods there are", { method: "OPTIONS", status: 204 }],
  ])("%s", (_, given) => expect(checked(given)).not.toThrow());
});

describe("an answer the document does not know fails the test", () => {
  it.each([
    ["a status nobody declared", { status: 201, json: HEALTH }, /answered 201, a status the document does not list/],
    ["a field nobody declared", { json: { ...HEALTH, secret: 1 } }, /additionalProperties/],
    ["a field that is missing", { json: { status: "ok" } }, /required/],
    ["a type nobody declared", { json: HEALTH, type: "text/html" }, /as text\/html; the document says application\/json/],
    ["a body where there is none", { url: "/api/exports/fec", status: 303, json: {} }, /with a body/],
    [
      "a code the route does not list",
      { url: "/api/accounts", ...problem("request.bad_cursor", 400) },
      /`request.bad_cursor`, which the route/,
    ],
    ["a code nobody knows", { url: "/api/accounts", ...problem("auth.strange", 401) }, /enum/],
    ["a problem that tells another status", { ...problem("request.invalid", 400), status: 500 }, /its body says 400/],
    ["a HEAD with a body", { method: "HEAD", json: HEALTH }, /a HEAD, with a body/],
    ["something good where nothing is", { url: "/nope", json: HEALTH }, /does not know this address/],
    ["another refusal where nothing is", { url: "/nope", ...problem("account.not_found", 404) }, /does not know this address/],
    ["no request id", { json: HEALTH, headers: { "content-type": JSON_TYPE } }, /without X-Request-Id/],
  ])("%s", (_, given, said) => expect(checked(given)).toThrow(said));

  it("and takes the literal address before the one with a variable", () => {
    const fec = { url: "/api/exports/fec", status: 404 };
    expect(checked({ ...fec, ...problem("year.not_found", 404) })).not.toThrow();
    expect(checked({ ...fec, ...problem("export.not_found", 404) })).toThrow(/does not list/);
  });
});
