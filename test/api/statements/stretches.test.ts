import { afterAll, beforeAll, expect, it } from "vitest";
import { company, type TestWorld, testWorld } from "#test/world";
import { imported, opened, rowsOf, send } from "./desk.ts";
import { csv, type Told } from "./files.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const DAY = "2026-03-03";
/** As many rows of one day as are decided on together. */
const FULL: readonly Told[] = Array.from({ length: 4_000 }, (_, index) => ({
  day: DAY,
  amount: `-${100 + index}.00`,
  label: `CB ACHAT ${index}`,
}));
const coffeeOn = (day: string): Told => ({ day, amount: "-3.20", label: "CB CAFE DE LA GARE" });

it("a coffee a day is as many coffees where a file is too long to be decided on at once", async () => {
  const mine = await company(world);
  const id = await opened(mine);
  await imported(mine, id, csv([{ day: "2026-03-01", amount: "-1.00", label: "FRAIS" }]));
  const days = ["2026-03-02", DAY, "2026-03-04", "2026-03-05"];
  expect((await send(mine, id, csv([...FULL, ...days.map(coffeeOn)]))).status).toBe(202);
  await world.idle();
  const rows = await rowsOf(world, mine);
  expect(rows.length).toBe(1 + FULL.length + days.length);
  expect(rows.flatMap(({ amountCents, date }) => (amountCents === -320 ? [date] : [])).sort()).toEqual(days);
});
