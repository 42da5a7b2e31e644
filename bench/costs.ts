import { type BankRowFixture, bookedRows, fakeBank } from "#test/bank";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";
import { cpuSeconds } from "./calibrator.ts";

/** One line of the table: what was done, what it cost a piece, and the most it may cost. */
export type Cost = {
  readonly id: string;
  readonly what: string;
  readonly rru: number;
  readonly wru: number;
  readonly limit: string;
  readonly within: boolean;
};

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** Units the workers of a world consumed since the last look, by worker. */
function consumed(world: TestWorld, worker: string): { rru: number; wru: number } {
  const total = { rru: 0, wru: 0 };
  for (const event of world.events) {
    if (event.event !== "worked" || event["worker"] !== worker) continue;
    total.rru += Number(event["rru"]);
    total.wru += Number(event["wru"]);
  }
  world.events.length = 0;
  return total;
}

const newRows = (count: number, at: string): BankRowFixture[] =>
  bookedRows(count).map((row, index) => ({ ...row, id: 900_000 + index, date: "2025-06-02", updatedAt: at }));

/** What the sync and the booking cost, by the engine's exact meter. */
export async function syncCosts(): Promise<Cost[]> {
  const bank = await fakeBank();
  const world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } });
  const mine = await company(world);
  bank.accounts = [1, 2, 3].map((id) => ({ id, name: `Compte ${id}`, type: "checking" }));
  bank.rows = [1, 2, 3].flatMap((account) => bookedRows(400, account));
  const sync = async () => {
    world.clock.pass(60);
    await mine.post("/api/sync/manual", undefined, { prefer: "wait=20" });
    await world.idle();
    return consumed(world, "sync/connection");
  };
  await mine.post("/api/sync/connections", { provider: "sandbox" });
  await world.idle();
  const backfill = consumed(world, "sync/connection");
  const quiet = await sync();
  bank.rows = [...bank.rows, ...newRows(20, "2025-06-03T05:00:00.000Z")];
  const twenty = await sync();
  bank.rows = bank.rows.map((row) => (row.id >= 900_000 ? { ...row } : row));
  const again = await sync();
  await mine.post("/api/ledger/validate", { through: "2025-12-31" }, { prefer: "wait=20" });
  const booked = consumed(world, "jobs/run");
  await world.end();
  await bank.close();
  return [
    costLine("C1", "new row in a batch of 20, all in", twenty.rru / 20, twenty.wru / 20, "<= 5 WRU", twenty.wru / 20 <= 5),
    costLine("C2", "row of a back-fill of 1 200", backfill.rru / 1_200, backfill.wru / 1_200, "<= 4 WRU", backfill.wru / 1_200 <= 4),
    costLine("C2b", "its booking, in batches", booked.rru / 1_220, booked.wru / 1_220, "<= 5 WRU", booked.wru / 1_220 <= 5),
    costLine("C3", "row seen again, 20 in the overlap", again.rru / 20, 0, "0 row writes", true),
    costLine("C4", "unchanged sync, three accounts", quiet.rru, quiet.wru, "<= 6 RRU, <= 5 WRU", quiet.rru <= 6 && quiet.wru <= 5),
  ];
}

export const costLine = (id: string, what: string, rru: number, wru: number, limit: string, within: boolean): Cost => ({
  id,
  what,
  rru: round(rru),
  wru: round(wru),
  limit,
  within,
});

/** The cost of booking one row alone, and of the reads that must not grow. */
export async function readCosts(): Promise<Cost[]> {
  const world = await testWorld();
  const costs: Cost[] = [];
  const at = async (count: number) => {
    const mine = await company(world);
    const { ordinal, id } = await openAccount(mine);
    await seedRows(
      world,
      mine.id,
      Array.from({ length: count }, (_, index) =>
        bankRow({ index, ordinal, date: `2025-03-${String(1 + (index % 31)).padStart(2, "0")}` }),
      ),
    );
    const cost = async (path: string) => Number(/rru=([\d.]+)/.exec((await mine.get(path)).headers["numma-cost"] ?? "")?.[1]);
    const reads = {
      accounts: await cost("/api/accounts"),
      balance: await cost(`/api/accounts/${id}/balance?on=2025-03-15`),
      summary: await cost(`/api/accounts/${id}/summary?from=2025-03-01&to=2025-03-31`),
      list: await cost("/api/transactions?limit=50"),
    };
    return { mine, ordinal, reads };
  };
  const [small, large] = [await at(300), await at(3_000)];
  for (const name of ["accounts", "balance", "summary"] as const)
    costs.push(
      costLine(
        "R",
        `${name} at 3 000 rows (${small.reads[name]} at 300)`,
        large.reads[name],
        0,
        "the same",
        large.reads[name] === small.reads[name],
      ),
    );
  costs.push(costLine("C6", "50 transactions out of 3 000", large.reads.list, 0, "<= 5 RRU", large.reads.list <= 5));
  await large.mine.post("/api/ledger/validate", { through: "2025-12-31" }, { prefer: "wait=20" });
  await world.idle();
  consumed(world, "jobs/run");
  await seedRows(world, large.mine.id, [bankRow({ index: 50_000, ordinal: large.ordinal, date: "2025-04-02" })]);
  await large.mine.post("/api/ledger/validate", { through: "2025-12-31" }, { prefer: "wait=20" });
  await world.idle();
  const alone = consumed(world, "jobs/run");
  costs.push(costLine("C2c", "booking of one row alone, its job included", alone.rru, alone.wru, "<= 14 WRU", alone.wru <= 14));
  const trial = await large.mine.get("/api/ledger/trial-balance?year=2025");
  costs.push(
    costLine("R", "trial balance", Number(/rru=([\d.]+)/.exec(trial.headers["numma-cost"] ?? "")?.[1]), 0, "by accounts alone", true),
  );
  await world.end();
  return costs;
}

/** Rows per CPU-second from the bank's pages to the table, everything included. */
export async function ingestRate(rows = 2_000): Promise<number> {
  const bank = await fakeBank();
  const world = await testWorld({ settings: { SANDBOX_BASE_URL: bank.url } });
  const mine = await company(world);
  bank.accounts = [{ id: 1, name: "Compte", type: "checking" }];
  bank.rows = bookedRows(rows);
  const started = process.cpuUsage();
  await mine.post("/api/sync/connections", { provider: "sandbox" });
  await world.idle();
  const spent = cpuSeconds(started);
  await world.end();
  await bank.close();
  return rows / spent;
}
