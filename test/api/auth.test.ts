import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { company, type TestWorld, testWorld } from "#test/world";

const REGISTRATION = {
  company: { name: "Boulangerie Durand", siren: "123456782" },
  name: "Alice Durand",
  email: "Alice@Durand.test",
  password: "un mot de passe long",
};

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

describe("sign-up and login", () => {
  it("creates company, owner and fiscal years, and logs in by e-mail and by company", async () => {
    const made = await world.request("POST", "/auth/register", { body: REGISTRATION });
    expect(made).toMatchObject({ status: 201, body: { company: { slug: "boulangerie-durand", siren: "123456782" }, role: "owner" } });
    expect(made.body).not.toHaveProperty("access_token");
    expect(made.cookies[0]).toMatch(/^__Host-session=[\w.-]+; Path=\/; Max-Age=900; Secure; HttpOnly; SameSite=Lax$/);

    const byEmail = await world.request("POST", "/auth/login", {
      body: { email: "alice@durand.test", password: REGISTRATION.password, grant: "token" },
    });
    expect(byEmail).toMatchObject({ status: 200, cookies: [], body: { token_type: "Bearer" } });
    const byCompany = await world.request("POST", "/auth/login", {
      body: { company_id: "boulangerie-durand", password: REGISTRATION.password, grant: "token" },
    });
    const token = String(byCompany.body["access_token"]);
    const me = await world.request("GET", "/auth/me", { token });
    expect(me).toMatchObject({ status: 200, body: { person: { email: "alice@durand.test" }, role: "owner" } });
    expect(me.headers["numma-cost"]).toMatch(/auth-rru=1(;|$)/);
    const years = await world.request("GET", "/api/ledger/years", { token });
    expect(years.body["data"]).toMatchObject([
      { starts_on: "2025-01-01", ends_on: "2025-12-31" },
      { starts_on: "2026-01-01", ends_on: "2026-12-31" },
    ]);
  });

  it("refuses a second account for the same e-mail, whatever its case, and writes nothing", async () => {
    const again = await world.request("POST", "/auth/register", {
      body: { ...REGISTRATION, company: { name: "Autre" }, email: "ALICE@durand.test" },
    });
    expect(again).toMatchObject({ status: 409, body: { code: "auth.email_taken" } });
    const free = await world.request("POST", "/auth/register", {
      body: { ...REGISTRATION, company: { name: "Autre" }, email: "b@durand.test" },
    });
    expect(free.status).toBe(201);
  });

  it("answers a wrong password and an unknown account alike", async () => {
    const wrong = await world.request("POST", "/auth/login", { body: { email: "alice@durand.test", password: "autre chose" } });
    const unknown = await world.request("POST", "/auth/login", { body: { email: "nobody@durand.test", password: "autre chose" } });
    for (const answer of [wrong, unknown])
      expect(answer).toMatchObject({ status: 401, body: { code: "auth.invalid_credentials", detail: "Identifiants incorrects." } });
    expect(wrong.headers["numma-cost"]).toBe(unknown.headers["numma-cost"]);
    expect({ ...wrong.body, request_id: "" }).toEqual({ ...unknown.body, request_id: "" });
  });

  it("refuses weak passwords, the demo's among them", async () => {
    const weak = {
      test123: "at_least",
      motdepasse1: "too_common",
      "1234567890": "too_common",
      aaaaaaaaaaaa: "too_common",
      durand2026: "too_personal",
    };
    for (const [password, code] of Object.entries(weak)) {
      const answer = await world.request("POST", "/auth/register", {
        body: { ...REGISTRATION, company: { name: "Durand" }, email: "c@durand.test", password },
      });
      const errors = [
        { pointer: "/password", code, message: expect.stringContaining(code === "at_least" ? "10 caractères" : "mot de passe") },
      ];
      expect(answer, password).toMatchObject({ status: 422, body: { code: "auth.weak_password", errors } });
    }
  });
});

describe("a session", () => {
  it("ends at once on logout", async () => {
    const mine = await company(world);
    expect((await mine.get("/auth/me")).status).toBe(200);
    expect((await mine.post("/auth/logout")).status).toBe(204);
    expect(await mine.get("/auth/me")).toMatchObject({ status: 401, body: { code: "auth.invalid_token" } });
  });

  it("ends after twelve hours", async () => {
    const mine = await company(world);
    world.clock.pass(12 * 3_600 + 1);
    expect((await mine.get("/auth/me")).status).toBe(401);
    world.clock.pass(-(12 * 3_600 + 1));
  });

  it("is refused when forged, altered, unsigned or of another key", async () => {
    const mine = await company(world);
    const [head = "", payload = "", signature = ""] = mine.token.split(".");
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url");
    const hmac = Buffer.from('{"alg":"HS256","typ":"at+jwt"}').toString("base64url");
    const altered = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(payload, "base64url").toString()), cid: world.newId("company") }),
    ).toString("base64url");
    const bad = [
      `${head}.${altered}.${signature}`,
      `${none}.${payload}.`,
      `${hmac}.${payload}.${signature}`,
      `${head}.${payload}.${"A".repeat(86)}`,
      "garbage",
      "a.b.c",
      "x".repeat(5_000),
    ];
    for (const token of bad)
      expect(await world.request("GET", "/auth/me", { token }), token.slice(0, 40)).toMatchObject({
        status: 401,
        body: { code: "auth.invalid_token" },
      });
  });

  it("by cookie, refuses a write from another site and takes one from ours", async () => {
    const mine = await company(world);
    const cookie = `__Host-session=${mine.token}`;
    const from = (headers: Record<string, string>) => world.request("POST", "/auth/logout", { headers: { cookie, ...headers } });
    expect(await from({ "sec-fetch-site": "cross-site", origin: "https://evil.test" })).toMatchObject({
      status: 403,
      body: { code: "auth.cross_site" },
    });
    expect((await from({})).status).toBe(403);
    expect((await world.request("GET", "/auth/me", { headers: { cookie } })).status).toBe(200);
    expect((await from({ "sec-fetch-site": "same-origin" })).status).toBe(204);
  });

  it("holds its role to the permission table", async () => {
    const viewer = await company(world, "Lecture", "viewer");
    const employee = await company(world, "Salarié", "employee");
    expect((await viewer.get("/api/accounts")).status).toBe(200);
    expect(await viewer.post("/api/ledger/validate", { through: "2025-12-31" })).toMatchObject({
      status: 403,
      body: { code: "auth.forbidden" },
    });
    expect(await employee.get("/api/accounts")).toMatchObject({ status: 403 });
  });
});

it("tells nobody which company an account belongs to", async () => {
  const [mine, theirs] = [await company(world, "Une"), await company(world, "Deux")];
  const account = await theirs.post("/api/accounts", { name: "Caisse", bank_name: "Banque", account_type: "other" });
  expect(account.status).toBe(201);
  expect(await mine.get(`/api/accounts/${account.body["id"]}`)).toMatchObject({ status: 404, body: { code: "account.not_found" } });
});
