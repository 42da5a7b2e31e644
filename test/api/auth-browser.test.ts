import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { login } from "#infra/local/api-client";
import { DEMO, ensureDemoCompany } from "#infra/local/demo-company";
import { emailOf, givePassword, PASSWORD } from "#test/way-in";
import { company, type TestWorld, testWorld } from "#test/world";

const APP = "https://app.numma.test";
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true, settings: { ALLOWED_ORIGIN: `${APP}, https://admin.numma.test` } });
});
afterAll(() => world.end());

const JSON_BODY = { name: "Caisse", bank_name: "Banque", account_type: "other" };

describe("a write with a cookie", () => {
  const from = async (headers: Record<string, string>, raw = JSON.stringify(JSON_BODY)) => {
    const mine = await company(world);
    return world.request("POST", "/api/accounts", { raw, headers: { cookie: `__Host-session=${mine.token}`, ...headers } });
  };

  it("is taken from our own pages and from allowed origins", async () => {
    for (const headers of [
      { "sec-fetch-site": "same-origin" },
      { "sec-fetch-site": "none" },
      { "sec-fetch-site": "same-origin", origin: "https://localhost" },
      { "sec-fetch-site": "cross-site", origin: APP },
      { "sec-fetch-site": "same-site", origin: "https://admin.numma.test" },
      { origin: APP },
      { origin: "https://localhost" },
    ])
      expect((await from(headers)).status, JSON.stringify(headers)).toBe(201);
  });

  it("is refused from anywhere else, and when nothing says where it comes from", async () => {
    for (const headers of [
      {},
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "cross-site", origin: "https://evil.test" },
      { "sec-fetch-site": "cross-site", origin: "https://localhost" },
      { origin: "https://evil.test" },
      { origin: "null" },
      { origin: `${APP}.evil.test` },
      { origin: APP.replace("https", "http") },
      { origin: "" },
      { referer: `${APP}/page` },
    ])
      expect(await from(headers), JSON.stringify(headers)).toMatchObject({ status: 403, body: { code: "auth.cross_site" } });
  });

  it("is refused with a body any page may send without asking", async () => {
    for (const type of [
      "text/plain",
      "text/plain; charset=utf-8",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "",
    ])
      expect(await from({ "sec-fetch-site": "same-origin", "content-type": type }), type).toMatchObject({
        status: 403,
        body: { code: "auth.cross_site" },
      });
  });

  it("needs none of it with a bearer token, which no browser sends by itself", async () => {
    const mine = await company(world);
    const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.test" };
    expect((await mine.as("POST", "/api/accounts", { body: JSON_BODY, headers })).status).toBe(201);
  });
});

describe("an API key", () => {
  it("opens nothing from within the session's cookie, for reading or writing", async () => {
    const mine = await company(world);
    const made = await mine.post("/api/keys", { name: "K", scopes: ["accounts:read", "accounts:write"] });
    const key = String(made.body["key"]);
    expect((await world.request("GET", "/api/accounts", { token: key })).status).toBe(200);
    const answer = await world.request("GET", "/api/accounts", { headers: { cookie: `__Host-session=${key}` } });
    expect([answer.status, answer.body["code"]]).toEqual([401, "auth.invalid_token"]);
  });
});

describe("a login", () => {
  it("of a browser sets its cookies, makes it a known device once, and shows no token", async () => {
    const mine = await company(world);
    await givePassword(world, mine);
    const body = { email: await emailOf(world, mine), password: PASSWORD, remember: true };
    const first = await world.request("POST", "/auth/login", { body, headers: { "sec-fetch-site": "same-origin" } });
    expect(first).toMatchObject({ status: 200 });
    expect(first.text).not.toMatch(/token/);
    expect(first.cookies).toEqual([
      expect.stringMatching(/^__Host-session=[\w.-]+; Path=\/; Max-Age=900; Secure; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^__Secure-refresh=[\w.-]+; Path=\/auth\/refresh; Max-Age=2592000; Secure; HttpOnly; SameSite=Strict$/),
      expect.stringMatching(/^__Host-device=[\w-]{43}; Path=\/; Max-Age=31536000; Secure; HttpOnly; SameSite=Strict$/),
    ]);
    const device = first.cookies[2]?.split(";", 1)[0] ?? "";
    const again = await world.request("POST", "/auth/login", { body, headers: { cookie: device, origin: APP } });
    expect(again.cookies.map((cookie) => cookie.split("=", 1)[0])).toEqual(["__Host-session", "__Secure-refresh"]);
  });

  it("of a program gives its tokens in the body, sets no cookie, and tells how long each lasts", async () => {
    const mine = await company(world);
    await givePassword(world, mine);
    const body = { email: await emailOf(world, mine), password: PASSWORD, grant: "token" };
    const answer = await world.request("POST", "/auth/login", { body });
    const inSeconds = (seconds: number) => new Date(world.clock.now().getTime() + seconds * 1_000).toISOString();
    expect(answer).toMatchObject({
      ...{ status: 200, cookies: [] },
      body: { expires_at: inSeconds(900), refresh_expires_at: inSeconds(1_800), session_expires_at: inSeconds(43_200) },
    });
    expect(answer.body).not.toHaveProperty("device_token");
    world.clock.pass(906);
    expect((await world.request("GET", "/auth/me", { token: String(answer.body["access_token"]) })).status).toBe(401);
  });

  it("is refused half a letter, and answers an unknown account in the same words", async () => {
    const half = await world.request("POST", "/auth/login", { raw: '{"email":"a@b.test","password":"\\ud83d motdepasse"}' });
    expect(half).toMatchObject({ status: 400, body: { code: "request.invalid" } });
  });
});

it("lets the demo's client go on after its access token ended", async () => {
  await ensureDemoCompany({ operator: world.operator, table: "numma" }, world.clock.now, world.newId);
  const api = await login(world.gateway, DEMO.slug, DEMO.password);
  const Anything = z.unknown();
  for (let time = 0; time < 3; time += 1) {
    await api.get("/auth/me", Anything);
    world.clock.pass(20 * 60);
  }
  await expect(api.get("/auth/me", Anything)).resolves.toBeDefined();
});
