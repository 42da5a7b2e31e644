import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestWorld, testWorld } from "#test/world";
import { ingestedTwice } from "../../bench/ingest.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

it("a row costs at 3 000 rows what it costs at 300, in round trips and items written (P3), and at most four write units (C2)", async () => {
  const [small, large] = [(await ingestedTwice(world, 300)).first.meter, (await ingestedTwice(world, 3_000)).first.meter];
  expect(large.items / 3_000 / (small.items / 300)).toBeGreaterThan(0.95);
  expect(large.items / 3_000).toBeLessThanOrEqual(small.items / 300);
  expect(large.trips / 3_000).toBeLessThanOrEqual(small.trips / 300);
  expect(large.wru / 3_000).toBeLessThanOrEqual(4);
  expect(large.rru / 3_000).toBeLessThanOrEqual(0.02);
});

it("a row of a batch of twenty costs five write units at most, all in (C1)", async () => {
  const { first } = await ingestedTwice(world, 20);
  expect(first.meter.wru / 20).toBeLessThanOrEqual(5);
});

it("the same rows again write nothing, read next to nothing (C3) and take a fifth of the CPU at most (P4)", async () => {
  const { first, again } = await ingestedTwice(world, 600);
  expect(again.tally).toEqual({ added: 0, updated: 0, deleted: 0, unchanged: 600 });
  expect(again.meter).toMatchObject({ wru: 0, items: 0, transactions: 0 });
  expect(again.meter.rru / 600).toBeLessThanOrEqual(0.02);
  expect(first.cpu / again.cpu).toBeGreaterThan(5);
});
