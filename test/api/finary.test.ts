import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { machineKeys } from "#infra/local/keys";
import { SECRETS } from "#runtime/secret-shapes";
import { type FakeBank, fakeBank } from "#test/bank";
import { placesOf } from "#test/traces";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

const TOKEN = "finary-CANARY-token-0123456789";
let bank: FakeBank;
let world: TestWorld;
beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url, FINARY_API_KEY: "deployment-wide-token" } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

type Mine = Awaited<ReturnType<typeof company>>;
const connect = async (who: Mine, token: string | null = TOKEN) => {
  const made = await who.post("/api/sync/connections", { provider: "finary", ...(token !== null && { token }) });
  await world.idle();
  return made;
};
const WAIT = { prefer: "wait=20" };

describe("finary", () => {
  it("is read with the token its person left, and shows what is held by currency", async () => {
    const mine = await company(world);
    expect((await connect(mine)).status).toBe(201);
    expect((await mine.get("/api/accounts")).body["data"]).toMatchObject([{ name: "Compte Finary", balance_cents: 9_950 }]);
    const { body } = await mine.get("/api/investments");
    expect(body).toMatchObject({
      investments: [
        { label: "Amundi MSCI World", quantity: "12.5", value_cents: 612_450, cost_cents: 500_000, gain_cents: 112_450, account_id: null },
      ],
      totals: [{ currency: "EUR", value_cents: 612_450, gain_cents: 112_450, count: 1, count_without_cost: 0 }],
    });
  });

  it("is read again on demand, writing nothing that is the same", async () => {
    const mine = await company(world);
    await connect(mine);
    const before = (await mine.get("/api/investments")).text;
    world.clock.pass(60);
    const again = await mine.post("/api/sync/finary", undefined, WAIT);
    expect(again.body["runs"], again.text).toMatchObject([{ outcome: "succeeded", added: 0, updated: 0, deleted: 0 }]);
    expect((await mine.get("/api/investments")).text).toBe(before);
    expect((await mine.post("/api/sync/bridge")).body["code"]).toBe("sync.no_connection");
  });

  it("keeps what was held when the next read of it is not whole, and forgets it when a whole one has nothing", async () => {
    const mine = await company(world);
    await connect(mine);
    const read = async () => {
      world.clock.pass(60);
      await mine.post("/api/sync/finary", undefined, WAIT);
      return (await mine.get("/api/investments")).body["investments"];
    };
    bank.instead = (url) => (url.pathname.endsWith("/holdings_accounts") ? '{"result":[{"id":"hold-1"}],"error":{"code":"x"}}' : null);
    expect(await read()).toHaveLength(1);
    bank.instead = (url) => (url.pathname.endsWith("/holdings_accounts") ? '{"result":[],"error":null}' : null);
    expect(await read()).toEqual([]);
    bank.instead = () => null;
  });

  it("takes no deployment-wide token for a company it is not for, and none at all for a provider that asks for consent", async () => {
    const mine = await company(world);
    const refused = await connect(mine, null);
    expect([refused.status, refused.body["code"]]).toEqual([422, "sync.bank_token_rejected"]);
    const other = await mine.post("/api/sync/connections", { provider: "sandbox", token: TOKEN });
    expect([other.status, other.body["code"]]).toEqual([400, "request.invalid"]);
    expect((await mine.get("/api/sync/connections")).body["data"]).toEqual([]);
  });

  it("is off where the deployment has no address for it", async () => {
    const bare = await testWorld({});
    try {
      const refused = await (await company(bare)).post("/api/sync/connections", { provider: "finary", token: TOKEN });
      expect([refused.status, refused.body["code"]]).toEqual([422, "sync.provider_unavailable"]);
    } finally {
      await bare.end();
    }
  });

  it("leaves a token sealed on its connection and readable nowhere, and seals it anew once keys have changed", async () => {
    const mine = await company(world);
    const { body } = await connect(mine);
    const sealed = async () => {
      const item = await world.scoped(mine.id).get({ Key: { pk: `COMPANY#${mine.id}#CONNECTIONS`, sk: String(body["id"]) } });
      return String(item?.["sealedToken"]);
    };
    const before = await sealed();
    expect(await placesOf(world, TOKEN)).toEqual([]);
    for (const path of ["/api/sync/connections", "/api/sync/status"]) expect((await mine.get(path)).text).not.toContain(before);
    expect(JSON.stringify(body)).not.toContain(TOKEN);
    const old = SECRETS.envelope.parse(JSON.parse(world.secret("envelope")));
    const fresh = SECRETS.envelope.parse(JSON.parse(machineKeys(() => "fresh").envelope));
    world.secrets.put("numma/envelope", { id: "v2", text: JSON.stringify({ keys: [...fresh.keys, ...old.keys] }) });
    world.clock.pass(400);
    await mine.post("/api/sync/finary", undefined, WAIT);
    const after = await sealed();
    expect(before.split(".")[1]).toBe(old.keys[0]?.id);
    expect(after.split(".")[1]).toBe("fresh");
    world.clock.pass(60);
    expect((await mine.post("/api/sync/finary", undefined, WAIT)).body["runs"]).toMatchObject([{ outcome: "succeeded" }]);
  });
});

describe("the one company of a deployment", () => {
  it("is read with the deployment's own token, and no other company is", async () => {
    const onDisk = mkdtempSync(join(tmpdir(), "numma-single-"));
    const settings = { SANDBOX_BASE_URL: bank.url, FINARY_API_KEY: "deployment-wide-token" };
    const before = await testWorld({ onDisk, settings });
    const { id, personId } = await company(before);
    await before.end();
    const own = await testWorld({ onDisk, settings: { ...settings, NUMMA_SINGLE_COMPANY: id } });
    try {
      const token = await tokenFor(own, { personId, companyId: id, role: "owner" });
      const made = await own.request("POST", "/api/sync/connections", { token, body: { provider: "finary" } });
      expect(made.status, made.text).toBe(201);
      await own.idle();
      expect((await own.request("GET", "/api/accounts", { token })).body["data"]).toMatchObject([{ name: "Compte Finary" }]);
      const other = await company(own);
      expect((await other.post("/api/sync/connections", { provider: "finary" })).body["code"]).toBe("sync.bank_token_rejected");
      expect(await placesOf(own, "deployment-wide-token")).toEqual([]);
    } finally {
      await own.end();
      rmSync(onDisk, { recursive: true, force: true });
    }
  });
});
