import { describe, expect, it } from "vitest";
import { API_FUNCTIONS } from "#functions/all";
import { gateway } from "#infra/local/gateway";

/** The gateway alone: every function answers with its own name and the route it was called for. */
const PAGE = "https://app.example.fr";
const routeKeyOf = (event: unknown): string =>
  typeof event === "object" && event !== null && "routeKey" in event ? String(event.routeKey) : "";
const answering = (name: string) => async (event: unknown) => ({
  statusCode: 200,
  headers: { etag: '"1"' },
  body: `${name} ${routeKeyOf(event)}`,
});
const handlers = new Map(API_FUNCTIONS.map(({ name }) => [name, answering(name)]));
const local = (allowedOrigin: string) =>
  gateway({ functions: API_FUNCTIONS, handlers, allowedOrigin, now: () => new Date(0), newRequestId: () => "r-1" });
const ask = async (allowedOrigin: string, method: string, url: string, headers: Readonly<Record<string, string>> = {}) => {
  const reply = await local(allowedOrigin)({ method, url, headers, body: Buffer.alloc(0), sourceIp: "127.0.0.1" });
  return { status: reply.status, headers: reply.headers, body: reply.body.toString("utf8") };
};
const asking = { "access-control-request-method": "PUT", "access-control-request-headers": "if-match" };

describe("the local gateway, as API Gateway", () => {
  it("answers a preflight itself, to an allowed origin with what it may, to another with nothing", async () => {
    const allowed = await ask(PAGE, "OPTIONS", "/api/accounts/acc_1", { origin: PAGE, ...asking });
    expect(allowed).toMatchObject({ status: 204, body: "" });
    expect(allowed.headers).toMatchObject({
      "access-control-allow-origin": PAGE,
      "access-control-allow-methods": "GET,POST,PUT,PATCH,DELETE",
      "access-control-allow-headers": expect.stringContaining("idempotency-key"),
      "access-control-expose-headers": expect.stringContaining("ratelimit-remaining"),
    });
    expect(await ask(PAGE, "OPTIONS", "/api/accounts/acc_1", { origin: "https://evil.test", ...asking })).toEqual({
      ...{ status: 204, headers: {}, body: "" },
    });
  });

  it("takes an OPTIONS that is no preflight for a request like any other", async () => {
    const answered = [
      await ask(PAGE, "OPTIONS", "/api/accounts"),
      await ask(PAGE, "OPTIONS", "/api/accounts", { origin: PAGE }),
      await ask("", "OPTIONS", "/api/accounts", { origin: PAGE, ...asking }),
    ];
    for (const { body } of answered) expect(body).toBe("api/fallback $default");
  });

  it("gives a HEAD to the function of its GET, and where there is no GET to the fallback", async () => {
    expect((await ask("", "HEAD", "/api/accounts/acc_1?limit=1")).body).toBe("api/accounts HEAD /api/accounts/{account_id}");
    expect((await ask("", "HEAD", "/auth/login")).body).toBe("api/fallback $default");
    expect((await ask("", "GET", "/api/accounts")).body).toBe("api/accounts GET /api/accounts");
  });

  it("tells an allowed page which headers it may read of any answer", async () => {
    expect((await ask(PAGE, "GET", "/api/accounts", { origin: PAGE })).headers).toMatchObject({
      etag: '"1"',
      "access-control-allow-origin": PAGE,
      "access-control-expose-headers": expect.stringContaining("etag"),
    });
    expect((await ask(PAGE, "GET", "/api/accounts", { origin: "https://evil.test" })).headers).toEqual({ etag: '"1"' });
  });
});
