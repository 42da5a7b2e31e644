import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type BankRowFixture, bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { colleague } from "#test/people";
import { bankState, recomputed } from "#test/sync/totals";
import { company, type TestWorld, testWorld } from "#test/world";

const SECRET = "whsec_example";
let bank: FakeBank;
let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
const WAIT = { prefer: "wait=20" };

beforeAll(async () => {
  bank = await fakeBank();
  world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url, BRIDGE_BASE_URL: bank.url, BRIDGE_WEBHOOK_SECRET: SECRET } });
});
afterAll(async () => {
  await world.end();
  await bank.close();
});
beforeEach(async () => {
  bank.accounts = [{ id: 1, name: "Compte courant", type: "checking", iban: "FR7630006000011234567890189" }];
  bank.rows = bookedRows(20);
  bank.failNext = { status: 500, times: 0 };
  mine = await company(world);
});

/** The fake bank has one user, so each company's connection claims its webhooks in turn. */
const connect = async () => {
  const made = await mine.post("/api/sync/connections", { provider: "sandbox" });
  await world.idle();
  return made;
};
const sync = async () => {
  world.clock.pass(60);
  const answer = await mine.post("/api/sync/manual", undefined, WAIT);
  return (
    answer.body["runs"] as { outcome: string; added: number; updated: number; deleted: number; unchanged: number; message: string }[]
  )[0];
};
const state = () => bankState(world, mine.id);
const expectTotals = async () => {
  const { rows, kept } = await state();
  expect(kept).toEqual(recomputed(rows));
};
const row = (fields: Partial<BankRowFixture> & { readonly id: number }): BankRowFixture => ({
  account: 1,
  amount: "-42.00",
  label: "CB*1234 GARAGE DU PORT",
  date: "2025-06-03",
  updatedAt: "2025-06-03T05:00:00.000Z",
  ...fields,
});

describe("a first sync", () => {
  it("opens accounts, keeps every row once, categorises, and keeps totals equal to the rows", async () => {
    const made = await connect();
    expect(made).toMatchObject({
      status: 201,
      body: { provider: "sandbox", state: "pending_consent", connect_url: expect.stringMatching(/^https:/) },
    });
    const viewer = await colleague(world, mine.id, "viewer");
    const seenBy = async (who: Pick<typeof mine, "get">) => (await who.get("/api/sync/connections")).body["data"];
    expect(await seenBy(viewer)).toMatchObject([{ id: made.body["id"], connect_url: null }]);
    expect(await seenBy(mine)).toMatchObject([{ id: made.body["id"], connect_url: made.body["connect_url"] }]);
    const { live } = await state();
    expect(live).toHaveLength(20);
    await expectTotals();
    const { body } = await mine.get("/api/accounts");
    const [account] = body["data"] as { balance_cents: number; reported: { balance_cents: number } }[];
    expect(account).toMatchObject({ name: "Compte courant", bank_name: "Banque Horizon", ledger_account: "512001", transaction_count: 20 });
    expect(account?.balance_cents).toBe(account?.reported.balance_cents);
    const listed = (await mine.get("/api/transactions")).body["data"] as { category: { reason: string; confidence_ppm: number } }[];
    expect(listed.every(({ category }) => category.reason.length > 0)).toBe(true);
    expect((await mine.get("/api/sync/connections")).body["data"]).toMatchObject([{ state: "active", bank_name: "Banque Horizon" }]);
  });

  it("reads page after page", async () => {
    bank.rows = bookedRows(130);
    await connect();
    expect((await state()).live).toHaveLength(130);
  });
});

describe("a later sync", () => {
  it("that finds nothing new writes no row, at <= 6 RRU and <= 5 WRU for three accounts of 200 rows", async () => {
    bank.accounts = [1, 2, 3].map((id) => ({ id, name: `Compte ${id}`, type: "checking" }));
    bank.rows = [1, 2, 3].flatMap((account) =>
      bookedRows(200, account).map((one, index) => ({
        ...one,
        date: `2025-05-${String(1 + (index % 30)).padStart(2, "0")}`,
        updatedAt: "2025-05-31T05:00:00.000Z",
      })),
    );
    await connect();
    const before = await state();
    world.events.length = 0;
    expect(await sync()).toMatchObject({
      outcome: "succeeded",
      added: 0,
      updated: 0,
      deleted: 0,
      unchanged: 600,
      message: "Rien de nouveau.",
    });
    expect(await state()).toEqual(before);
    const run = world.events.find(({ event, worker }) => event === "worked" && worker === "sync/connection");
    expect(run?.["rru"]).toBeLessThanOrEqual(6);
    expect(run?.["wru"]).toBeLessThanOrEqual(5);
  });

  it("applies new rows, edits and deletions, and the totals follow", async () => {
    await connect();
    const [first, second] = bank.rows;
    if (!first || !second) throw new Error("no fixture");
    bank.rows = [
      { ...first, amount: "-99.99", updatedAt: "2025-06-02T05:00:00.000Z" },
      { ...second, deleted: true, updatedAt: "2025-06-02T05:00:00.000Z" },
      ...bank.rows.slice(2),
      row({ id: 9_001 }),
    ];
    expect(await sync()).toMatchObject({ added: 1, updated: 1, deleted: 1 });
    expect((await state()).live).toHaveLength(20);
    await expectTotals();
  });

  it("ends pending to booked as one row with its id, its category and its note", async () => {
    bank.rows = [...bookedRows(5), row({ id: 500, booked: false, date: "2025-06-02", updatedAt: "2025-06-02T05:00:00.000Z" })];
    await connect();
    const [pending] = (await mine.get("/api/transactions")).body["data"] as { id: string; status: string }[];
    expect(pending?.status).toBe("pending");
    await mine.as("PATCH", `/api/transactions/${pending?.id}`, { body: { category_id: "entretien_reparation", note: "vidange" } });
    bank.rows = [
      ...bookedRows(5),
      row({ id: 500, booked: false, deleted: true, date: "2025-06-02", updatedAt: "2025-06-04T05:00:00.000Z" }),
      row({ id: 501, updatedAt: "2025-06-04T05:00:00.000Z" }),
    ];
    expect(await sync()).toMatchObject({ added: 0, updated: 1, deleted: 0 });
    const { live, aliases } = await state();
    expect(live).toHaveLength(6);
    expect(aliases).toHaveLength(1);
    expect((await mine.get(`/api/transactions/${pending?.id}`)).body).toMatchObject({
      status: "booked",
      note: "vidange",
      category: { id: "entretien_reparation", source: "user" },
    });
    await expectTotals();
    expect(await sync()).toMatchObject({ added: 0, updated: 0, deleted: 0 });
  });

  it("moves the cursor only after a complete read", async () => {
    await connect();
    bank.rows = [...bank.rows, row({ id: 700, updatedAt: "2025-06-05T05:00:00.000Z" })];
    bank.failNext = { status: 400, times: 1 };
    const failed = await sync();
    expect(failed).toMatchObject({ outcome: "failed" });
    expect((await state()).live).toHaveLength(20);
    expect(await sync()).toMatchObject({ outcome: "succeeded", added: 1 });
  });

  it("of a bank that is throttled comes back by itself after a pause", async () => {
    await connect();
    bank.rows = [...bank.rows, row({ id: 750, updatedAt: "2025-06-05T05:00:00.000Z" })];
    bank.failNext = { status: 429, times: 30 };
    expect(await sync()).toMatchObject({ outcome: "failed", message: "Banque Horizon : le fournisseur limite nos appels ; nouvel essai automatique." });
    bank.failNext = { status: 500, times: 0 };
    expect(world.sqs.queue("sync").counts()).toMatchObject({ delayed: 1, inFlight: 0 });
    world.clock.pass(61);
    world.sqs.tick();
    await world.idle();
    expect((await state()).live).toHaveLength(21);
    expect(world.sqs.queue("sync").counts()).toMatchObject({ visible: 0, delayed: 0, inFlight: 0 });
  });

  it("asked five times at once runs without doubling anything", async () => {
    await connect();
    bank.rows = [...bank.rows, row({ id: 800, updatedAt: "2025-06-05T05:00:00.000Z" })];
    world.clock.pass(60);
    await Promise.all([1, 2, 3, 4, 5].map(() => mine.post("/api/sync/manual")));
    await world.idle();
    expect((await state()).live).toHaveLength(21);
    await expectTotals();
  });
});

it("twelve requests that meet a held connection leave one message that asks again, and its read covers them all", async () => {
  await connect();
  world.clock.pass(60);
  const [{ id } = { id: "" }] = (await mine.get("/api/sync/connections")).body["data"] as { id: string }[];
  const Key = { pk: `COMPANY#${mine.id}#CONNECTIONS`, sk: id };
  const at = (seconds: number) => new Date(world.clock.now().getTime() + seconds * 1_000).toISOString();
  await world.table(mine.id).update({
    Key,
    UpdateExpression: "SET leaseOwner = :dead, leaseUntil = :until, lastStartedAt = :started",
    ExpressionAttributeValues: { ":dead": "sync_dead#1", ":until": at(14), ":started": at(-1) },
  });
  bank.rows = [...bank.rows, row({ id: 850, updatedAt: "2025-06-05T05:00:00.000Z" })];
  for (let request = 0; request < 12; request += 1) {
    await mine.post("/api/sync/manual");
    await world.idle();
    world.clock.pass(1);
  }
  expect(world.sqs.queue("sync").counts()).toMatchObject({ visible: 0, inFlight: 0, delayed: 1 });
  expect((await state()).live).toHaveLength(20);
  world.clock.pass(16);
  world.sqs.tick();
  await world.idle();
  expect((await state()).live).toHaveLength(21);
});

describe("a Bridge webhook", () => {
  const body = (type = "item.refreshed", at = 1) =>
    `{"content":{"item_id":7,"user_uuid":"user-1"},"timestamp":${1_795_240_800_000 + at},"type":"${type}"}`;
  const signed = (raw: string, secret = SECRET) => `v1=${createHmac("sha256", secret).update(raw).digest("hex").toUpperCase()}`;
  const send = (raw: string, header = signed(raw)) =>
    world.request("POST", "/api/webhooks/bridge", { raw, headers: { "bridgeapi-signature": header } });
  const events = async () => (await mine.get("/api/webhooks/events")).body["data"] as { type: string; outcome: string }[];
  const sandboxIsBridge = async () => {
    await mine.post("/api/sync/connections", { provider: "bridge" }).catch(() => undefined);
    await world.table(mine.id).put({
      Item: {
        pk: "SYSTEM#PROVIDER#bridge#user-1",
        sk: "PROVIDER",
        companyId: mine.id,
        connectionId: String(((await mine.get("/api/sync/connections")).body["data"] as { id: string }[])[0]?.id),
      },
    });
  };

  it("with a right signature reads the connection once, however often it comes", async () => {
    await connect();
    await sandboxIsBridge();
    bank.rows = [...bank.rows, row({ id: 900, updatedAt: "2025-06-06T05:00:00.000Z" })];
    world.clock.pass(60);
    const answers = await Promise.all([1, 2, 3].map(() => send(body())));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await world.idle();
    expect((await state()).live).toHaveLength(21);
    expect(await events()).toMatchObject([{ type: "item.refreshed", outcome: "sync_requested" }]);
    const delivered = world.events.filter(({ event, worker }) => event === "worked" && worker === "webhooks/process");
    for (const { wru } of delivered) expect(wru).toBeLessThanOrEqual(2);
    const before = (await mine.get("/api/sync/logs")).body["data"] as unknown[];
    await send(body());
    await world.idle();
    expect((await mine.get("/api/sync/logs")).body["data"]).toHaveLength(before.length);
  });

  it("altered, unsigned or signed by another secret is a 401 and queues nothing", async () => {
    const raw = body("item.refreshed", 2);
    for (const header of ["", "v1=", signed(`${raw} `), signed(raw, "other"), signed(raw).replace("v1", "v0"), `t=1,${"A".repeat(64)}`]) {
      expect(await send(raw, header), header.slice(0, 12)).toMatchObject({ status: 401, body: { code: "webhook.bad_signature" } });
    }
    expect(await world.request("POST", "/api/webhooks/bridge", { raw: "not json" })).toMatchObject({ status: 401 });
    expect(world.sqs.queue("webhooks").counts()).toMatchObject({ visible: 0, inFlight: 0 });
  });

  it("of an unknown user or kind is accepted and changes nothing", async () => {
    const raw = '{"content":{"user_uuid":"nobody"},"timestamp":1,"type":"item.refreshed"}';
    expect((await send(raw)).status).toBe(200);
    expect((await send(body("payment.created", 3))).status).toBe(200);
    await world.idle();
    expect(world.sqs.queue("webhooks-dlq").counts()).toMatchObject({ visible: 0 });
  });
});

describe("the night", () => {
  it("queues one read a connection, and fired twice reads each once", async () => {
    await connect();
    world.clock.pass(60);
    expect(await world.schedules.run("sync-tick")).toBe(true);
    await world.idle();
    const logs = (await mine.get("/api/sync/logs")).body["data"] as { trigger: string; outcome: string }[];
    expect(logs[0]).toMatchObject({ trigger: "nightly", outcome: "succeeded" });
  });
});

it("refuses a provider that is not configured, and a sync without a bank", async () => {
  expect(await mine.post("/api/sync/connections", { provider: "bridge" })).toMatchObject({
    status: 422,
    body: { code: "sync.provider_unavailable", errors: [{ pointer: "/provider" }] },
  });
  expect(await mine.post("/api/sync/manual")).toMatchObject({ status: 409, body: { code: "sync.no_connection" } });
});

it("rewrites no row the bank has merely touched", async () => {
  await connect();
  bank.rows = bank.rows.map((one) => ({ ...one, updatedAt: "2025-06-09T05:00:00.000Z" }));
  const before = await state();
  expect(await sync()).toMatchObject({ added: 0, updated: 0, deleted: 0 });
  expect((await state()).rows).toEqual(before.rows);
});

it("reads an account the bank shares later from its beginning", async () => {
  await connect();
  const old = bookedRows(12, 2);
  bank.rows = [...bank.rows, ...old];
  expect(await sync()).toMatchObject({ added: 0 });
  bank.accounts = [...bank.accounts, { id: 2, name: "Compte bis", type: "checking" }];
  bank.rows = [...bank.rows, row({ id: 300_000, account: 2, updatedAt: "2025-06-10T05:00:00.000Z" })];
  expect(await sync()).toMatchObject({ outcome: "succeeded", added: 13 });
  const { body } = await mine.get("/api/accounts");
  for (const account of body["data"] as { balance_cents: number; reported: { balance_cents: number } }[])
    expect(account.balance_cents).toBe(account.reported.balance_cents);
  await expectTotals();
});

it("opens a bank's account once when two runs meet it at the same time", async () => {
  await mine.post("/api/sync/connections", { provider: "sandbox" });
  const [{ id } = { id: "" }] = (await mine.get("/api/sync/connections")).body["data"] as { id: string }[];
  const message = {
    companyId: mine.id,
    connectionId: id,
    syncId: world.newId("sync"),
    trigger: "manual",
    requestedAt: world.clock.now().toISOString(),
  };
  const event = { Records: [{ messageId: "m", body: JSON.stringify(message), attributes: { ApproximateReceiveCount: "1" } }] };
  const invoke = () => world.handlers.get("sync/connection")?.(event, { getRemainingTimeInMillis: () => 60_000 });
  await Promise.all([invoke(), invoke(), invoke()]);
  await world.idle();
  expect((await mine.get("/api/accounts")).body["data"]).toHaveLength(1);
  expect((await state()).live).toHaveLength(20);
  await expectTotals();
});
