import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeBank, fakeBank } from "#test/bank";
import { placesOf } from "#test/traces";
import { company, type TestWorld, testWorld } from "#test/world";

const TOKEN = "bankin-CANARY-token-0123456789";
let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } });
  mine = await company(world);
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

const run = (who = mine, headers: Record<string, string> = {}) => who.post("/api/sync/bankin", { access_token: TOKEN }, headers);

describe("POST /api/sync/bankin", () => {
  it("reads the banks behind the token now, and a second time finds nothing new", async () => {
    const first = await run();
    expect(first.status, first.text).toBe(200);
    expect(first.body).toMatchObject({ finished: true, requested: 1, runs: [{ outcome: "succeeded", added: 1, accounts: 1 }] });
    const { body } = await mine.get("/api/transactions");
    expect(body["data"]).toMatchObject([{ amount_cents: -750, date: "2025-06-02", raw_label: "CB*1234 GARAGE" }]);
    world.clock.pass(60);
    expect((await run()).body).toMatchObject({ runs: [{ added: 0, updated: 0, deleted: 0, unchanged: 1 }] });
    expect((await mine.get("/api/sync/connections")).body["data"]).toMatchObject([{ provider: "bankin", state: "active" }]);
  });

  it("says that it leaves, when, and what takes its place, whatever it answers", async () => {
    for (const answer of [await run(), await mine.post("/api/sync/bankin", {}), await world.request("POST", "/api/sync/bankin")]) {
      expect(answer.headers).toMatchObject({
        deprecation: "@1795651200",
        sunset: "Thu, 31 Dec 2026 23:59:59 GMT",
        link: '</api/sync/connections>; rel="successor-version"',
      });
    }
  });

  it("is told the same again under the same key, and reads once", async () => {
    const other = await company(world);
    const [first, again] = [await run(other, { "idempotency-key": "k" }), await run(other, { "idempotency-key": "k" })];
    expect([again.headers["idempotent-replayed"], again.text]).toEqual(["true", first.text]);
    expect((await other.get("/api/sync/logs")).body["data"]).toHaveLength(1);
  });

  it("has one connection a company, whoever calls first", async () => {
    const other = await company(world);
    await Promise.all([run(other), run(other), run(other)]);
    expect((await other.get("/api/sync/connections")).body["data"]).toHaveLength(1);
  });

  it("is not read by the night, nor by the others' routes: nobody has its token", async () => {
    const other = await company(world);
    await run(other);
    const manual = await other.post("/api/sync/manual");
    expect([manual.status, manual.body["code"]]).toEqual([409, "sync.no_connection"]);
    const logs = (await other.get("/api/sync/logs")).body["data"];
    await world.idle();
    expect((await other.get("/api/sync/logs")).body["data"]).toEqual(logs);
  });

  it("a token the provider refuses is refused, with the way to Bridge", async () => {
    bank.failNext = { status: 401, times: 1 };
    const other = await company(world);
    const refused = await run(other);
    expect([refused.status, refused.body["code"]]).toEqual([422, "sync.bank_token_rejected"]);
    expect(refused.body["detail"]).toContain("Bridge");
    expect((await other.get("/api/sync/connections")).body["data"]).toMatchObject([{ state: "reauth_required" }]);
  });

  it("a bank that is down is said so, and when to come back", async () => {
    bank.instead = (url) => (url.pathname === "/v2/items" ? '{"data":[]}' : null);
    const other = await company(world);
    const failed = await run(other);
    bank.instead = () => null;
    expect([failed.status, failed.body["code"], failed.headers["retry-after"]]).toEqual([503, "sync.provider_unreachable", "60"]);
    expect((await other.get("/api/sync/logs")).body["data"]).toMatchObject([{ outcome: "failed", error_code: "invalid_answer" }]);
  });

  it("leaves its token nowhere: not in the table, a queue, a log, an error or an answer that is kept", async () => {
    const other = await company(world);
    await run(other, { "idempotency-key": "secret" });
    bank.failNext = { status: 401, times: 1 };
    const refused = await run(other);
    await other.post("/api/sync/bankin", { access_token: `${TOKEN} with spaces` });
    await other.post("/api/sync/bankin", { access_token: TOKEN, other: TOKEN });
    await world.idle();
    expect(await placesOf(world, TOKEN)).toEqual([]);
    expect(await placesOf(world, Buffer.from(TOKEN).toString("base64").slice(0, 30))).toEqual([]);
    expect(refused.text).not.toContain(TOKEN);
  });
});

describe("after the end", () => {
  it("the official service is retired: refused at once, and the connection says so", async () => {
    const later = await testWorld({
      start: "2027-01-01T00:00:00.000Z",
      settings: { BANKIN_BASE_URL: "https://sync.bankin.com", BANKIN_CLIENT_ID: "client", BANKIN_CLIENT_SECRET: "secret" },
    });
    try {
      const other = await company(later);
      for (const _ of [1, 2]) {
        const refused = await run(other, { "accept-language": "en" });
        expect([refused.status, refused.body["code"]]).toEqual([410, "sync.provider_retired"]);
        expect(refused.body["detail"]).toContain("Bridge");
      }
      expect((await other.get("/api/sync/connections")).body["data"]).toMatchObject([{ state: "provider_retired" }]);
      expect((await other.get("/api/sync/logs")).body["data"]).toHaveLength(1);
    } finally {
      await later.end();
    }
  });

  it("a deployment without its client is refused by name", async () => {
    const bare = await testWorld({});
    try {
      const refused = await run(await company(bare));
      expect([refused.status, refused.body["code"]]).toEqual([422, "sync.provider_unavailable"]);
    } finally {
      await bare.end();
    }
  });
});
