import { afterAll, beforeAll, expect, it } from "vitest";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const YEAR = { opened_on: "2025-01-01", closed_on: "2025-12-31", accounting_result_cents: 4_250_600 };
const SMALL_COMPANY = {
  turnover_cents: 80_000_000,
  capital_fully_paid_up: true,
  holders: [
    { kind: "natural_person", share_ppm: 600_000 },
    {
      kind: "company",
      share_ppm: 400_000,
      turnover_cents: 20_000_000,
      capital_fully_paid_up: true,
      natural_persons_ppm: 1_000_000,
    },
  ],
};

it("computes a year with every figure by its name, without asking the table anything", async () => {
  const mine = await company(world);
  world.events.length = 0;
  const { status, body } = await mine.post("/analyze/is", { ...YEAR, ...SMALL_COMPANY });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    fiscal_result_cents: 4_250_600,
    reduced_rate_eligibility: { status: "met", natural_persons_ppm: 1_000_000 },
    reduced_rate_ceiling_cents: 4_250_000,
    reduced_rate: { base_cents: 4_250_000, rate_ppm: 150_000, tax_cents: 637_500 },
    normal_rate: { base_cents: 600, rate_ppm: 250_000, tax_cents: 150 },
    gross_tax_cents: 637_700,
    balance_due_on: "2026-05-15",
    parameter_set: { id: "is-2026-11-26", read_through: "2026-12-31" },
  });
  expect(world.events.find(({ event }) => event === "request")).toMatchObject({ trips: 0, transactions: 0 });
});

it("needs no more than the days and the result, and tells what it does not know", async () => {
  const mine = await company(world);
  const { body } = await mine.post("/analyze/is", YEAR);
  expect(body).toMatchObject({ gross_tax_cents: 1_062_700, reduced_rate_saving_cents: 425_000 });
  expect(body["notices"]).toContainEqual(expect.objectContaining({ code: "reduced_rate_unverified" }));
});

it("refuses a year of 2027 by name, in the reader's language", async () => {
  const mine = await company(world);
  const { status, body } = await mine.post("/analyze/is", { ...YEAR, opened_on: "2026-02-01", closed_on: "2027-01-31" });
  expect(status).toBe(422);
  expect(body).toMatchObject({
    code: "tax.no_parameters",
    errors: [{ message: expect.stringContaining("is.plafond_taux_reduit") }],
  });
});

it("refuses interest at a rate that was not found, and the contribution of very large companies", async () => {
  const mine = await company(world);
  const interest = { kind: "current_account_interest", amount_cents: 100_000, average_balance_cents: 2_000_000 };
  const unknown = await mine.post("/analyze/is", { ...YEAR, opened_on: "2025-07-01", closed_on: "2026-06-30", adjustments: [interest] });
  expect([unknown.status, unknown.body["code"]]).toEqual([422, "tax.parameter_unknown"]);
  const large = await mine.post("/analyze/is", { ...YEAR, turnover_cents: 100_000_000_000 });
  expect([large.status, large.body["code"]]).toEqual([422, "tax.parameter_unknown"]);
});

it.each([
  ["year_ends_before", { closed_on: "2024-12-31" }, "/closed_on"],
  ["year_too_long", { closed_on: "2027-01-01" }, "/closed_on"],
  ["more_than_whole", { holders: [600_000, 400_001].map((share_ppm) => ({ kind: "natural_person", share_ppm })) }, "/holders"],
  [
    "year_not_before",
    { previous_year: { opened_on: "2024-01-01", closed_on: "2024-12-30", reduced_rate_base_cents: 0, normal_rate_base_cents: 0 } },
    "/previous_year",
  ],
])("refuses input that cannot be: %s", async (message, wrong, pointer) => {
  const mine = await company(world);
  const { status, body } = await mine.post("/analyze/is", { ...YEAR, ...wrong }, { "accept-language": "en" });
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: "request.invalid", errors: [{ pointer, code: message }] });
});
