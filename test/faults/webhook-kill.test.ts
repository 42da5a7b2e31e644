import { afterAll, beforeAll, expect, it } from "vitest";
import type { Engine } from "#infra/local/dynamodb/engine";
import { planFaults } from "#infra/local/dynamodb/fault-plan";
import { withFaults } from "#infra/local/dynamodb/faults";
import { type FakeBank, fakeBank } from "#test/bank";
import { everyKillPoint } from "#test/faults/harness";
import { deliver, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { bodyOf, connected, eventsOf, type Hook, hookOf, readsAsked } from "#test/webhooks/hooks";

let bank: FakeBank;
beforeAll(async () => {
  bank = await fakeBank();
});
afterAll(() => bank.close());

type Trial = SwitchableWorld & { readonly mine: Awaited<ReturnType<typeof connected>>; readonly hook: Hook };

async function fresh(type: string): Promise<Trial> {
  const world = await switchableWorld({ SANDBOX_BASE_URL: bank.url });
  const mine = await connected(world, "user-1");
  return Object.assign(world, { mine, hook: hookOf(world, bodyOf("user-1", type)) });
}

const run = (engine: Engine, world: Trial): Promise<void> => {
  world.through(engine);
  world.clock.pass(1);
  return deliver(world, "webhooks/process", world.hook);
};

it.each([
  ["news", "item.refreshed", "sync_requested", 1, 2],
  ["what is left alone", "payment.transaction.created", "ignored", 0, 0],
] as const)(
  "killed before and after every write, a webhook with %s is recorded once and read once more at most",
  async (_, type, outcome, least, most) => {
    const report = await everyKillPoint<Trial>({
      fresh: () => fresh(type),
      run,
      async check(world) {
        world.through(world.engine);
        expect(await eventsOf(world.mine)).toMatchObject([{ type, outcome, received_at: world.hook.receivedAt }]);
        // The same body again, by another delivery, does nothing more.
        const reads = readsAsked(world);
        await deliver(world, "webhooks/process", { ...world.hook, deliveryId: "another" });
        expect(readsAsked(world)).toEqual([]);
        expect(reads.length).toBeGreaterThanOrEqual(least);
        expect(reads.length).toBeLessThanOrEqual(most);
        expect(reads.every((read) => read["requestedAt"] === world.hook.receivedAt)).toBe(true);
      },
    });
    expect(report).toMatchObject({ writes: 2, killPoints: 4 });
  },
);

it("dead after its claim, a delivery is finished by its own message; another of the same body leaves it alone meanwhile", async () => {
  const world = await fresh("item.refreshed");
  const plan = planFaults(0, { killAfter: 1 });
  await run(withFaults(world.engine, plan), world).catch(() => undefined);
  expect(plan.dead).toBe(true);
  world.through(world.engine);
  await deliver(world, "webhooks/process", { ...world.hook, deliveryId: "another" });
  expect(readsAsked(world)).toEqual([]);
  expect(await eventsOf(world.mine)).toMatchObject([{ outcome: "received", processed_at: null }]);
  await deliver(world, "webhooks/process", world.hook);
  expect(readsAsked(world)).toHaveLength(1);
  expect(await eventsOf(world.mine)).toMatchObject([{ outcome: "sync_requested" }]);
  await world.end();
});
