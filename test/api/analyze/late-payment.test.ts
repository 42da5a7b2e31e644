import { afterAll, beforeAll, expect, it } from "vitest";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  world = await testWorld();
  mine = await company(world);
});
afterAll(() => world.end());

const LATE = { amount_incl_cents: 1_200_000, due_on: "2024-03-31", until: "2024-04-30" };
const ask = (more: object = {}) => mine.post("/analyze/late-payment", { ...LATE, ...more });

it("answers what a late invoice costs, without asking the table anything", async () => {
  world.events.length = 0;
  const { status, body } = await ask();
  expect(status).toBe(200);
  expect(body).toMatchObject({ days: 30, interest_cents: 14_301, recovery_cents: 4_000, total_cents: 18_301 });
  expect(world.events.find(({ event }) => event === "request")).toMatchObject({ trips: 0, transactions: 0 });
});

it("refuses the half-year whose rate was not found, until the rate is given", async () => {
  const late = { due_on: "2026-07-10", until: "2026-07-20" };
  const unknown = await ask(late);
  expect([unknown.status, unknown.body["code"]]).toEqual([422, "tax.parameter_unknown"]);
  const given = await ask({ ...late, given_rates: [{ from: "2026-07-01", refinancing_ppm: 21_500, legal_interest_ppm: 26_000 }] });
  expect(given.body).toMatchObject({ periods: [{ rate_ppm: 121_500 }], notices: [{ code: "rate_given" }] });
});

it.each([
  [{ amount_incl_cents: 0 }, "/amount_incl_cents"],
  [{ until: "2024-02-30" }, "/until"],
  [{ due_on: "9999-12-31" }, "/due_on"],
  [{ agreed_rate_ppm: 2_000_000 }, "/agreed_rate_ppm"],
  [{ given_rates: [{ from: "2026-08-01", refinancing_ppm: 1, legal_interest_ppm: 1 }] }, "/given_rates/0/from"],
])("tells where %j is wrong", async (more, pointer) => {
  const { status, body } = await ask(more);
  expect([status, body["code"]]).toEqual([400, "request.invalid"]);
  expect(body).toMatchObject({ errors: [{ pointer }] });
});

it("stops at the end of the law that is known, however far the day", async () => {
  const { status, body } = await ask({ due_on: "2025-12-31", until: "2099-12-31" });
  expect([status, body["code"]]).toEqual([422, "tax.parameter_unknown"]);
});
