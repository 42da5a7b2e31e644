import { expect, it } from "vitest";
import { transactionId } from "#domain/banking/row";
import type { Engine } from "#infra/local/dynamodb/engine";
import { uploaded } from "#test/attachments";
import { everyKillPoint, type KillPoint } from "#test/faults/harness";
import { type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { dataOf, type Mine } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { bankState, recomputed } from "#test/sync/totals";
import { company } from "#test/world";

type Trial = SwitchableWorld & {
  readonly mine: Mine;
  readonly ids: readonly string[];
  readonly uploadId: string;
  readonly accountId: string;
};

/** Sixty rows over three months: a batch of them takes two transactions. */
async function fresh(): Promise<Trial> {
  const world = await switchableWorld();
  const mine = await company(world);
  const { id, ordinal } = await openAccount(mine);
  const rows = Array.from({ length: 60 }, (_, index) => bankRow({ index, ordinal, amount: -1_000, date: `2025-0${1 + (index % 3)}-10` }));
  await seedRows(world, mine.id, rows);
  const uploadId = await uploaded(mine);
  return Object.assign(world, { mine, uploadId, accountId: id, ids: rows.map(transactionId) });
}

async function ask({ mine, ids, uploadId, accountId }: Trial): Promise<void> {
  const parts = [-400, -600].map((amount_cents) => ({ category_id: "assurance", amount_cents }));
  const asked = [
    ["/api/transactions/batch", { ids, category_id: "honoraires", note: "lot" }],
    [`/api/transactions/${ids[0]}/split`, { parts }],
    [`/api/transactions/${ids[1]}/attachments`, { upload_id: uploadId }],
    ["/api/transactions", { account_id: accountId, date: "2025-02-01", amount_cents: -5, label: "Timbres" }],
  ] as const;
  for (const [path, body] of asked) {
    const answer = await mine.post(path, body, { "idempotency-key": `killed:${path}` });
    if (answer.status >= 300) throw new Error(answer.text);
  }
}

const run = async (engine: Engine, world: Trial) => {
  world.through(engine);
  try {
    await ask(world);
  } catch (error) {
    // The claim of a dead request ends.
    world.clock.pass(31);
    throw error;
  }
};

async function check(world: Trial, point: KillPoint | undefined): Promise<void> {
  world.through(world.engine);
  const { mine, ids } = world;
  const { live, kept } = await bankState(world, mine.id);
  expect(kept, JSON.stringify(point)).toEqual(recomputed(live));
  expect(live).toHaveLength(61);
  expect(live.filter(({ categorisation, note }) => categorisation.code === "25" && note === "lot")).toHaveLength(60);
  expect(live.filter(({ parts }) => parts.length === 2)).toHaveLength(1);
  const attached = dataOf(await mine.get(`/api/transactions/${ids[1]}/attachments`));
  expect(attached).toHaveLength(1);
  expect((await mine.get(`/api/transactions/${ids[1]}`)).body["attachment_count"]).toBe(1);
  await ask(world);
  expect((await bankState(world, mine.id)).live).toHaveLength(61);
}

it("changes of transactions, killed at any write and asked again, end in the same rows, totals and files", async () => {
  const report = await everyKillPoint({ fresh, run, check });
  console.log(`changes of transactions: ${report.writes} writes, ${report.killPoints} kill points`);
  expect(report.writes).toBeGreaterThanOrEqual(6);
});
