import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authApi } from "#functions/api/auth/routes";
import { openapi } from "#runtime/openapi";
import { refresh, tokensOf } from "#test/way-in";
import { type Answer, company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

const refused = (answer: Answer) => expect(answer).toMatchObject({ status: 401, body: { code: "auth.refresh_refused" } });
const alive = async (token: unknown) => (await world.request("GET", "/auth/me", { token: String(token) })).status;

describe("a refresh token", () => {
  it("is exchanged for another one and a new access token, again and again", async () => {
    const mine = await company(world);
    let token: unknown = (await tokensOf(world, mine)).refreshToken;
    const seen = new Set<unknown>();
    for (let turn = 0; turn < 5; turn += 1) {
      const answer = await refresh(world, token);
      expect(answer).toMatchObject({ status: 200, cookies: [], body: { token_type: "Bearer" } });
      expect(await alive(answer.body["access_token"])).toBe(200);
      token = answer.body["refresh_token"];
      seen.add(token);
      world.clock.pass(20 * 60);
    }
    expect(seen.size).toBe(5);
  });

  it("gives the same successor to the client that lost the reply, within ten seconds", async () => {
    const { refreshToken } = await tokensOf(world, await company(world));
    const first = await refresh(world, refreshToken, "app/1");
    world.clock.pass(10);
    const again = await refresh(world, refreshToken, "app/1");
    expect(again).toMatchObject({ status: 200, body: { refresh_token: first.body["refresh_token"] } });
    expect((await refresh(world, first.body["refresh_token"], "app/1")).status).toBe(200);
  });

  it("ends the session for everybody when it comes back later", async () => {
    const mine = await company(world);
    const { refreshToken } = await tokensOf(world, mine);
    const { body } = await refresh(world, refreshToken);
    world.clock.pass(11);
    refused(await refresh(world, refreshToken));
    refused(await refresh(world, body["refresh_token"]));
    expect(await alive(body["access_token"])).toBe(401);
    expect(await alive(mine.token)).toBe(200);
  });

  it("ends the session when another client shows it, even at once", async () => {
    const { refreshToken } = await tokensOf(world, await company(world));
    const { body } = await refresh(world, refreshToken, "owner/1");
    refused(await refresh(world, refreshToken, "thief/1"));
    refused(await refresh(world, body["refresh_token"], "owner/1"));
  });

  it("ends the session when it is two exchanges old", async () => {
    const { refreshToken } = await tokensOf(world, await company(world));
    const { body } = await refresh(world, refreshToken);
    const last = await refresh(world, body["refresh_token"]);
    refused(await refresh(world, refreshToken));
    expect(await alive(last.body["access_token"])).toBe(401);
  });

  it("shown twenty times at once makes one family that lives", async () => {
    const { refreshToken } = await tokensOf(world, await company(world));
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(world, refreshToken)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const successors = new Set(answers.map(({ body }) => body["refresh_token"]));
    expect(successors.size).toBe(1);
    expect((await refresh(world, [...successors][0])).status).toBe(200);
  });

  it("that was never given out harms no session, whoever's name it bears", async () => {
    const mine = await company(world);
    const { refreshToken } = await tokensOf(world, mine);
    const [version, companyPart, sessionPart, , turn] = refreshToken.split(".");
    const strange = "A".repeat(43);
    for (const text of [
      [version, companyPart, sessionPart, strange, turn].join("."),
      [version, companyPart, sessionPart?.replace(/.$/, "Z"), strange, strange].join("."),
      "nr1.x.y",
      "x".repeat(190),
      "",
    ])
      expect((await refresh(world, text)).status, text).toBeGreaterThanOrEqual(400);
    expect((await refresh(world, refreshToken)).status).toBe(200);
  });

  it("dies after half an hour unused, and with its session after twelve", async () => {
    const mine = await company(world);
    const { refreshToken } = await tokensOf(world, mine);
    world.clock.pass(30 * 60);
    refused(await refresh(world, refreshToken));
    let token: unknown = (await tokensOf(world, mine)).refreshToken;
    for (let passed = 0; passed < 12 * 60 - 25; passed += 25) {
      world.clock.pass(25 * 60);
      const answer = await refresh(world, token);
      expect(answer.status).toBe(200);
      token = answer.body["refresh_token"];
    }
    world.clock.pass(25 * 60);
    refused(await refresh(world, token));
  });

  it("of a remembered session sleeps for weeks, and dies after thirty days", async () => {
    const mine = await company(world);
    const { refreshToken } = await tokensOf(world, mine, { remember: true });
    world.clock.pass(20 * 86_400);
    const { status, body } = await refresh(world, refreshToken);
    expect(status).toBe(200);
    world.clock.pass(10 * 86_400);
    refused(await refresh(world, body["refresh_token"]));
  });

  it("is kept nowhere: neither it nor an old one opens anything with what the table holds alone", async () => {
    const mine = await company(world);
    const { refreshToken, accessToken } = await tokensOf(world, mine);
    const { body } = await refresh(world, refreshToken);
    const items = await world.engine.exec("Scan", { TableName: "numma" });
    const text = JSON.stringify(items);
    for (const secret of [refreshToken, String(body["refresh_token"])])
      for (const part of secret.split(".").slice(3)) expect(text.includes(part)).toBe(false);
    expect(text.includes(accessToken)).toBe(false);
  });
});

describe("a browser", () => {
  const login = async () => {
    const mine = await company(world);
    const { refreshToken } = await tokensOf(world, mine);
    return { mine, cookie: `__Secure-refresh=${refreshToken}` };
  };
  const from = (cookie: string, headers: Record<string, string>) =>
    world.request("POST", "/auth/refresh", { raw: "", headers: { cookie, ...headers } });

  it("refreshes by its cookie alone and finds no token in the body", async () => {
    const { cookie } = await login();
    const answer = await from(cookie, { "sec-fetch-site": "same-origin" });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body).sort()).toEqual(["expires_at", "refresh_expires_at", "session_expires_at"]);
    expect(answer.cookies).toEqual([
      expect.stringMatching(/^__Host-session=[\w.-]+; Path=\/; Max-Age=900; Secure; HttpOnly; SameSite=Lax$/),
      expect.stringMatching(/^__Secure-refresh=nr1\.[\w.-]+; Path=\/auth\/refresh; Max-Age=1800; Secure; HttpOnly; SameSite=Strict$/),
    ]);
    for (const one of answer.cookies) expect(one.length).toBeLessThan(4_096);
  });

  it("is not made to refresh, log in or sign up by another site", async () => {
    const { cookie } = await login();
    for (const headers of [
      { "sec-fetch-site": "cross-site", origin: "https://evil.test" },
      { "sec-fetch-site": "same-site", origin: "https://other.numma.test" },
      { origin: "https://evil.test" },
      { origin: "null" },
    ])
      for (const path of ["/auth/refresh", "/auth/login", "/auth/register", "/auth/password/forgot"])
        expect(await world.request("POST", path, { body: {}, headers: { cookie, ...headers } }), path).toMatchObject({
          status: 403,
          body: { code: "auth.cross_site" },
        });
    expect((await from(cookie, { "sec-fetch-site": "same-origin" })).status).toBe(200);
  });
});

it("never asks for credentials in an address", () => {
  const text = JSON.stringify(openapi([authApi], "1"));
  expect(/"in":"query"/.test(text)).toBe(false);
});
