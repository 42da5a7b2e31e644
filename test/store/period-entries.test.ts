import { afterAll, beforeAll, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { companies } from "#store/companies";
import { entriesOfPeriod } from "#store/period-entries";
import { traded, validate } from "#test/ledger";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const YEAR = { from: businessDate("2025-01-01"), to: businessDate("2025-12-31") };
const isSale = (account: string) => account.startsWith("70");

/** The entries of a company's 2025 that touch sales, at most so many. */
async function salesOf(mine: Awaited<ReturnType<typeof company>>, period = YEAR, entriesMax?: number) {
  const table = world.scoped(mine.id);
  const year = (await companies(table, mine.id).years()).find(({ endsOn }) => endsOn === YEAR.to);
  if (!year) throw new Error("no year");
  return entriesOfPeriod(table, mine.id, { year, period, chosen: isSale, ...(entriesMax !== undefined && { entriesMax }) });
}

it("gives each entry of whole months that touches the accounts once", async () => {
  const mine = await traded(await company(world));
  await validate(mine, "2025-12-31");
  expect((await salesOf(mine)).entries.map(({ date }) => date)).toEqual(["2025-02-01", "2025-11-01", "2025-12-01"]);
  const autumn = { from: businessDate("2025-10-01"), to: businessDate("2025-11-30") };
  expect((await salesOf(mine, autumn)).entries.map(({ date }) => date)).toEqual(["2025-11-01"]);
});

it("refuses a period of more entries than it may hold", async () => {
  const mine = await traded(await company(world));
  await validate(mine, "2025-12-31");
  const refused = await salesOf(mine, YEAR, 2).catch((error: unknown) => (error instanceof Refusal ? error.code : error));
  expect(refused).toBe("tax.too_many_entries");
});
