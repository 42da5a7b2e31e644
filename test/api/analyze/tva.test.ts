import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  world = await testWorld();
  mine = await company(world);
});
afterAll(() => world.end());

const PERIOD = { from: "2026-03-01", to: "2026-03-31" };
const sale = { id: "F-1", kind: "sale_goods", base_cents: 1_000_000, delivered_on: "2026-03-10" };
const ask = (body: object) => mine.post("/analyze/tva", { period: PERIOD, operations: [sale], ...body });
it("answers the lines of a return from the operations given, without asking the table anything", async () => {
  world.events.length = 0;
  const bought = { id: "A-1", kind: "purchase_goods", base_cents: 400_000, delivered_on: "2026-03-12", invoiced_on: "2026-03-12" };
  const { body, status } = await ask({ operations: [sale, bought] });
  expect(status).toBe(200);
  expect(body).toMatchObject({ totals: { gross_tax_cents: 200_000, deductible_tax_cents: 80_000, to_pay_cents: 120_000 } });
  expect(body.boxes).toContainEqual({ box: "08", label: "Taux normal 20 %", base_cents: 1_000_000, tax_cents: 200_000 });
  expect(body).toMatchObject({
    parameter_set: { parameters: expect.arrayContaining([expect.objectContaining({ id: "tva.taux.metropole.normal", value: 200_000 })]) },
  });
  expect(world.events.find(({ event }) => event === "request")).toMatchObject({ trips: 0, transactions: 0 });
});

it("refuses a day whose law is not known and a figure that was not found, by name", async () => {
  const later = await ask({ period: { from: "2027-01-01", to: "2027-01-31" } });
  expect([later.status, later.body.code]).toEqual([422, "tax.no_parameters"]);
  const gift = { ...sale, kind: "purchase_goods", invoiced_on: "2026-03-10", deduction: "gift", gift_unit_cents: 7_500 };
  const unknown = await ask({ operations: [gift] });
  expect([unknown.status, unknown.body.code]).toEqual([422, "tax.parameter_unknown"]);
});

it("answers the regime of a year and its instalments when they are asked for", async () => {
  const regime = {
    year: 2026,
    last_year: { goods_cents: 30_000_000 },
    tax_due_last_year_cents: 900_000,
    tax_due_before_assets_cents: 1_000_000,
  };
  const { body } = await ask({ regime });
  expect(body).toMatchObject({
    regime: { steps: [{ regime: "simplified", from: "2026-01-01" }], instalments: { july_cents: 550_000, december_cents: 400_000 } },
  });
  expect((await ask({})).body).toMatchObject({ regime: null });
});

describe("hostile or wrong input is told where it stands", () => {
  it.each([
    ["a period that is none", { period: { from: "2026-03-02", to: "2026-03-31" } }, "/period/to"],
    ["a period of two months", { period: { from: "2026-03-01", to: "2026-04-30" } }, "/period/to"],
    ["an unknown kind", { operations: [{ ...sale, kind: "magic" }] }, "/operations/0/kind"],
    ["a field nobody knows", { operations: [{ ...sale, company_id: "x" }] }, "/operations/0/company_id"],
    ["a fraction of a cent", { operations: [{ ...sale, base_cents: 0.5 }] }, "/operations/0/base_cents"],
    ["an amount beyond all reason", { operations: [{ ...sale, base_cents: 1e15 }] }, "/operations/0/base_cents"],
    ["two amounts", { operations: [{ ...sale, incl_cents: 1 }] }, "/operations/0/base_cents"],
    ["no amount", { operations: [{ ...sale, base_cents: null }] }, "/operations/0/base_cents"],
    ["a negative amount without a day", { operations: [{ ...sale, base_cents: -1 }] }, "/operations/0/exigible_on"],
    ["a rate of another territory", { operations: [{ ...sale, rate_ppm: 85_000 }] }, "/operations/0/rate_ppm"],
    [
      "a day at the end of the calendar",
      { operations: [{ ...sale, kind: "intra_eu_supply", delivered_on: "9999-12-31" }] },
      "/operations/0/delivered_on",
    ],
    [
      "a raised limit exceeded on no day",
      { regime: { year: 2026, this_year: { services_cents: 5_000_000 } } },
      "/regime/raised_exceeded_on",
    ],
    ["a day that does not exist", { operations: [{ ...sale, delivered_on: "2026-02-30" }] }, "/operations/0/delivered_on"],
    ["a sale without any day", { operations: [{ ...sale, delivered_on: null }] }, "/operations/0/delivered_on"],
    ["a gift without its value", { operations: [{ ...sale, deduction: "gift" }] }, "/operations/0/gift_unit_cents"],
    ["a line that operations fill", { direct_boxes: [{ box: "16", tax_cents: 1 }] }, "/direct_boxes/0/box"],
    ["a coefficient that is no hundredth", { taxation_coefficient_ppm: 123_456 }, "/taxation_coefficient_ppm"],
    ["too many operations", { operations: Array.from({ length: 501 }, () => sale) }, "/operations"],
  ])("%s", async (_, body, pointer) => {
    const { status, body: problem } = await ask(body);
    expect([status, problem["code"]]).toEqual([400, "request.invalid"]);
    expect(problem).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ pointer })]) });
  });

  it("stays exact at the largest amounts it accepts", async () => {
    const operations = Array.from({ length: 500 }, (_, index) => ({ ...sale, id: `F-${index}`, base_cents: 1_000_000_000_000 }));
    const { status, body } = await ask({ operations });
    expect(status).toBe(200);
    expect(body).toMatchObject({ totals: { to_pay_cents: 100_000_000_000_000 } });
  });
});
