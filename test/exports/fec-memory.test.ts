import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestWorld, testWorld } from "#test/world";
import { exported, LINES, type LongYear, longYear } from "./long-year.ts";

const ENTRIES = 1_000;
let world: TestWorld;
let year: LongYear;

beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
  year = await longYear(world, ENTRIES);
});
afterAll(() => world.end());

/** Heap in bytes after a full collection, so that only what is really held counts. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}

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
