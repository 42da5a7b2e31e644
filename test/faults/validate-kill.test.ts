import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { type CompanyId, FiscalYearId } from "#domain/ids";
import { checkChain, genesis } from "#domain/ledger/chain";
import type { Engine } from "#infra/local/dynamodb/engine";
import { companies } from "#store/companies";
import { entries } from "#store/entries";
import { keptAccounts } from "#store/ledger-totals";
import { everyKillPoint } from "#test/faults/harness";
import { deliver, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company } from "#test/world";

type Trial = SwitchableWorld & { readonly companyId: CompanyId; readonly jobId: string };
const ROWS = 130;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

async function fresh(): Promise<Trial> {
  const world = await switchableWorld();
  const mine = await company(world);
  const { ordinal } = await openAccount(mine);
  await seedRows(
    world,
    mine.id,
    Array.from({ length: ROWS }, (_, index) => bankRow({ index, ordinal })),
  );
  const { body } = await mine.post("/api/ledger/validate", { through: "2025-12-31" });
  return Object.assign(world, { companyId: mine.id, jobId: String(body["id"]) });
}

const run = (engine: Engine, world: Trial): Promise<void> => {
  world.through(engine);
  return deliver(world, "jobs/run", { companyId: world.companyId, jobId: world.jobId });
};

async function check(world: Trial): Promise<void> {
  world.through(world.engine);
  const table = world.table(world.companyId);
  const [year] = await companies(table, world.companyId).years();
  if (!year) throw new Error("no year");
  const kept = [];
  for await (const entry of entries(table, world.companyId, FiscalYearId.parse(year.id)).through(10_000)) kept.push(entry);
  expect(kept).toHaveLength(ROWS);
  expect(new Set(kept.map(({ source }) => source.id)).size).toBe(ROWS);
  expect(await checkChain(kept, genesis(world.companyId, businessDate("2025-01-01"), sha256), sha256)).toMatchObject({
    intact: true,
    lastNumber: ROWS,
  });
  const totals = await keptAccounts(table, world.companyId, year);
  const sum = (slots: readonly number[]) => slots.reduce((all, one) => all + one, 0);
  for (const { account, debits, credits } of totals) {
    const lines = kept.flatMap(({ lines: own }) => own).filter((line) => line.account === account);
    const of = (side: string) => lines.filter((line) => line.side === side).reduce((all, { amountCents }) => all + amountCents, 0);
    expect([sum(debits), sum(credits)]).toEqual([of("debit"), of("credit")]);
  }
}

it("killed before and after every write, a validation ends in one gapless chain with exact totals", async () => {
  const report = await everyKillPoint<Trial>({ fresh, run, check });
  console.log(
    `validation of ${ROWS} rows: killed at ${report.killPoints} points of ${report.writes} writes, no gap, no double, chain intact`,
  );
  expect(report.killPoints).toBe(report.writes * 2);
});
