import { afterAll, beforeAll, expect, it } from "vitest";
import { booked, customer, held, pending } from "#test/behaviours/customer";
import { type Simulation, simulation } from "#test/simulator/simulation";

let simulated: Simulation;
beforeAll(async () => {
  simulated = await simulation({ start: "2026-03-10T09:00:00.000Z" });
});
afterAll(() => simulated.end());

/** As many rows of one day as are decided on together. */
const FULL = 4_000;

it("an announced row stays where a look-alike is booked in the next part of a reading too long to be decided on at once", async () => {
  const mine = await customer(simulated, (bank) => {
    bank.setAccounts(held("-1000"));
    bank.upsert(
      ...Array.from({ length: FULL }, (_, index) =>
        booked(100 + index, `${index + 1}`, "2026-03-08", { provider_description: `VIR ${index}` }),
      ),
      ...[pending(11, "-3.2", "2026-03-08"), booked(12, "-3.2", "2026-03-09")],
    );
  });
  const coffees = (await mine.rows()).filter((row) => row.startsWith("-320 "));
  expect(coffees).toEqual(["-320 2026-03-08 pending", "-320 2026-03-09 booked"]);
  expect((await mine.rows()).length).toBe(FULL + 2);
});
