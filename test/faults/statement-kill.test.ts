import { expect, it } from "vitest";
import type { Engine } from "#infra/local/dynamodb/engine";
import { opened, reportIn, rowsOf } from "#test/api/statements/desk";
import { camt, many, stmt } from "#test/api/statements/files";
import { uploaded } from "#test/api/statements/uploads";
import { everyKillPoint } from "#test/faults/harness";
import { deliver, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { company } from "#test/world";

type Mine = Awaited<ReturnType<typeof company>>;
type Trial = SwitchableWorld & { readonly mine: Mine; readonly accountId: string; readonly jobId: string };

const ROWS = many(80);
const EARLIER = many(10);
const sumOf = (rows: typeof ROWS): number => rows.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
const OPENING = 100_000;
const euros = (cents: number): string => (cents / 100).toFixed(2);
const fileOf = (rows: typeof ROWS): string =>
  camt(stmt(rows, { opening: ["2026-02-28", euros(OPENING)], closing: ["2026-05-29", euros(OPENING + sumOf(rows))] }));

/** An account into which a file was imported, and a job that imports a longer one. `isNew`: no file before. */
async function fresh(isNew: boolean): Promise<Trial> {
  const world = await switchableWorld();
  const mine = await company(world);
  const accountId = await opened(mine, {}, null);
  if (!isNew) {
    const raw = fileOf(EARLIER);
    const headers = { "content-type": "application/xml" };
    expect((await mine.as("POST", `/api/accounts/${accountId}/import`, { raw, headers })).status).toBe(200);
    world.clock.pass(60);
  }
  const uploadId = await uploaded(mine, fileOf(ROWS));
  const { body } = await mine.post(`/api/accounts/${accountId}/import`, { upload_id: uploadId });
  return Object.assign(world, { mine, accountId, jobId: String(body["id"]) });
}

const run = (engine: Engine, world: Trial): Promise<void> => {
  world.through(engine);
  world.clock.pass(1);
  return deliver(world, "jobs/run", { companyId: world.mine.id, jobId: world.jobId });
};

/** Each row once, totals their sum, the balance the file's, and a report that counts them, whoever died when. */
async function check(world: Trial, isNew: boolean): Promise<void> {
  world.through(world.engine);
  const rows = await rowsOf(world, world.mine);
  expect(rows.map(({ label, amountCents }) => `${label} ${amountCents}`).sort()).toEqual(
    ROWS.map(({ label, amount }) => `${label} ${Math.round(Number(amount) * 100)}`).sort(),
  );
  const job = await world.mine.get(`/api/jobs/${world.jobId}`);
  const known = isNew ? 0 : EARLIER.length;
  expect(job.body).toMatchObject({ status: "done", done: ROWS.length });
  expect(reportIn(job)).toMatchObject({
    rows: { read: ROWS.length, added: ROWS.length - known, duplicate: known, matched: 0, updated: 0 },
    balances: { own_cents: OPENING + sumOf(ROWS), gap_cents: 0, opening_taken: isNew },
  });
  const account = (await world.mine.get(`/api/accounts/${world.accountId}`)).body;
  expect(account).toMatchObject({ balance_cents: OPENING + sumOf(ROWS), transaction_count: ROWS.length });
  expect((await world.mine.get(`/api/accounts/${world.accountId}/imports`)).body["data"]).toHaveLength(isNew ? 1 : 2);
}

it.each([
  ["a first file", true],
  ["a file that overlaps an earlier one", false],
])(
  "killed before and after every write of the import of %s, it ends in the same state, and its report counts every row once",
  async (what, isNew) => {
    const report = await everyKillPoint<Trial>({ fresh: () => fresh(isNew), run, check: (world) => check(world, isNew) });
    console.log(`import of ${what}: killed at ${report.killPoints} points of ${report.writes} writes, 0 rows lost, 0 doubled`);
    expect(report.killPoints).toBe(report.writes * 2);
  },
);
