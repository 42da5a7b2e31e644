import { afterAll, beforeAll, expect, it } from "vitest";
import { type Desk, openDesk } from "#test/books/desk";
import { liveMany, seedOf, told } from "#test/books/lives";

/** Companies in all, a fresh table every so many: old companies make nothing slower, but memory is not given back. */
const COMPANIES = 2_000;
const PER_TABLE = 200;
const START = "2026-11-25T11:00:00.000Z";
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(START);
});
afterAll(() => desk.end());

it(`keeps the books of ${COMPANIES} random companies whole, 40 operations each at most`, async () => {
  const first = seedOf(1);
  for (let at = 0; at < COMPANIES / PER_TABLE; at += 1) {
    const seed = first + at;
    const tally = await liveMany(desk, START, { companies: PER_TABLE, operationsMax: 40, seed });
    console.log(told(tally, seed));
    expect(tally.companies).toBe(PER_TABLE);
    await desk.end();
    desk = await openDesk(START);
  }
});
