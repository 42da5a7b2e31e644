import { afterAll, beforeAll, expect, it } from "vitest";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { bankState } from "#test/sync/totals";
import { company, type TestWorld, testWorld } from "#test/world";

let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
const ENGLISH = { "accept-language": "en-GB,en;q=0.9" };

beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } });
  mine = await company(world);
  bank.accounts = [1, 2].map((id) => ({ id, name: `Compte ${id}`, type: "checking" }));
  bank.rows = [...bookedRows(6, 1), ...bookedRows(6, 2)];
  await mine.post("/api/sync/connections", { provider: "sandbox" });
  await world.idle();
});
afterAll(async () => {
  await world.end();
  await bank.close();
});

const news = (id: number, account: number, amount: string) => ({
  ...{ id, account, amount, label: "CB*1234 GARAGE DU PORT", date: "2026-11-24", updatedAt: world.clock.now().toISOString() },
});
const sync = async (headers: Readonly<Record<string, string>> = {}) => {
  world.clock.pass(60);
  const { body, headers: told } = await mine.post("/api/sync/manual", undefined, { prefer: "wait=20", ...headers });
  return { run: (body["runs"] as Record<string, unknown>[])[0], told };
};
const statusOf = async (headers: Readonly<Record<string, string>> = {}) => {
  const { body } = await mine.as("GET", "/api/sync/status", { headers });
  return (body["connections"] as (Record<string, unknown> & { accounts: Record<string, unknown>[] })[])[0];
};

it("reads one account whole while another cannot be read, says so in both languages, and catches up from the same cursor", async () => {
  bank.rows = [...bank.rows, news(900_001, 1, "-12.50"), news(900_002, 2, "-7.125")];
  const { run, told } = await sync();
  expect(told).toMatchObject({ "content-language": "fr", vary: "accept-language" });
  expect(run).toMatchObject({
    ...{ outcome: "partial", added: 1, accounts: 2, error_code: null },
    message: "1 nouvelle opération. 1 compte n'a pas pu être lu en entier.",
  });
  expect(await statusOf()).toMatchObject({ state: "active", failures: 0 });
  const [read, unread] =
    (await statusOf())?.accounts.toSorted((left, right) => (String(left["name"]) < String(right["name"]) ? -1 : 1)) ?? [];
  expect(read).toMatchObject({ name: "Compte 1", state: "ok", last_error: null });
  expect(unread).toMatchObject({ name: "Compte 2", state: "failed", state_since: world.clock.now().toISOString() });
  expect(unread?.["last_error"]).toEqual(expect.any(String));

  const logs = await mine.as("GET", "/api/sync/logs?limit=1", { headers: ENGLISH });
  expect(logs.headers).toMatchObject({ "content-language": "en", vary: "accept-language" });
  expect((logs.body["data"] as unknown[])[0]).toMatchObject({
    message: "1 new transaction. 1 account could not be read whole.",
    account_runs: [
      { account_id: unread?.["id"], added: 0, message: "Read in part; the account keeps what was known." },
      { account_id: read?.["id"], added: 1, error: null, message: "1 new transaction." },
    ],
  });

  bank.rows = [...bank.rows.filter(({ id }) => id !== 900_002), { ...news(900_002, 2, "-7.13"), updatedAt: "2026-11-25T11:00:30.000Z" }];
  expect((await sync(ENGLISH)).run).toMatchObject({ outcome: "succeeded", added: 1, message: "1 new transaction." });
  expect((await statusOf(ENGLISH))?.accounts.map(({ state }) => state)).toEqual(["ok", "ok"]);
  expect(await statusOf(ENGLISH)).toMatchObject({ message: "Banque Horizon is connected." });
  expect((await bankState(world, mine.id)).live).toHaveLength(14);
});

it("tells a refusal in the language of who is refused, and a repetition in that of the first answer", async () => {
  const key = { "idempotency-key": "one" };
  const first = await mine.post("/api/sync/manual", undefined, { ...key, ...ENGLISH });
  expect(first.headers["content-language"]).toBe("en");
  const again = await mine.post("/api/sync/manual", undefined, key);
  expect(again.headers).toMatchObject({ "idempotent-replayed": "true", "content-language": "en" });
  const missing = "/api/sync/connections/con_00000000000000000000000000";
  for (const [headers, language, detail] of [
    [{}, "fr", "Connexion bancaire introuvable."],
    [ENGLISH, "en", "Bank connection not found."],
  ] as const)
    expect(await mine.as("GET", missing, { headers })).toMatchObject({
      status: 404,
      headers: { "content-language": language },
      body: { detail },
    });
});
