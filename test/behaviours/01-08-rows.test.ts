import { afterAll, beforeAll, expect, it } from "vitest";
import { type Simulation, simulation } from "#test/simulator/simulation";
import { booked, customer, held, IBAN, pending } from "./customer.ts";

let simulated: Simulation;
beforeAll(async () => {
  simulated = await simulation({ start: "2026-03-10T09:00:00.000Z" });
});
afterAll(() => simulated.end());

const ROWS = "/v3/aggregation/transactions";

it("behaviour 1: reading again changes nothing: rows, ids, balances and instants are identical", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("112.30"));
    bank.upsert(booked(11, "-42.1", "2026-03-02"), booked(12, "54.4", "2026-03-04"), pending(13, "-9", "2026-03-09"));
  });
  const [before, balances] = [await mine.state(), await mine.balances()];
  for (let round = 0; round < 3; round += 1)
    expect(await mine.sync()).toMatchObject({ outcome: "succeeded", added: 0, updated: 0, deleted: 0 });
  expect(await mine.state()).toEqual(before);
  expect([balances, await mine.balances()]).toEqual([[11_230], [11_230]]);
});

it("behaviour 2: two identical real payments stay two rows, however often they are read", async () => {
  const mine = await customer(simulated, (bank) => bank.upsert(booked(21, "-3.2", "2026-03-02"), booked(22, "-3.2", "2026-03-02")));
  mine.bank.upsert(booked(23, "-3.2", "2026-03-02"));
  expect(await mine.sync()).toMatchObject({ added: 1 });
  expect(await mine.sync()).toMatchObject({ added: 0, updated: 0, deleted: 0 });
  expect(await mine.rows()).toEqual(Array(3).fill("-320 2026-03-02 booked"));
  expect(await mine.totalsAreRows()).toBe(true);
});

it("behaviour 3: a deletion becomes a tombstone, balance and totals follow, and no later read revives it or drops another", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("70"));
    bank.upsert(booked(31, "-10", "2026-03-02"), booked(32, "-20", "2026-03-02"), booked(33, "100", "2026-03-03"));
  });
  mine.bank.remove(32);
  mine.bank.setAccounts(held("90"));
  expect(await mine.sync()).toMatchObject({ deleted: 1 });
  for (let day = 0; day < 4; day += 1) expect(await mine.sync(86_400)).toMatchObject({ added: 0, updated: 0, deleted: 0 });
  const { rows, live } = await mine.state();
  expect([rows.length, live.length]).toEqual([3, 2]);
  expect(await mine.balances()).toEqual([9_000]);
  expect(await mine.totalsAreRows()).toBe(true);
});

const SETTLE = {
  "under the same id": (bank) => bank.edit(42, { date: "2026-03-11", booking_date: "2026-03-11" }),
  "under a new id, the old one deleted": (bank) => bank.reissue(42, 43, { date: "2026-03-11", booking_date: "2026-03-11" }),
  "under a new id with another amount": (bank) => bank.reissue(42, 43, { amount: "-64.8", date: "2026-03-11", booking_date: "2026-03-11" }),
  "after it vanished without a word": (bank) => {
    bank.vanish(42);
    bank.upsert(booked(43, "-60", "2026-03-11"));
  },
} satisfies Record<string, (bank: Awaited<ReturnType<typeof customer>>["bank"]) => void>;

it.each(Object.entries(SETTLE))(
  "behaviour 4: pending to booked ends as one live row with its id, note and category: %s",
  async (how, settle) => {
    simulated.world.clock.set("2026-03-10T09:00:00.000Z");
    const mine = await customer(simulated, (bank) => bank.upsert(booked(41, "-1", "2026-03-02"), pending(42, "-60", "2026-03-09")));
    const before = (await mine.transactions()).find(({ status }) => status === "pending");
    await mine.ask("PATCH", `/api/transactions/${before?.id}`, { category_id: "entretien_reparation", note: "vidange" });
    settle(mine.bank);
    for (let day = 0; day < 4; day += 1) await mine.sync(86_400);
    const amount = how.includes("another amount") ? "-6480" : "-6000";
    expect(await mine.rows()).toEqual(["-100 2026-03-02 booked", `${amount} 2026-03-11 booked`].sort());
    const after = (await mine.transactions()).find(({ date }) => date === "2026-03-11");
    expect(after).toMatchObject({ id: before?.id, note: "vidange", category: { id: "entretien_reparation", source: "user" } });
    expect(await mine.totalsAreRows()).toBe(true);
  },
);

it("behaviour 4: an announced payment that is never charged and vanishes without a word is gone within days", async () => {
  const mine = await customer(simulated, (bank) => bank.upsert(booked(44, "-1", "2026-03-02"), pending(45, "-60", "2026-03-09")));
  mine.bank.vanish(45);
  for (let day = 0; day < 10; day += 1) await mine.sync(86_400);
  expect(await mine.rows()).toEqual(["-100 2026-03-02 booked"]);
});

it("behaviour 5: the newest version of a row wins, whatever the order in which versions are told", async () => {
  simulated.world.clock.set("2026-03-10T09:00:00.000Z");
  const mine = await customer(simulated, (bank) => bank.upsert(booked(51, "-10", "2026-03-02")));
  const [old] = mine.bank.statement().transactions;
  simulated.world.clock.pass(60);
  mine.bank.edit(51, { amount: "-11" });
  expect(await mine.sync()).toMatchObject({ updated: 1 });
  simulated.bridge.fail({ kind: "rows", path: ROWS, change: () => (old ? [old] : []) });
  expect(await mine.sync()).toMatchObject({ updated: 0 });
  expect(await mine.rows()).toEqual(["-1100 2026-03-02 booked"]);
});

it("behaviour 6: a read that fails on its last page moves nothing, and the next one finds everything", async () => {
  const mine = await customer(simulated, (bank) => bank.upsert(booked(61, "-1", "2026-03-02")));
  mine.bank.setPageRows(2);
  mine.bank.upsert(...[62, 63, 64, 65, 66].map((id) => booked(id, `-${id}`, "2026-03-09")));
  simulated.bridge.fail({ kind: "status", status: 400, path: ROWS, skip: 2 });
  expect(await mine.sync()).toMatchObject({ outcome: "failed" });
  expect(await mine.rows()).toHaveLength(1);
  expect(await mine.sync()).toMatchObject({ outcome: "succeeded", added: 5 });
});

it("behaviour 6: rows committed late, or while pages are read, are found by the next reads", async () => {
  const mine = await customer(simulated, (bank) => bank.upsert(booked(67, "-1", "2026-03-02")));
  const { now } = simulated.world.clock;
  mine.bank.setPageRows(2);
  mine.bank.upsert(...[71, 72, 73, 74].map((id) => booked(id, `-${id}`, "2026-03-09")));
  const act = () =>
    mine.bank.upsert(
      booked(75, "-75", "2026-03-09", { updated_at: new Date(now().getTime() - 290_000).toISOString() }),
      booked(76, "-76", "2026-03-09"),
    );
  simulated.bridge.fail({ kind: "meanwhile", act, path: ROWS, skip: 1 });
  await mine.sync();
  await mine.sync();
  expect(await mine.rows()).toHaveLength(7);
});

it("behaviour 7: money is exact in 0, 2 and 3 decimals, and hundreds of awkward amounts add up to the cent", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(
      held("1234568.19"),
      { id: 2, currency_code: "JPY", balance: "-700", accounting_balance: "-700" },
      { id: 3, currency_code: "TND", balance: "1.501", accounting_balance: "1.501" },
    );
    bank.upsert(booked(81, "0.1", "2026-03-02"), booked(82, "0.2", "2026-03-02"), booked(83, "1234567.89", "2026-03-02"));
    bank.upsert(
      booked(84, "-700", "2026-03-02", { account_id: 2, currency_code: "JPY" }),
      booked(85, "1.501", "2026-03-02", { account_id: 3, currency_code: "TND" }),
    );
  });
  const all = await mine.accounts();
  expect(all.map(({ totals, openingBalanceCents }) => [totals.bookedCents, openingBalanceCents])).toEqual([
    [123_456_819, 0],
    [-700, 0],
    [1_501, 0],
  ]);
  const amounts = Array.from({ length: 600 }, (_, index) => `-${index}.${String((index * 37) % 100).padStart(2, "0")}`);
  mine.bank.upsert(...amounts.map((amount, index) => booked(1_000 + index, amount, "2026-03-05")));
  await mine.sync();
  const sum = amounts.reduce((total, text) => total - BigInt(text.slice(1).replace(".", "")), 123_456_819n);
  expect(BigInt((await mine.accounts())[0]?.totals.bookedCents ?? 0)).toBe(sum);
  expect(await mine.totalsAreRows()).toBe(true);
});

it("behaviour 8: what a person said of a row survives edits, rewriting under another id, and a reconnection", async () => {
  simulated.world.clock.set("2026-03-10T09:00:00.000Z");
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("0"));
    bank.upsert(booked(91, "-10", "2026-03-02"), booked(92, "-1", "2026-03-01"));
  });
  const row = (await mine.transactions()).find(({ amount_cents: cents }) => cents === -1_000);
  await mine.ask("PATCH", `/api/transactions/${row?.id}`, { category_id: "entretien_reparation", note: "vidange" });
  mine.bank.edit(91, { provider_description: "CARTE GARAGE DU PORT NANTES 44", amount: "-10.5" });
  await mine.sync();
  mine.bank.reissue(91, 93);
  await mine.sync();
  for (const id of [91, 92, 93]) mine.bank.vanish(id);
  mine.bank.setItems({ id: 2 });
  mine.bank.setAccounts({ ...held("0"), id: 4, iban: IBAN, item_id: 2 });
  mine.bank.upsert(
    booked(94, "-10.5", "2026-03-02", { account_id: 4, provider_description: "CARTE GARAGE DU PORT NANTES 44" }),
    booked(95, "-1", "2026-03-01", { account_id: 4 }),
  );
  await mine.sync();
  expect((await mine.ask("GET", `/api/transactions/${row?.id}`)).body).toMatchObject({
    ...{ note: "vidange", amount_cents: -1_050, category: { id: "entretien_reparation", source: "user" } },
  });
  expect(await mine.rows()).toHaveLength(2);
});
