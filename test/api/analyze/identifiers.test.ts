import { afterAll, beforeAll, expect, it } from "vitest";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

it("says what an identifier is and whether it holds, without asking the table anything", async () => {
  const mine = await company(world);
  world.events.length = 0;
  const { body } = await mine.get("/analyze/identifiers?value=123%20456%20782");
  expect(body).toEqual({ value: "123456782", kind: "siren", valid: true, reason: null });
  expect(world.events.find(({ event }) => event === "request")).toMatchObject({ trips: 0, transactions: 0 });
});

it("tells why one does not hold", async () => {
  const mine = await company(world);
  const { body } = await mine.get("/analyze/identifiers?value=123456789");
  expect(body).toEqual({ value: "123456789", kind: "siren", valid: false, reason: "La clé de Luhn de ce SIREN est fausse." });
});
