import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Simulation, simulation } from "#test/simulator/simulation";
import { booked, customer, held, IBAN } from "./customer.ts";

const ROWS = "/v3/aggregation/transactions";

let simulated: Simulation;
beforeAll(async () => {
  simulated = await simulation({ start: "2026-03-10T09:00:00.000Z" });
});
afterEach(() => simulated.bridge.clearFaults());
afterAll(() => simulated.end());

const one = () =>
  customer(simulated, (bank) => {
    bank.setAccounts(held("-42.1"));
    bank.upsert(booked(11, "-42.1", "2026-03-02"));
  });

it("behaviour 17: scheduled rows stay out of booked money, rows of zero are kept, and no total mixes currencies", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("100"), { id: 2, currency_code: "USD", balance: "30", accounting_balance: "30" });
    bank.upsert(booked(1, "100", "2026-03-02"), booked(2, "0", "2026-03-03"));
    bank.upsert(
      { id: 3, amount: "-55", date: "2026-03-20", future: true },
      booked(4, "30", "2026-03-04", { account_id: 2, currency_code: "USD" }),
    );
  });
  const [euros, dollars] = await mine.accounts();
  expect(euros?.totals).toMatchObject({ bookedCents: 10_000, bookedCount: 2, futureCents: -5_500, futureCount: 1 });
  expect(dollars?.totals).toMatchObject({ bookedCents: 3_000, bookedCount: 1 });
  expect(await mine.rows()).toContain("0 2026-03-03 booked");
  expect(await mine.totalsAreRows()).toBe(true);
});

it("behaviour 17: a row in another currency than its account's is kept as told and out of the account's balance", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("-10"));
    bank.upsert(booked(1, "-10", "2026-03-02"), booked(2, "-99", "2026-03-03", { currency_code: "USD" }));
  });
  const rows = (await mine.state()).live.map(({ amountCents, currency }) => `${amountCents} ${currency}`).sort();
  expect(rows).toEqual(["-1000 EUR", "-9900 USD"]);
  expect(await mine.balances()).toEqual([-1_000]);
  expect(await mine.totalsAreRows()).toBe(true);
});

it("behaviour 18: dates stand as the bank wrote them, at midnight, at the change of the clocks and at New Year; old dates are taken", async () => {
  const days = ["2025-12-31", "2026-01-01", "2026-03-28", "2026-03-29", "2025-10-26", "2024-02-29"];
  const mine = await customer(simulated, (bank) =>
    bank.upsert(
      ...days.map((day, index) => booked(index + 1, `-${index + 1}`, day, { updated_at: `2026-03-09T2${index % 4}:59:59.999Z` })),
    ),
  );
  expect((await mine.state()).live.map(({ date }) => String(date)).sort()).toEqual([...days].sort());
  simulated.world.clock.set("2026-10-25T00:30:00.000Z");
  mine.bank.upsert(booked(9, "-9", "2025-06-01"));
  expect(await mine.sync()).toMatchObject({ added: 1 });
  simulated.world.clock.set("2026-03-10T09:00:00.000Z");
});

it("behaviour 19: pages that go round in circles end the read, and nothing of it is kept", async () => {
  const mine = await one();
  mine.bank.upsert(booked(12, "-7", "2026-03-09"));
  simulated.bridge.fail({ kind: "next_uri", nextUri: "self", path: ROWS, times: 9 });
  const calls = simulated.bridge.calls.length;
  expect(await mine.sync()).toMatchObject({ outcome: "failed", error_code: "invalid_answer" });
  expect(simulated.bridge.calls.length - calls).toBeLessThan(10);
  expect(await mine.rows()).toHaveLength(1);
});

it.each(["https://canary.example/v3/aggregation/transactions", "//canary.example/v3/x", "https://user@canary.example/v3/x"])(
  "behaviour 19: a next page on another host is never asked for: %s",
  async (nextUri) => {
    const mine = await one();
    simulated.bridge.fail({ kind: "next_uri", nextUri, path: ROWS, times: 9 });
    const elsewhere = simulated.elsewhere.length;
    expect(await mine.sync()).toMatchObject({ outcome: "failed", error_code: "invalid_answer" });
    expect(simulated.elsewhere.slice(elsewhere)).toEqual([]);
  },
);

it.each([null, "null", "", "undefined"])("behaviour 19: `next_uri` %j is the last page", async (nextUri) => {
  const mine = await one();
  mine.bank.upsert(booked(12, "-7", "2026-03-09"));
  simulated.bridge.fail({ kind: "next_uri", nextUri, path: ROWS });
  expect(await mine.sync()).toMatchObject({ outcome: "succeeded", added: 1 });
});

it("behaviour 19: fields and words nobody knows are passed over, and one unreadable row costs its account, not the others", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts({ ...held("-1"), type: "spaceship", ...{ colour: "blue" } }, { id: 2, balance: "-2", accounting_balance: "-2" });
    bank.upsert(
      { ...booked(1, "-1", "2026-03-02"), ...{ operation_type: "teleport", extra: { deep: [null] } } },
      booked(2, "-2", "2026-03-02", { account_id: 2 }),
    );
  });
  expect(await mine.rows()).toHaveLength(2);
  mine.bank.upsert(booked(3, "-1.234", "2026-03-09"), booked(4, "-4", "2026-03-09", { account_id: 2 }));
  await mine.sync();
  expect(await mine.rows()).toContain("-400 2026-03-09 booked");
});

it("behaviour 20: an account the bank adds is opened and read from its beginning; one it ends keeps its history", async () => {
  const mine = await one();
  const history = [21, 22, 23].map((id) => booked(id, `-${id}`, "2026-01-15", { account_id: 2 }));
  mine.bank.setAccounts(held("-42.1"), { id: 2, name: "Livret", balance: "-66", accounting_balance: "-66" });
  mine.bank.upsert(...history);
  expect(await mine.sync()).toMatchObject({ outcome: "succeeded", added: 3, accounts: 2 });
  mine.bank.setAccounts(held("-42.1"));
  for (let night = 0; night < 3; night += 1) await mine.sync(86_400);
  expect(await mine.rows()).toHaveLength(4);
  expect((await mine.accounts()).map(({ sync }) => sync?.state)).toEqual(["ok", "gone"]);
  mine.bank.setAccounts(held("-42.1"), { id: 2, name: "Livret", balance: "-96", accounting_balance: "-96" });
  mine.bank.upsert(booked(24, "-30", "2026-03-10", { account_id: 2 }));
  await mine.sync();
  expect(await mine.accounts()).toHaveLength(2);
  expect(await mine.balances()).toEqual([-4_210, -9_600]);
});

it("behaviour 20: an account the person stops sharing is kept and said to be unshared, and goes on when it is shared again", async () => {
  const mine = await one();
  mine.bank.setAccounts({ ...held("-42.1"), data_access: "disabled" });
  for (let night = 0; night < 3; night += 1) await mine.sync(86_400);
  expect((await mine.accounts()).map(({ sync }) => sync?.state)).toEqual(["unshared"]);
  expect(await mine.rows()).toHaveLength(1);
  mine.bank.setAccounts(held("-49.1"));
  mine.bank.upsert(booked(12, "-7", "2026-03-10"));
  await mine.sync();
  expect((await mine.accounts()).map(({ sync }) => sync?.state)).toEqual(["ok"]);
  expect(await mine.rows()).toHaveLength(2);
});

it("behaviour 20: a login made anew, with other ids for everything, is the same account and the same rows", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("-45.3"));
    bank.upsert(booked(11, "-42.1", "2026-03-02"), booked(12, "-1.6", "2026-03-03"), booked(13, "-1.6", "2026-03-03"));
  });
  const before = (await mine.transactions()).map(({ id }) => id).sort();
  for (const id of [11, 12, 13]) mine.bank.vanish(id);
  mine.bank.setItems({ id: 99 });
  mine.bank.setAccounts({ id: 77, iban: IBAN, item_id: 99, balance: "-45.3", accounting_balance: "-45.3" });
  const again = { account_id: 77 };
  mine.bank.upsert(
    booked(111, "-42.1", "2026-03-02", again),
    booked(112, "-1.6", "2026-03-03", again),
    booked(113, "-1.6", "2026-03-03", again),
  );
  for (let night = 0; night < 4; night += 1) expect(await mine.sync(86_400)).toMatchObject({ outcome: "succeeded", added: 0, deleted: 0 });
  expect(await mine.accounts()).toHaveLength(1);
  expect((await mine.transactions()).map(({ id }) => id).sort()).toEqual(before);
  expect(await mine.balances()).toEqual([-4_530]);
});

it("behaviour 20: every run is told: what it added, changed, deleted and left, how long it took, what went wrong", async () => {
  const mine = await one();
  simulated.bridge.fail({ kind: "status", status: 400, path: ROWS });
  await mine.sync();
  mine.bank.upsert(booked(12, "-7", "2026-03-09"), booked(13, "-8", "2026-03-09"));
  mine.bank.edit(11, { amount: "-43" });
  await mine.sync();
  const [last, failed, first] = await mine.list<Record<string, unknown>>("/api/sync/logs");
  expect(last).toMatchObject({ outcome: "succeeded", added: 2, updated: 1, deleted: 0, error_code: null, trigger: "manual" });
  expect(failed).toMatchObject({ outcome: "failed", error_code: "refused", message: expect.stringMatching(/\.$/) });
  expect(first).toMatchObject({
    outcome: "succeeded",
    added: 1,
    trigger: "connect",
    started_at: expect.any(String),
    finished_at: expect.any(String),
  });
});

it("a provider that is down for a day changes nothing of what is read here, is said to be down, and is caught up with at its first answer", async () => {
  simulated.world.clock.set("2026-03-10T09:00:00.000Z");
  const mine = await one();
  const [before, balances] = [await mine.transactions(), await mine.balances()];
  simulated.bridge.fail({ kind: "status", status: 503, headers: { "retry-after": "3600" }, times: 9_999 });
  for (let hour = 0; hour < 24; hour += 6) {
    expect(await mine.sync(6 * 3_600)).toMatchObject({ outcome: "failed", error_code: "unavailable" });
    mine.bank.upsert(booked(100 + hour, `-${hour + 1}`, "2026-03-10"));
    expect(await mine.transactions()).toEqual(before);
    expect(await mine.balances()).toEqual(balances);
  }
  const [status] = (await mine.ask("GET", "/api/sync/status")).body["connections"] as Record<string, unknown>[];
  expect(JSON.stringify(status)).toContain("2026-03-10T");
  simulated.bridge.clearFaults();
  // An hour is what it asked for, and nobody asks it sooner; not all come back at the same second.
  expect(await mine.sync(3_600 + 31)).toMatchObject({ outcome: "succeeded", added: 4 });
  expect(await mine.rows()).toHaveLength(5);
});
