import { companies } from "#store/companies";
import { seedEntries } from "#test/books/seeded-entries";
import { measureFecSpeed } from "#test/documents/fec/speed";
import { company, testWorld } from "#test/world";
import { type Cost, costLine } from "./costs.ts";

/** What reading the books costs, and that it does not grow with them. */
export async function booksCosts(): Promise<Cost[]> {
  const world = await testWorld({ withoutWorkers: true });
  const at = async (entries: number) => {
    const mine = await company(world);
    const table = world.table(mine.id);
    const [year] = await companies(table, mine.id).years();
    if (!year) throw new Error("no year");
    await seedEntries(table, mine.id, year, { entries, lines: 4 });
    const rru = async (path: string) => Number(/rru=([\d.]+)/.exec((await mine.get(path)).headers["numma-cost"] ?? "")?.[1]);
    return {
      balance: await rru("/api/ledger/trial-balance?year=2025"),
      inMonth: await rru("/api/ledger/trial-balance?year=2025&through=2025-06-20"),
      charge: await rru("/api/ledger/general-ledger?year=2025&account=600000&limit=50"),
      bank: await rru("/api/ledger/general-ledger?year=2025&account=512001&limit=50"),
      integrity: await rru("/api/ledger/integrity?year=2025"),
    };
  };
  const [small, large] = [await at(300), await at(3_000)];
  await world.end();
  const same = (what: string, key: "balance" | "charge" | "bank") =>
    costLine("B", `${what} at 3 000 entries (${small[key]} at 300)`, large[key], 0, "the same", Math.abs(large[key] - small[key]) <= 1);
  return [
    costLine(
      "B",
      `trial balance at 3 000 entries (${small.balance} at 300)`,
      large.balance,
      0,
      "the same",
      large.balance === small.balance,
    ),
    same("50 lines of a charge account", "charge"),
    same("50 lines of a bank account, merged", "bank"),
    costLine("B", "trial balance inside a month of 250 entries", large.inMonth, 0, "by the month", large.inMonth <= large.balance + 60),
    costLine("B", "a year of 3 000 entries recomputed", large.integrity, 0, "by the year", large.integrity <= 600),
  ];
}

/** Formatting and checking a FEC of 100 000 lines, as a multiple of writing its lines from memory. */
export const fecRatio = () => measureFecSpeed(100_000);
