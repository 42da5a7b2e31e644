import { afterAll, beforeAll, expect, it } from "vitest";
import type { Engine } from "#infra/local/dynamodb/engine";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { everyKillPoint } from "#test/faults/harness";
import { deliver, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { bankState, recomputed } from "#test/sync/totals";
import { company } from "#test/world";

let bank: FakeBank;
beforeAll(async () => {
  bank = await fakeBank();
});
afterAll(() => bank.close());

type Trial = SwitchableWorld & { readonly companyId: Awaited<ReturnType<typeof company>>["id"]; readonly message: object };

/** A company with a connection and, for the second read, the rows of the first. */
async function fresh(settled: boolean): Promise<Trial> {
  bank.accounts = [1, 2].map((id) => ({ id, name: `Compte ${id}`, type: "checking" }));
  bank.rows = [
    ...bookedRows(30, 1),
    ...bookedRows(30, 2),
    { id: 77, account: 1, amount: "-9.90", label: "CB*1 CAFE", date: "2025-06-01", booked: false, updatedAt: "2025-06-01T05:00:00.000Z" },
  ];
  const world = await switchableWorld({ SANDBOX_BASE_URL: bank.url });
  const mine = await company(world);
  const { body } = await mine.post("/api/sync/connections", { provider: "sandbox" });
  const message = () => ({
    companyId: mine.id,
    connectionId: body["id"],
    syncId: world.newId("sync"),
    trigger: "manual",
    requestedAt: world.clock.now().toISOString(),
  });
  if (settled) {
    await deliver(world, "sync/connection", message());
    world.clock.pass(60);
    const [first, second, ...rest] = bank.rows;
    if (!first || !second) throw new Error("no fixture");
    const at = "2025-06-03T05:00:00.000Z";
    bank.rows = [
      { ...first, amount: "-1.00", updatedAt: at },
      { ...second, deleted: true, updatedAt: at },
      ...rest.map((row) => (row.id === 77 ? { ...row, deleted: true, updatedAt: at } : row)),
      { id: 78, account: 1, amount: "-9.90", label: "CB*1 CAFE", date: "2025-06-03", updatedAt: at },
      ...Array.from({ length: 60 }, (_, index) => ({
        id: 5_000 + index,
        account: 1 + (index % 2),
        amount: `-${index + 1}.00`,
        label: "CB*2 MARCHE",
        date: "2025-06-02",
        updatedAt: at,
      })),
    ];
  }
  return Object.assign(world, { companyId: mine.id, message: message() });
}

const run = (engine: Engine, world: Trial): Promise<void> => {
  world.through(engine);
  world.clock.pass(1);
  return deliver(world, "sync/connection", world.message);
};

/** What must not depend on who died when: each row once, as the bank has it, and totals equal to the rows. */
async function check(world: Trial): Promise<void> {
  world.through(world.engine);
  const { rows, live, kept } = await bankState(world, world.companyId);
  expect(kept).toEqual(recomputed(rows));
  const mine = live.map(({ amountCents, date, providerId, status }) => `${providerId} ${amountCents} ${date} ${status}`).sort();
  const theirs = bank.rows
    .filter(({ deleted }) => !deleted)
    .map(({ id, amount, date, booked }) => `${id} ${Math.round(Number(amount) * 100)} ${date} ${booked === false ? "pending" : "booked"}`);
  expect(mine).toEqual(theirs.sort());
}

it.each([
  ["the first read of 61 rows", false],
  ["a read of 60 new rows, an edit, a deletion and a pending row booked", true],
])("killed before and after every write of %s, a sync ends in the same state", async (what, settled) => {
  const report = await everyKillPoint<Trial>({ fresh: () => fresh(settled), run, check });
  console.log(
    `sync, ${what}: killed at ${report.killPoints} points of ${report.writes} writes, 0 rows lost, 0 doubled, totals = sum of rows`,
  );
  expect(report.killPoints).toBe(report.writes * 2);
});
