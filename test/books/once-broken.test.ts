import { afterAll, beforeAll, expect, it } from "vitest";
import { type Desk, openDesk } from "./desk.ts";
import { live, newTally } from "./lives.ts";
import type { Operation } from "./operations.ts";

/** Lives that once broke a promise of the books, as short as they could be made. */
const START = "2026-11-25T11:00:00.000Z";
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(START);
});
afterAll(() => desk.end());

const row = (day: number, amount: number): Operation => ({ kind: "row", account: 0, day, amount, category: 0, pending: false });
const close = (year: number): Operation => ({ kind: "close", year, ready: false });
const validate = (day: number): Operation => ({ kind: "validate", day });

const LIVES: readonly (readonly [rule: string, operations: readonly Operation[], closesOn: string])[] = [
  [
    "books at once a row the bank moves back to the year before: reversed in the later year, entered in the earlier one",
    [row(365, -1), validate(365), { kind: "move", row: 0, day: 0 }],
    "12-31",
  ],
  ["never books in a year before a closed one: empty years are shut with the one that is closed", [close(1), row(168, -17_827)], "06-30"],
  ["closes no year while something waits in the one before", [row(168, -17_827), close(1)], "06-30"],
  [
    "brings forward what a closed year closed with, and not an account's opening balance told late",
    [row(0, -1), validate(30), close(0), { kind: "opening", account: 0, amount: 1 }],
    "12-31",
  ],
  [
    "takes back a booked opening balance that is set to nothing",
    [{ kind: "opening", account: 0, amount: -19_087 }, validate(30), { kind: "opening", account: 0, amount: 0 }],
    "12-31",
  ],
  [
    "corrects a late row once when the bank moves it to a month without entries",
    [{ kind: "lock", month: 1, ready: false }, row(55, -9_722), validate(300), { kind: "move", row: 0, day: 20 }],
    "12-31",
  ],
  [
    "books a row that came late into a month of which another late row is taken back",
    [close(0), row(59, 1), validate(365), { kind: "delete", row: 0 }, row(59, 1), validate(0)],
    "12-31",
  ],
];

it.each(LIVES)("%s", async (_, operations, closesOn) => {
  const tally = newTally();
  await live(desk, START, { closesOn, openingCents: 0, operations }, tally);
  expect(tally.entries).toBeGreaterThan(0);
});
