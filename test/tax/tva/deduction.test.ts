import { describe, expect, it } from "vitest";
import { Refusal } from "#domain/refusals";
import { fromIncluded } from "#tax/tva/amounts";
import { deductionCoefficientPpm, taxationCoefficientPpm } from "#tax/tva/deduction";
import { aggregated, linesIn, type Operation, returned } from "./returns.ts";

const deducted = (more: Partial<Operation>) => returned([aggregated("purchase_goods", 100_000, more)]).totals.deductibleTaxCents;

describe("tax is deducted", () => {
  it.each([
    ["full", 20_000],
    ["none", 0],
    ["fuel_diesel_car", 16_000],
    ["fuel_diesel_utility", 20_000],
    ["fuel_petrol_car", 16_000],
    ["fuel_petrol_utility", 20_000],
    ["fuel_gas", 20_000],
    ["passenger_car", 0],
    ["lodging", 0],
    ["passenger_transport", 0],
  ] as const)("for %s up to %i cents of 20 000", (deduction, cents) => {
    expect(deducted({ deduction })).toBe(cents);
  });

  it("as given, of one rate or of several added up", () => {
    const { operations, notices } = returned([aggregated("purchase_goods", 100_000, { taxCents: 12_345 })]);
    expect(operations[0]).toMatchObject({ ratePpm: null, taxCents: 12_345, parts: [{ deductibleCents: 12_345, boxes: ["20"] }] });
    expect(notices.map(({ code }) => code)).not.toContain("tax_differs_from_rate");
  });

  it("on a payment before the invoice, presuming the invoice of a deposit, and saying so", () => {
    const paid = (on: string) =>
      returned([
        { id: "A", kind: "purchase_services", baseCents: 100_000, invoicedOn: "2026-03-20", payments: [{ on, amountCents: 120_000 }] },
      ]);
    expect(paid("2026-03-10").totals.deductibleTaxCents).toBe(20_000);
    expect(paid("2026-03-10").notices.map(({ code }) => code)).toContain("deposit_invoice_presumed");
    expect(paid("2026-03-20").notices.map(({ code }) => code)).not.toContain("deposit_invoice_presumed");
  });

  it("on gifts up to 73 € with tax, in 2025", () => {
    const gift = (giftUnitCents: number) =>
      returned([aggregated("purchase_goods", 100_000, { deduction: "gift", giftUnitCents, exigibleOn: "2025-12-10" })], {
        period: { from: "2025-12-01", to: "2025-12-31" },
      }).totals.deductibleTaxCents;
    expect([gift(7_300), gift(7_301)]).toEqual([20_000, 0]);
  });

  it("on gifts of 2026 only with a limit given: the one of the law was not found", () => {
    const operations = [aggregated("purchase_goods", 100_000, { deduction: "gift", giftUnitCents: 7_500 })];
    try {
      returned(operations);
      expect.unreachable();
    } catch (error) {
      expect(error instanceof Refusal && error.code).toBe("tax.parameter_unknown");
    }
    const given = returned(operations, { giftLimitCents: 8_000 });
    expect(given.totals.deductibleTaxCents).toBe(20_000);
    expect(given.notices.map(({ code }) => code)).toContain("gift_limit_given");
  });

  it("by the coefficient de taxation too, on what the customer owes itself as well", () => {
    const result = returned(
      [aggregated("intra_eu_acquisition", 100_000), aggregated("purchase_goods", 100_000, { deduction: "fuel_diesel_car" })],
      {
        taxationCoefficientPpm: 670_000,
      },
    );
    expect(linesIn(result)).toMatchObject({ "08": [1_000, 200], "20": [null, 242] });
  });
});

it("rounds the coefficient up to the hundredth (CGI ann. II art. 206, III)", () => {
  expect(taxationCoefficientPpm(66_010, 100_000)).toBe(670_000);
  expect(taxationCoefficientPpm(66_000, 100_000)).toBe(660_000);
  // Exports 150 000, taxed 375 000, exempt 250 000 (the exercise of a public course, where 0,677 is cut to 0,67 against the article).
  expect(taxationCoefficientPpm(52_500_000, 77_500_000)).toBe(680_000);
  expect(taxationCoefficientPpm(100_000, 100_000)).toBe(1_000_000);
  expect(() => taxationCoefficientPpm(2, 1)).toThrow(RangeError);
  expect(() => taxationCoefficientPpm(0, 0)).toThrow(RangeError);
});

it("rounds each coefficient and their product up to the hundredth (BOI-TVA-DED-20-10-40 § 1)", () => {
  expect(deductionCoefficientPpm(1_000_000, 670_000, 800_000)).toBe(540_000);
  expect(deductionCoefficientPpm(600_000, 680_000, 1_000_000)).toBe(410_000);
  expect(deductionCoefficientPpm(600_000, 500_000, 1_000_000)).toBe(300_000);
  expect(deductionCoefficientPpm(1_000_000, 1_000_000, 0)).toBe(0);
  expect(deducted({ businessUsePpm: 600_000 })).toBe(12_000);
});

it("takes the tax out of a price including it so that both add up to the price", () => {
  expect(fromIncluded(12_000, 200_000)).toEqual({ baseCents: 10_000, taxCents: 2_000 });
  expect(fromIncluded(1_000, 55_000)).toEqual({ baseCents: 948, taxCents: 52 });
  expect(returned([{ id: "F", kind: "sale_goods", inclCents: 9_999, deliveredOn: "2026-03-01" }]).operations[0]).toMatchObject({
    ...{ baseCents: 8_333, taxCents: 1_666 },
  });
});
