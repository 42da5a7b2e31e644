import { afterAll, beforeAll, expect, it } from "vitest";
import { planFaults } from "#infra/local/dynamodb/fault-plan";
import { withFaults } from "#infra/local/dynamodb/faults";
import { bookedRows, type FakeBank, fakeBank } from "#test/bank";
import { deliver, switchableWorld } from "#test/faults/switchable";
import { bankState, recomputed } from "#test/sync/totals";
import { company } from "#test/world";

let bank: FakeBank;
beforeAll(async () => {
  bank = await fakeBank();
});
afterAll(() => bank.close());

const SEED = Number(process.env["FAULT_SEED"] ?? 20_261_125);
const ROUNDS = 4;

it("keeps every row once and every total exact when the table throttles, conflicts and loses replies, and messages come twice", async () => {
  const world = await switchableWorld({ SANDBOX_BASE_URL: bank.url });
  bank.accounts = [1, 2].map((id) => ({ id, name: `Compte ${id}`, type: "checking" }));
  bank.rows = [...bookedRows(40, 1), ...bookedRows(40, 2)];
  const mine = await company(world);
  const { body } = await mine.post("/api/sync/connections", { provider: "sandbox" });
  const plan = planFaults(SEED, { throttle: 0.15, replyLost: 0.1, conflict: 0.15, unprocessed: 0.2 });
  world.through(withFaults(world.engine, plan));
  for (let round = 0; round < ROUNDS; round += 1) {
    const at = `2025-06-0${round + 1}T05:00:00.000Z`;
    bank.rows = [...bank.rows, ...bookedRows(15, 1).map((row) => ({ ...row, id: row.id + 10_000 * (round + 1), updatedAt: at }))];
    const message = {
      companyId: mine.id,
      connectionId: body["id"],
      syncId: world.newId("sync"),
      trigger: "manual",
      requestedAt: world.clock.now().toISOString(),
    };
    for (let attempt = 0, settled = 0; settled < 2 && attempt < 12; attempt += 1) {
      world.clock.pass(400);
      settled += await deliver(world, "sync/connection", message).then(
        () => 1,
        () => 0,
      );
    }
    world.clock.pass(60);
  }
  world.through(world.engine);
  const { rows, live, kept } = await bankState(world, mine.id);
  const faults = Object.values(plan.injected).reduce((sum, count) => sum + count, 0);
  console.log(
    `${faults} faults injected over ${ROUNDS} rounds delivered twice, 0 lost, 0 duplicated, totals = sum of rows (${plan.description})`,
  );
  expect(faults).toBeGreaterThan(5);
  expect(live.map(({ providerId }) => Number(providerId)).sort()).toEqual(bank.rows.map(({ id }) => id).sort());
  expect(kept).toEqual(recomputed(rows));
  await world.end();
});
