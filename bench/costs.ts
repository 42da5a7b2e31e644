import { type BankRowFixture, bookedRows, fakeBank } from "#test/bank";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { type Answer, company, type TestWorld, testWorld } from "#test/world";
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

const rruOf = ({ headers }: Answer): number => Number(/rru=([\d.]+)/.exec(headers["numma-cost"] ?? "")?.[1]);

/** A company with so many rows of its own, and what its reads cost. */
async function companyOf(world: TestWorld, count: number) {
  const mine = await company(world);
  const { ordinal, id } = await openAccount(mine);
  const dated = (index: number) => ({ index, ordinal, date: `2025-03-${String(1 + (index % 31)).padStart(2, "0")}` });
  await seedRows(
    world,
    mine.id,
    Array.from({ length: count }, (_, index) => bankRow(dated(index))),
  );
  const cost = async (path: string) => rruOf(await mine.get(path));
  const reads = {
    accounts: await cost("/api/accounts"),
    balance: await cost(`/api/accounts/${id}/balance?on=2025-03-15`),
    summary: await cost(`/api/accounts/${id}/summary?from=2025-03-01&to=2025-03-31`),
    list: await cost("/api/transactions?limit=50"),
  };
  return { mine, ordinal, reads };
}

/** What the booking of one row costs where all others are booked, its job included. */
async function bookedAlone(world: TestWorld, { mine, ordinal }: Pick<Awaited<ReturnType<typeof companyOf>>, "mine" | "ordinal">) {
  const validate = () => mine.post("/api/ledger/validate", { through: "2025-12-31" }, { prefer: "wait=20" });
  await validate();
  await world.idle();
  consumed(world, "jobs/run");
  await seedRows(world, mine.id, [bankRow({ index: 50_000, ordinal, date: "2025-04-02" })]);
  await validate();
  await world.idle();
  return consumed(world, "jobs/run");
}

/** The cost of booking one row alone, and of the reads that must not grow. */
export async function readCosts(): Promise<Cost[]> {
  const world = await testWorld();
  const [{ reads: few }, large] = [await companyOf(world, 300), await companyOf(world, 3_000)];
  const many = large.reads;
  const same = (["accounts", "balance", "summary"] as const).map((name) =>
    costLine("R", `${name} at 3 000 rows (${few[name]} at 300)`, many[name], 0, "the same", many[name] === few[name]),
  );
  const alone = await bookedAlone(world, large);
  const trial = rruOf(await large.mine.get("/api/ledger/trial-balance?year=2025"));
  await world.end();
  return [
    ...same,
    costLine("C6", "50 transactions out of 3 000", many.list, 0, "<= 5 RRU", many.list <= 5),
    costLine("C2c", "booking of one row alone, its job included", alone.rru, alone.wru, "<= 14 WRU", alone.wru <= 14),
    costLine("R", "trial balance", trial, 0, "by accounts alone", true),
  ];
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
