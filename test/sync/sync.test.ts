import { describe, expect, it } from "vitest";
import { bookedRows } from "#test/bank";
import { colleague } from "#test/people";
import { syncDesk, toldRow } from "./sync-desk.ts";

const desk = syncDesk();
const { connect, sync, state, expectTotals } = desk;

describe("a first sync", () => {
  it("opens accounts, keeps every row once, categorises, and keeps totals equal to the rows", async () => {
    const made = await connect();
    expect(made).toMatchObject({
      status: 201,
      body: { provider: "sandbox", state: "pending_consent", connect_url: expect.stringMatching(/^https:/) },
    });
    const viewer = await colleague(desk.world, desk.mine.id, "viewer");
    const seenBy = async (who: Pick<typeof desk.mine, "get">) => (await who.get("/api/sync/connections")).body["data"];
    expect(await seenBy(viewer)).toMatchObject([{ id: made.body["id"], connect_url: null }]);
    expect(await seenBy(desk.mine)).toMatchObject([{ id: made.body["id"], connect_url: made.body["connect_url"] }]);
    const { live } = await state();
    expect(live).toHaveLength(20);
    await expectTotals();
    const { body } = await desk.mine.get("/api/accounts");
    const [account] = body["data"] as { balance_cents: number; reported: { balance_cents: number } }[];
    expect(account).toMatchObject({ name: "Compte courant", bank_name: "Banque Horizon", ledger_account: "512001", transaction_count: 20 });
    expect(account?.balance_cents).toBe(account?.reported.balance_cents);
    const listed = (await desk.mine.get("/api/transactions")).body["data"] as { category: { reason: string; confidence_ppm: number } }[];
    expect(listed.every(({ category }) => category.reason.length > 0)).toBe(true);
    expect((await desk.mine.get("/api/sync/connections")).body["data"]).toMatchObject([{ state: "active", bank_name: "Banque Horizon" }]);
  });

  it("reads page after page", async () => {
    desk.bank.rows = bookedRows(130);
    await connect();
    expect((await state()).live).toHaveLength(130);
  });
});

describe("a later sync", () => {
  it("that finds nothing new writes no row, at <= 6 RRU and <= 5 WRU for three accounts of 200 rows", async () => {
    desk.bank.accounts = [1, 2, 3].map((id) => ({ id, name: `Compte ${id}`, type: "checking" }));
    desk.bank.rows = [1, 2, 3].flatMap((account) =>
      bookedRows(200, account).map((one, index) => ({
        ...one,
        date: `2025-05-${String(1 + (index % 30)).padStart(2, "0")}`,
        updatedAt: "2025-05-31T05:00:00.000Z",
      })),
    );
    await connect();
    const before = await state();
    desk.world.events.length = 0;
    expect(await sync()).toMatchObject({
      outcome: "succeeded",
      added: 0,
      updated: 0,
      deleted: 0,
      unchanged: 600,
      message: "Rien de nouveau.",
    });
    expect(await state()).toEqual(before);
    const run = desk.world.events.find(({ event, worker }) => event === "worked" && worker === "sync/connection");
    expect(run?.["rru"]).toBeLessThanOrEqual(6);
    expect(run?.["wru"]).toBeLessThanOrEqual(5);
  });

  it("applies new rows, edits and deletions, and the totals follow", async () => {
    await connect();
    const [first, second] = desk.bank.rows;
    if (!first || !second) throw new Error("no fixture");
    desk.bank.rows = [
      { ...first, amount: "-99.99", updatedAt: "2025-06-02T05:00:00.000Z" },
      { ...second, deleted: true, updatedAt: "2025-06-02T05:00:00.000Z" },
      ...desk.bank.rows.slice(2),
      toldRow({ id: 9_001 }),
    ];
    expect(await sync()).toMatchObject({ added: 1, updated: 1, deleted: 1 });
    expect((await state()).live).toHaveLength(20);
    await expectTotals();
  });

  it("ends pending to booked as one row with its id, its category and its note", async () => {
    desk.bank.rows = [...bookedRows(5), toldRow({ id: 500, booked: false, date: "2025-06-02", updatedAt: "2025-06-02T05:00:00.000Z" })];
    await connect();
    const [pending] = (await desk.mine.get("/api/transactions")).body["data"] as { id: string; status: string }[];
    expect(pending?.status).toBe("pending");
    await desk.mine.as("PATCH", `/api/transactions/${pending?.id}`, { body: { category_id: "entretien_reparation", note: "vidange" } });
    desk.bank.rows = [
      ...bookedRows(5),
      toldRow({ id: 500, booked: false, deleted: true, date: "2025-06-02", updatedAt: "2025-06-04T05:00:00.000Z" }),
      toldRow({ id: 501, updatedAt: "2025-06-04T05:00:00.000Z" }),
    ];
    expect(await sync()).toMatchObject({ added: 0, updated: 1, deleted: 0 });
    const { live, aliases } = await state();
    expect(live).toHaveLength(6);
    expect(aliases).toHaveLength(1);
    expect((await desk.mine.get(`/api/transactions/${pending?.id}`)).body).toMatchObject({
      status: "booked",
      note: "vidange",
      category: { id: "entretien_reparation", source: "user" },
    });
    await expectTotals();
    expect(await sync()).toMatchObject({ added: 0, updated: 0, deleted: 0 });
  });

  it("moves the cursor only after a complete read", async () => {
    await connect();
    desk.bank.rows = [...desk.bank.rows, toldRow({ id: 700, updatedAt: "2025-06-05T05:00:00.000Z" })];
    desk.bank.failNext = { status: 400, times: 1 };
    const failed = await sync();
    expect(failed).toMatchObject({ outcome: "failed" });
    expect((await state()).live).toHaveLength(20);
    expect(await sync()).toMatchObject({ outcome: "succeeded", added: 1 });
  });

  it("of a bank that is throttled comes back by itself after a pause", async () => {
    await connect();
    desk.bank.rows = [...desk.bank.rows, toldRow({ id: 750, updatedAt: "2025-06-05T05:00:00.000Z" })];
    desk.bank.failNext = { status: 429, times: 30 };
    expect(await sync()).toMatchObject({
      outcome: "failed",
      message: "Banque Horizon : le fournisseur limite nos appels ; nouvel essai automatique.",
    });
    desk.bank.failNext = { status: 500, times: 0 };
    expect(desk.world.sqs.queue("sync").counts()).toMatchObject({ delayed: 1, inFlight: 0 });
    desk.world.clock.pass(61);
    desk.world.sqs.tick();
    await desk.world.idle();
    expect((await state()).live).toHaveLength(21);
    expect(desk.world.sqs.queue("sync").counts()).toMatchObject({ visible: 0, delayed: 0, inFlight: 0 });
  });

  it("asked five times at once runs without doubling anything", async () => {
    await connect();
    desk.bank.rows = [...desk.bank.rows, toldRow({ id: 800, updatedAt: "2025-06-05T05:00:00.000Z" })];
    desk.world.clock.pass(60);
    await Promise.all([1, 2, 3, 4, 5].map(() => desk.mine.post("/api/sync/manual")));
    await desk.world.idle();
    expect((await state()).live).toHaveLength(21);
    await expectTotals();
  });
});

it("rewrites no row the bank has merely touched", async () => {
  await connect();
  desk.bank.rows = desk.bank.rows.map((one) => ({ ...one, updatedAt: "2025-06-09T05:00:00.000Z" }));
  const before = await state();
  expect(await sync()).toMatchObject({ added: 0, updated: 0, deleted: 0 });
  expect((await state()).rows).toEqual(before.rows);
});

it("reads an account the bank shares later from its beginning", async () => {
  await connect();
  const old = bookedRows(12, 2);
  desk.bank.rows = [...desk.bank.rows, ...old];
  expect(await sync()).toMatchObject({ added: 0 });
  desk.bank.accounts = [...desk.bank.accounts, { id: 2, name: "Compte bis", type: "checking" }];
  desk.bank.rows = [...desk.bank.rows, toldRow({ id: 300_000, account: 2, updatedAt: "2025-06-10T05:00:00.000Z" })];
  expect(await sync()).toMatchObject({ outcome: "succeeded", added: 13 });
  const { body } = await desk.mine.get("/api/accounts");
  for (const account of body["data"] as { balance_cents: number; reported: { balance_cents: number } }[])
    expect(account.balance_cents).toBe(account.reported.balance_cents);
  await expectTotals();
});
