import { afterAll, beforeAll, expect, it } from "vitest";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  world = await testWorld();
  mine = await company(world);
});
afterAll(() => world.end());

const ask = (terms: object) => mine.post("/analyze/payment-terms", terms);

it("says when an invoice falls due and whether the term is lawful, with the law it rests on, without asking the table anything", async () => {
  world.events.length = 0;
  const { body } = await ask({ method: "days", invoiced_on: "2026-01-15", days: 61 });
  expect(body).toMatchObject({ due_on: "2026-03-17", latest_on: "2026-03-16", lawful: false });
  expect(body["parameter_set"]).toMatchObject({ parameters: [{ value: 60, chosen_on: "2026-01-15" }] });
  expect(world.events.find(({ event }) => event === "request")).toMatchObject({ trips: 0, transactions: 0 });
  expect((await ask({ method: "none", received_on: "2026-01-31" })).body).toMatchObject({ due_on: "2026-03-02", lawful: true });
});

it.each([
  [{ method: "days", invoiced_on: "2026-01-15", days: -1 }, "/days"],
  [{ method: "days", invoiced_on: "2026-01-15", days: 1.5 }, "/days"],
  [{ method: "none", received_on: "2026-02-30" }, "/received_on"],
  [{ method: "some", received_on: "2026-02-01" }, "/method"],
])("tells where %j is wrong", async (terms, pointer) => {
  const { status, body } = await ask(terms);
  expect(status).toBe(400);
  expect(body).toMatchObject({ errors: [{ pointer }] });
});

it("refuses by name an invoice of a year nobody voted", async () => {
  expect((await ask({ method: "days", invoiced_on: "2027-01-15", days: 30 })).body["code"]).toBe("tax.no_parameters");
});
