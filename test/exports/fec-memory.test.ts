import { afterAll, beforeAll, expect, it } from "vitest";
import { heldBytes } from "#test/held-bytes";
import { type TestWorld, testWorld } from "#test/world";
import { exported, LINES, type LongYear, longYear } from "./long-year.ts";

/** Enough for half of the file to be far more than what else a shared heap moves by, some 600 KB. */
const ENTRIES = 2_000;
let world: TestWorld;
let year: LongYear;

beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
  year = await longYear(world, ENTRIES);
});
afterAll(() => world.end());

it(`exports a FEC of ${ENTRIES * LINES} lines out of the table, checked on the way, in flat memory`, async () => {
  const held: number[] = [];
  let chunks = 0;
  const { bytes, lines, report } = await exported(world, year, () => {
    chunks += 1;
    if (chunks % 3 === 0) held.push(heldBytes());
  });
  expect(report).toMatchObject({ verdict: "conforme", lines: ENTRIES * LINES, entries: ENTRIES });
  const growth = Math.max(...held.slice(1)) - Math.min(...held.slice(0, 2));
  console.log(`FEC of ${lines} lines, ${bytes} bytes: heap held between ${Math.min(...held)} and ${Math.max(...held)} bytes`);
  expect(held.length).toBeGreaterThanOrEqual(4);
  expect(growth).toBeLessThan(bytes / 2);
});
