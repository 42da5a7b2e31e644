import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REFUSALS } from "#domain/refusals";
import { API_FUNCTIONS } from "#functions/all";
import { DEFAULT_ROUTE, type Route } from "#runtime/route";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
  mine = await company(world);
});
afterAll(() => world.end());

const routes = API_FUNCTIONS.flatMap((one) => one.routes).filter(({ routeKey }) => routeKey !== DEFAULT_ROUTE);
const sample: Readonly<Record<string, string>> = {
  account_id: "acc_00000000000000000000000000",
  transaction_id: "txn_00100000000000000000000",
  job_id: "job_00000000000000000000000000",
  export_id: "exp_00000000000000000000000000",
  name: "swagger-ui.css",
};
const pathOf = ({ path }: Route) => path.replace(/\{(\w+)\}/g, (_, name: string) => sample[name] ?? "x");
/** The provider and the bank behind it add parameters of their own to the address the browser comes back by: whoever gave consent is refused for none. */
const BANK_RETURN = "GET /api/sync/callback/{provider}";
const ACCOUNT = { name: "Compte", bank_name: "Banque", account_type: "checking" };
/** Everything there is in the table, sessions aside. */
const itemCount = async () => Object(await world.engine.exec("Scan", { TableName: "numma", Select: "COUNT" })).Count;

/** A refusal as the API promises it: a problem with a code of the closed list, never a 5xx, never a library's words. */
function expectProblem(answer: Awaited<ReturnType<typeof world.request>>, from: number, to: number): void {
  expect(answer.status, answer.text).toBeGreaterThanOrEqual(from);
  expect(answer.status, answer.text).toBeLessThanOrEqual(to);
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  expect(answer.body).toMatchObject({
    type: expect.stringMatching(/^urn:numma:problem:/),
    title: expect.any(String),
    detail: expect.any(String),
    request_id: expect.any(String),
  });
  expect(Object.keys(REFUSALS)).toContain(answer.body["code"]);
  expect(answer.text).not.toMatch(/zod|ZodError|node_modules|at .*\.ts:/i);
}

describe("every route", () => {
  it.each(routes.map((route) => [route.routeKey, route] as const))(
    "%s refuses an unknown parameter and, without a token, anybody",
    async (_, route) => {
      const unknown = await world.request(route.method, `${pathOf(route)}?colour=red`, {
        token: mine.token,
        ...(route.body && { body: {} }),
      });
      if (route.routeKey === BANK_RETURN) expect(unknown.status, unknown.text).toBeLessThan(400);
      else if (!route.raw) expectProblem(unknown, 400, 404);
      if (route.may === "public") return;
      expect(await world.request(route.method, pathOf(route))).toMatchObject({
        status: 401,
        body: { code: "auth.required" },
        headers: { "www-authenticate": "Bearer" },
      });
    },
  );

  it.each(routes.filter(({ body }) => body).map((route) => [route.routeKey, route] as const))(
    "%s refuses malformed and misshapen bodies, and writes nothing",
    async (_, route) => {
      const before = await itemCount();
      for (const raw of [
        "{",
        "[]",
        "null",
        '"text"',
        "12",
        "{}}",
        "\u0000",
        '{"a":1,}',
        '{"unknown_field":1}',
        '{"camelCase":1}',
        '{"__proto__":{"a":1}}',
        "[".repeat(40) + "]".repeat(40),
        `{"a":${"[".repeat(40)}1${"]".repeat(40)}}`,
      ]) {
        expectProblem(await world.request(route.method, pathOf(route), { token: mine.token, raw }), 400, 422);
      }
      expectProblem(
        await world.request(route.method, pathOf(route), { token: mine.token, raw: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) }),
        400,
        400,
      );
      expectProblem(
        await world.request(route.method, pathOf(route), {
          token: mine.token,
          raw: "a=1",
          headers: { "content-type": "application/x-www-form-urlencoded" },
        }),
        415,
        415,
      );
      expectProblem(
        await world.request(route.method, pathOf(route), { token: mine.token, raw: `{"a":"${"x".repeat(1_048_576)}"}` }),
        413,
        413,
      );
      expect(await itemCount()).toBe(before);
    },
  );
});

it.each(["\u0000\u0000", "a\u0007b", "\ud800", "\n"])(
  "a name of control characters or half a letter is refused with a pointer",
  async (name) => {
    const answer = await mine.post("/api/accounts", { ...ACCOUNT, name });
    expectProblem(answer, 400, 400);
    expect(answer.body["errors"]).toMatchObject([{ pointer: "/name" }]);
  },
);

describe("amounts", () => {
  it.each(["1e309", "-1e309", "1.5", "1e22", '"100"', "null", "true", "[]", "1000000000001", "-1000000000001"])(
    "%s is refused with a pointer",
    async (amount) => {
      const raw = JSON.stringify({ ...ACCOUNT, opening_balance_cents: "AMOUNT" }).replace('"AMOUNT"', amount);
      const answer = await mine.as("POST", "/api/accounts", { raw });
      expectProblem(answer, 400, 400);
      expect(answer.body["errors"]).toMatchObject([{ pointer: "/opening_balance_cents" }]);
    },
  );

  it("may be negative and large, and come back to the cent", async () => {
    for (const amount of [-1_000_000_000_000, 0, 1_000_000_000_000]) {
      const made = await mine.post("/api/accounts", { ...ACCOUNT, opening_balance_cents: amount });
      expect(made).toMatchObject({ status: 201, body: { opening_balance_cents: amount, balance_cents: amount } });
    }
  });
});

it("names every wrong place by its wire spelling, in French and in English", async () => {
  const body = { name: "", account_type: "piggy", iban: "FR00", currency: "euro", extra: 1 };
  const french = await mine.post("/api/accounts", body);
  expect(french.body["errors"]).toEqual(
    expect.arrayContaining([
      { pointer: "/name", code: "empty", message: "Ce champ ne doit pas être vide." },
      { pointer: "/bank_name", code: "required", message: "Ce champ est obligatoire." },
      expect.objectContaining({ pointer: "/account_type", code: "one_of" }),
      expect.objectContaining({ pointer: "/iban" }),
      expect.objectContaining({ pointer: "/currency" }),
      { pointer: "/extra", code: "unknown_field", message: "Champ inconnu." },
    ]),
  );
  const english = await mine.as("POST", "/api/accounts", { body, headers: { "accept-language": "en-GB,fr;q=0.5" } });
  expect(english.body["errors"]).toEqual(expect.arrayContaining([{ pointer: "/extra", code: "unknown_field", message: "Unknown field." }]));
  const parameter = await mine.get("/api/accounts?colour=red");
  expect(parameter.body["errors"]).toEqual([{ pointer: "/query/colour", code: "unknown_field", message: "Paramètre inconnu." }]);
});

it("survives any JSON in any body with a 4xx", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom("/api/accounts", "/auth/login", "/api/ledger/validate", "/api/sync/connections"),
      async (value, path) => {
        const answer = await mine.as("POST", path, { raw: JSON.stringify(value) });
        expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
        expect(answer.status, answer.text).toBeLessThan(500);
      },
    ),
    { numRuns: 60 },
  );
});

describe("what is nowhere", () => {
  it("is a 404 problem, or a 405 with the methods there are", async () => {
    expectProblem(await world.request("GET", "/nope"), 404, 404);
    expect(await world.request("PATCH", "/api/accounts")).toMatchObject({
      status: 405,
      headers: { allow: "GET, HEAD, POST, OPTIONS" },
      body: { code: "route.method_not_allowed" },
    });
    expect(await world.request("POST", `/api/accounts/${sample["account_id"]}`)).toMatchObject({ status: 405 });
    expectProblem(await world.request("GET", "/api/accounts/%ZZ"), 404, 404);
  });

  it("is no preflight where no origin is allowed: the methods there are, and nothing of CORS", async () => {
    const asking = { origin: "https://evil.test", "access-control-request-method": "PUT" };
    const refused = await world.request("OPTIONS", "/api/accounts", { headers: asking });
    expect(refused).toMatchObject({ status: 204, headers: { allow: "GET, HEAD, POST, OPTIONS" } });
    expect(Object.keys(refused.headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
  });
});

it("every answer carries its cost, its request id and the security headers", async () => {
  for (const path of ["/health", "/api/accounts", "/nope"]) {
    expect((await mine.get(path)).headers, path).toMatchObject({
      "numma-cost": expect.stringMatching(/^rru=[\d.]+; wru=[\d.]+; auth-rru=[\d.]+(; limit-wru=[\d.]+)?$/),
      "x-request-id": expect.any(String),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "strict-transport-security": expect.stringContaining("max-age="),
    });
  }
});
