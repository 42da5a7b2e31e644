import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { Refusal } from "#domain/refusals";
import { Adjustment, WHOLE_KINDS } from "#tax/is/adjustment";
import { computeIs } from "#tax/is/compute";
import { INTEREST_ROWS } from "#tax/rates/is-interest";
import { SMALL, year2025, yearOf } from "./inputs.ts";

const lines = (adjustment: z.input<typeof Adjustment>, more: object = {}) =>
  computeIs(year2025(100_000, { ...SMALL, ...more, adjustments: [adjustment] })).adjustments;

describe("adjustments", () => {
  it.each(WHOLE_KINDS)("%s is taken whole, with its article or its own label", (kind) => {
    const result = computeIs(year2025(0, { ...SMALL, adjustments: [{ kind, amountCents: 100_050, label: "Mon libellé" }] }));
    const deducts = ["carry_back_income", "tax_credit_income", "other_deduction"].includes(kind);
    expect(result.adjustments).toMatchObject([{ kind, label: "Mon libellé", amountCents: deducts ? -100_050 : 100_050 }]);
    expect([result.addBacksCents, result.deductionsCents]).toEqual(deducts ? [0, 100_050] : [100_050, 0]);
    expect(result.fiscalResultCents).toBe(deducts ? -100_100 : 100_100);
  });

  it("a label is one line of text, and an amount never negative: the kind gives the sign", () => {
    const taken = (more: object) => Adjustment.safeParse({ kind: "other_addition", amountCents: 1, ...more }).success;
    expect(
      [{ label: "Écart" }, { label: "a\u0000" }, { label: "" }, { label: "x".repeat(121) }, { amountCents: -1 }, { sum: 1 }].map(taken),
    ).toEqual([true, ...[false, false, false, false, false]]);
  });

  it("a dividend of a subsidiary leaves five percent", () => {
    const both = lines({ kind: "parent_subsidiary_dividend", amountCents: 1_800_000 });
    expect(both.map(({ kind, amountCents }) => [kind, amountCents])).toEqual([
      ["parent_subsidiary_dividend", -1_800_000],
      ["parent_subsidiary_share", 90_000],
    ]);
  });
});

describe("cars (CGI art. 39, 4): 5 000 a year of a price of 50 000, VAT included", () => {
  const excess = (emissionsMeasure: "wltp" | "nedc", acquiredOn: string, emissionsGrams: number, more: object = {}) =>
    lines({
      ...{ kind: "car_depreciation", amountCents: 500_000, priceCents: 5_000_000, emissionsGrams, emissionsMeasure, acquiredOn },
      ...more,
    })[0]?.amountCents;
  const kept = { 30000: 200_000, 20300: 297_000, 18300: 317_000, 9900: 401_000 };

  it.each([
    ["wltp", "2021-01-01", [19, 20, 49, 50, 160, 161], [30_000, 20_300, 20_300, 18_300, 18_300, 9_900]],
    ["wltp", "2020-12-31", [160, 161, 165, 166], [18_300, 18_300, 18_300, 9_900]],
    ["nedc", "2024-05-02", [19, 20, 59, 60, 130, 131], [30_000, 20_300, 20_300, 18_300, 18_300, 9_900]],
    ["nedc", "2020-02-01", [135, 136], [18_300, 9_900]],
    ["nedc", "2017-06-01", [155, 156], [18_300, 9_900]],
  ] as const)("%s acquired on %s", (measure, acquiredOn, grams, ceilings) => {
    expect(grams.map((one) => excess(measure, acquiredOn, one))).toEqual(ceilings.map((ceiling) => kept[ceiling]));
  });

  it("adds nothing back below the ceiling, leaves out what is invoiced apart, and refuses days before its table", () => {
    expect(excess("wltp", "2024-01-01", 0, { priceCents: 3_000_000 })).toBe(0);
    expect(excess("wltp", "2024-01-01", 0, { priceCents: 5_000_000, separateEquipmentCents: 2_000_000 })).toBe(0);
    expect(excess("wltp", "2024-01-01", 0, { priceCents: 0 })).toBe(0);
    expect(() => excess("nedc", "2016-12-31", 100)).toThrow(Refusal);
    expect(() => excess("wltp", "2020-02-29", 100)).toThrow(Refusal);
  });
});

describe("interest of shareholders' current accounts (CGI art. 39, 1-3°)", () => {
  const interest = { kind: "current_account_interest", amountCents: 600_000, averageBalanceCents: 10_000_000 } as const;

  it("adds back what is above the year's rate, and all of it while capital is not paid up", () => {
    expect(lines(interest)[0]?.amountCents).toBe(600_000 - 455_000);
    expect(lines({ ...interest, amountCents: 400_000 })[0]?.amountCents).toBe(0);
    expect(lines(interest, { capitalFullyPaidUp: false })[0]?.amountCents).toBe(600_000);
  });

  it("tells when paid-up capital is not known, and when its rate was computed by formula", () => {
    const codes = (closedOn: string, openedOn: string) =>
      computeIs(yearOf(openedOn, closedOn, 1, { adjustments: [interest] })).notices.map(({ code }) => code);
    expect(codes("2025-12-31", "2025-01-01")).toContain("interest_capital_unknown");
    expect(codes("2025-12-31", "2025-01-01")).not.toContain("interest_rate_by_formula");
    expect(codes("2025-06-30", "2024-07-01")).toContain("interest_rate_by_formula");
  });

  it("refuses a year that is not of twelve months and a rate that was not found, unless the rate is told", () => {
    const closing = (openedOn: string, closedOn: string, more: object = {}) =>
      computeIs(yearOf(openedOn, closedOn, 1, { ...SMALL, adjustments: [{ ...interest, ...more }] }));
    expect(() => closing("2025-07-01", "2025-12-31")).toThrow("tax.parameter_unknown");
    expect(() => closing("2025-04-01", "2026-03-31")).toThrow("tax.parameter_unknown");
    expect(closing("2025-07-01", "2025-12-31", { maximumRatePpm: 50_000 }).adjustments[0]?.amountCents).toBe(600_000 - 250_000);
  });

  it("has rates that the formula gives from the published quarters (BOI-BIC-CHG-50-50-30 no. 70), in hundredths of a percent", () => {
    const quarters = [597, 590, 576, 537, 492, 460, 436, 430];
    const from2024End = INTEREST_ROWS.filter(({ from }) => from >= "2024-12-31" && from < "2026-03-31");
    const byFormula = from2024End.map((_, place) => {
      const [ended, into] = [3 + Math.floor(place / 3), place % 3];
      const at = (quarter: number) => quarters[quarter] ?? Number.NaN;
      const twelfths = (3 - into) * at(ended - 3) + 3 * (at(ended - 2) + at(ended - 1) + at(ended)) + into * at(ended);
      return Math.round(twelfths / 12) * 100;
    });
    expect(byFormula).toEqual(from2024End.map(({ value }) => value));
  });
});
