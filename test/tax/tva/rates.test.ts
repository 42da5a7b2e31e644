import { describe, expect, it } from "vitest";
import { boxOf } from "#domain/ledger/posting/vat-rates";
import { Refusal } from "#domain/refusals";
import { aggregated, type Operation, returned } from "./returns.ts";

const refusalOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof Refusal ? [error.code, error.flaws[0]?.message] : error;
  }
};
const boxesOf = (operation: Operation) => returned([operation]).operations[0]?.parts[0]?.boxes;

describe("rates", () => {
  it("lead to the line the books name for them", () => {
    const territories = { 85000: "reunion", 17500: "guadeloupe", 10500: "martinique", 9000: "corse" } as const;
    const cases = [200_000, 100_000, 55_000, 21_000, 85_000, 17_500, 10_500, 9_000] as const;
    for (const ratePpm of cases) {
      const territory = Object.entries(territories).find(([ppm]) => Number(ppm) === ratePpm)?.[1] ?? "metropole";
      expect(boxesOf(aggregated("sale_goods", 100_000, { ratePpm, territory }))).toEqual(["A1", boxOf(ratePpm)]);
    }
  });

  it.each([
    ["corse", 100_000, "T3"],
    ["corse", 21_000, "T4"],
    ["corse", 55_000, "09"],
    ["corse", 200_000, "08"],
    ["reunion", 21_000, "11"],
  ] as const)("of %s: %i parts per million on line %s", (territory, ratePpm, box) => {
    expect(boxesOf(aggregated("sale_goods", 100_000, { ratePpm, territory }))).toEqual(["A1", box]);
  });

  it.each([
    ["metropole", 200_000, "I1"],
    ["metropole", 100_000, "I2"],
    ["reunion", 85_000, "I3"],
    ["metropole", 55_000, "I4"],
    ["metropole", 21_000, "I5"],
    ["martinique", 10_500, "I6"],
  ] as const)("of imports in %s: %i on line %s", (territory, ratePpm, box) => {
    expect(boxesOf(aggregated("import", 100_000, { ratePpm, territory }))).toEqual(["A4", box, "20", "24"]);
  });

  it("are by default the normal rate of the territory", () => {
    const rate = (territory: "metropole" | "corse" | "reunion") =>
      returned([aggregated("sale_goods", 100_000)], { territory }).operations[0]?.ratePpm;
    expect([rate("metropole"), rate("corse"), rate("reunion")]).toEqual([200_000, 200_000, 85_000]);
  });

  it("are refused when they are not in force there on that day", () => {
    const sold = (ratePpm: number, more: Partial<Operation> = {}) =>
      refusalOf(() => returned([aggregated("sale_goods", 100_000, { ratePpm, ...more })]));
    expect(sold(196_000)).toEqual(["request.invalid", "rate_not_in_force"]);
    expect(sold(85_000)).toEqual(["request.invalid", "rate_not_in_force"]);
    expect(sold(130_000, { territory: "corse" })).toEqual(["request.invalid", "rate_not_in_force"]);
    expect(sold(200_000, { territory: "mayotte" })).toEqual(["request.invalid", "rate_not_in_force"]);
    expect(refusalOf(() => returned([aggregated("import", 100_000, { ratePpm: 17_500, territory: "reunion" })]))).toEqual([
      "request.invalid",
      "rate_not_in_force",
    ]);
  });

  it("know no TVA in Guyane and Mayotte: a sale there is not taxable, and the reader is told", () => {
    const { operations, notices } = returned([aggregated("sale_goods", 100_000, { territory: "guyane" })]);
    expect(operations[0]?.parts[0]).toMatchObject({ taxCents: 0, boxes: ["E2"] });
    expect(notices.map(({ code }) => code)).toContain("territory_without_tva");
  });

  it.each([
    ["energy_subscription", "metropole", "2025-07-31", 55_000, "2025-08-01", 200_000],
    ["heat_subscription", "metropole", "2025-02-28", 200_000, "2025-03-01", 55_000],
    ["fossil_boiler", "metropole", "2025-02-28", 55_000, "2025-03-01", 200_000],
    ["home_solar", "metropole", "2025-09-30", 200_000, "2025-10-01", 55_000],
    ["corsica_oil", "corse", "2025-02-15", 130_000, "2025-02-16", 200_000],
  ] as const)("of %s move on their day and tell the conditions", (nature, territory, before, ppmBefore, after, ppmAfter) => {
    const on = (deliveredOn: string) => returned([{ id: "F", kind: "sale_goods", baseCents: 100_000, nature, territory, deliveredOn }]);
    expect(on(before).operations[0]?.ratePpm).toBe(ppmBefore);
    expect(on(after).operations[0]?.ratePpm).toBe(ppmAfter);
    expect(on(after).notices.map(({ code }) => code)).toContain(`nature_${nature}`);
  });

  it("tell when a nature was sold at another rate than the law's", () => {
    const { notices } = returned([aggregated("sale_goods", 100_000, { nature: "home_solar", ratePpm: 200_000 })]);
    expect(notices.map(({ code }) => code)).toContain("rate_expected");
  });

  it("keep the rate of the fait générateur when the money comes after it moved", () => {
    const payments = [{ on: "2025-09-10", amountCents: 105_500 }];
    const operation: Operation = {
      ...{ id: "F", kind: "sale_services", nature: "energy_subscription", baseCents: 100_000, payments },
      deliveredOn: "2025-07-20",
    };
    expect(returned([operation], { period: { from: "2025-09-01", to: "2025-09-30" } }).totals.grossTaxCents).toBe(5_500);
  });

  it("rest since September 2026 on articles that moved to another code, and the reader is told", () => {
    const told = (month: string, last: string) =>
      returned([], { period: { from: `2026-${month}-01`, to: `2026-${month}-${last}` } }).notices.map(({ code }) => code);
    expect(told("08", "31")).not.toContain("articles_recodified");
    expect(told("09", "30")).toContain("articles_recodified");
  });

  it("of 2027 are refused by name, and so is a return of 2027 or of 2023 without operations", () => {
    const period = { from: "2027-01-01", to: "2027-01-31" };
    expect(refusalOf(() => returned([], { period }))).toEqual([
      "tax.no_parameters",
      "no_parameters:tva.remboursement.en_cours_annee:2027-01-31",
    ]);
    expect(refusalOf(() => returned([], { period: { from: "2023-12-01", to: "2023-12-31" } }))).toEqual([
      "tax.no_parameters",
      "no_parameters:tva.remboursement.annuel:2023-12-31",
    ]);
    expect(refusalOf(() => returned([aggregated("sale_goods", 100, { exigibleOn: "2027-01-05" })]))).toEqual([
      "tax.no_parameters",
      "no_parameters:tva.taux.metropole.normal:2027-01-05",
    ]);
  });
});
