import { afterAll, beforeAll, expect, it } from "vitest";
import { type Desk, openDesk } from "./desk.ts";
import { liveMany, seedOf, told } from "./lives.ts";

const COMPANIES = 100;
const OPERATIONS_MAX = 30;
const START = "2026-11-25T11:00:00.000Z";
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(START);
});
afterAll(() => desk.end());

it("keeps the books of random companies whole, whatever happens in whatever order", async () => {
  const seed = seedOf(20_261_126);
  const tally = await liveMany(desk, START, { companies: COMPANIES, operationsMax: OPERATIONS_MAX, seed });
  console.log(told(tally, seed));
  expect(tally.companies).toBe(COMPANIES);
  expect(tally.entries).toBeGreaterThan(COMPANIES);
});
