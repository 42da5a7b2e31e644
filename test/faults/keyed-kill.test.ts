import { expect, it } from "vitest";
import type { Engine } from "#infra/local/dynamodb/engine";
import { type FakeBank, fakeBank } from "#test/bank";
import { everyKillPoint, type KillPoint } from "#test/faults/harness";
import { type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { company } from "#test/world";

type Mine = Awaited<ReturnType<typeof company>>;
type Trial = SwitchableWorld & { readonly mine: Mine; readonly bank: FakeBank };

/** What a caller sends, and how to see that it happened once. */
type Case = { readonly path: string; readonly body: object; readonly list: string; readonly queue: "jobs" | "sync" | null };
const CASES: readonly Case[] = [
  {
    path: "/api/accounts",
    body: { name: "Compte", bank_name: "Banque", account_type: "checking" },
    list: "/api/accounts",
    queue: null,
  },
  { path: "/api/ledger/validate", body: { through: "2025-01-31" }, list: "/api/jobs", queue: "jobs" },
  { path: "/api/sync/connections", body: { provider: "sandbox" }, list: "/api/sync/connections", queue: "sync" },
];

async function fresh(): Promise<Trial> {
  const bank = await fakeBank();
  const world = await switchableWorld({ SANDBOX_BASE_URL: bank.url });
  const mine = await company(world);
  const engine = { ...world.engine, close: () => world.end().then(() => bank.close()) };
  return Object.assign(world, { mine, bank, engine });
}

const ask = ({ mine }: Trial, { path, body }: Case) => mine.as("POST", path, { body, headers: { "idempotency-key": "killed" } });

/** A caller whose request died asks again, after a claim of the dead one has ended. */
const run = (asked: Case) => async (engine: Engine, world: Trial) => {
  world.through(engine);
  const answer = await ask(world, asked);
  if (answer.status >= 300) {
    world.clock.pass(31);
    throw new Error(answer.text);
  }
};

const check = (asked: Case) => async (world: Trial, point: KillPoint | undefined) => {
  world.through(world.engine);
  const made = Object(await world.mine.get(asked.list)).body["data"];
  expect(made, JSON.stringify(point)).toHaveLength(1);
  const again = await ask(world, asked);
  expect(again).toMatchObject({ headers: { "idempotent-replayed": "true" }, body: { id: made[0].id } });
  if (asked.queue) expect(world.sqs.queue(asked.queue).counts().visible).toBeGreaterThan(0);
};

it.each(CASES.map((asked) => [asked.path, asked] as const))(
  "POST %s with a key, killed at any write and asked again, has one effect, one answer, and its message in the queue",
  async (path, asked) => {
    const report = await everyKillPoint({ fresh, run: run(asked), check: check(asked) });
    console.log(`POST ${path} with a key: ${report.writes} writes, ${report.killPoints} kill points, one effect each`);
    expect(report.writes).toBeGreaterThanOrEqual(2);
  },
);
