import { describe, expect, it } from "vitest";
import { aggregated, linesIn, returned } from "./returns.ts";

const DECEMBER = { period: { from: "2025-12-01", to: "2025-12-31" } };
const bought = (taxCents: number, exigibleOn = "2026-03-15") => [aggregated("purchase_goods", taxCents * 5, { exigibleOn })];

describe("a credit", () => {
  it("of the previous return comes in on line 22 and what is left goes to line 27", () => {
    expect(linesIn(returned([aggregated("sale_goods", 100_000)], { creditCarriedCents: 55_000 }))).toMatchObject({
      ...{ "22": [null, 550], "23": [null, 550], "25": [null, 350], "27": [null, 350] },
    });
  });

  it("may be claimed from 760 € in the course of the year, from 150 € on the last return of the year", () => {
    const may = (cents: number, more: Parameters<typeof returned>[1] = {}, on = "2026-03-15") =>
      returned(bought(cents, on), more).refund.mayAsk;
    expect([may(75_900), may(76_000)]).toEqual([false, true]);
    expect([may(14_900, DECEMBER, "2025-12-10"), may(15_000, DECEMBER, "2025-12-10")]).toEqual([false, true]);
  });

  it("that is claimed goes to line 26 and is not carried again", () => {
    const { totals, traces } = returned(bought(100_000), { refundAskedCents: 80_000 });
    expect(totals).toMatchObject({ creditCents: 100_000, refundCents: 80_000, creditToCarryCents: 20_000, toPayCents: 0 });
    expect(traces.find(({ id }) => id === "credit_to_carry")?.lines.map(({ amountCents }) => amountCents)).toEqual([100_000, -80_000]);
  });

  it.each([
    [50_000, 50_000],
    [100_000, 75_900],
    [100_000, 100_100],
  ])("of %i cents is carried whole, and the reader told why, when %i are claimed", (creditCents, refundAskedCents) => {
    const { totals, notices } = returned(bought(creditCents), { refundAskedCents });
    expect(totals).toMatchObject({ refundCents: 0, creditToCarryCents: creditCents });
    expect(notices.map(({ code }) => code)).toContain("refund_not_taken");
  });
});

describe("credit notes", () => {
  const sold = aggregated("sale_goods", 100_000);

  it("to customers go to B5 and line 21, as the administration wants it, or lessen sales: the tax to pay is the same", () => {
    const operations = [sold, aggregated("sale_credit_note", 30_000)];
    const line21 = returned(operations);
    const less = returned(operations, { saleCreditNotes: "reduce_sales" });
    expect(linesIn(line21)).toMatchObject({ A1: [1_000, null], B5: [300, null], "08": [1_000, 200], "21": [null, 60] });
    expect(linesIn(less)).toMatchObject({ A1: [700, null], "08": [700, 140] });
    expect(less.totals.toPayCents).toBe(line21.totals.toPayCents);
  });

  it("above the sales of their rate go to line 21 and B5: no line is negative", () => {
    const result = returned([sold, aggregated("sale_credit_note", 130_000)], { saleCreditNotes: "reduce_sales" });
    expect(linesIn(result)).toEqual({
      ...{ B5: [300, null], "21": [null, 60], "23": [null, 60], "25": [null, 60], "27": [null, 60] },
    });
    expect(result.notices.filter(({ code }) => code === "negative_box")).toHaveLength(2);
  });

  it("on what bore no tax go to F8", () => {
    expect(linesIn(returned([aggregated("sale_credit_note", 30_000, { territory: "guyane" })]))).toEqual({ F8: [300, null] });
    expect(linesIn(returned([aggregated("export", -30_000)]))).toEqual({ F8: [300, null] });
  });

  it("of suppliers are paid back on line 15, or lessen the deduction", () => {
    const operations = [aggregated("purchase_goods", 100_000), aggregated("purchase_credit_note", 20_000)];
    expect(linesIn(returned(operations))).toMatchObject({ "15": [null, 40], "20": [null, 200] });
    expect(linesIn(returned(operations, { purchaseCreditNotes: "reduce_deductions" }))).toMatchObject({ "20": [null, 160] });
    expect(linesIn(returned(operations.slice(1), { purchaseCreditNotes: "reduce_deductions" }))).toMatchObject({ "15": [null, 40] });
  });
});

describe("lines the caller fills", () => {
  it("add up with the others, and neither X5 nor AB goes beyond what is due", () => {
    const directBoxes = [
      { box: "5B", taxCents: 10_000 },
      { box: "2C", taxCents: 5_000 },
      { box: "X5", taxCents: 900_000 },
      { box: "29", taxCents: 12_300 },
      { box: "AB", taxCents: 20_000 },
      { box: "P2", baseCents: 10_000, taxCents: 1_300 },
    ] as const;
    const result = returned([aggregated("sale_goods", 100_000)], { directBoxes: [...directBoxes] });
    expect(linesIn(result)).toMatchObject({
      ...{ P2: [100, 13], "16": [null, 313], "23": [null, 50], TD: [null, 263], X5: [null, 263], "29": [null, 123], AB: [null, 123] },
    });
    expect(result.totals).toMatchObject({ netTaxCents: 0, toPayCents: 0 });
    expect(result.notices.filter(({ code }) => code === "box_cut")).toHaveLength(2);
  });
});

describe("whole euros", () => {
  it("are rounded once a line, after the cents were added up, 0.50 up", () => {
    const result = returned(Array.from({ length: 3 }, (_, index) => aggregated("sale_goods", 2_250, { id: `F${index}` })));
    expect(linesIn(result)).toMatchObject({ A1: [68, null], "08": [68, 14] });
  });

  it("keep the tax the invoice shows and tell when it is more than a euro away from base x rate", () => {
    const tax = (taxCents: number) => returned([aggregated("sale_goods", 100_000, { taxCents })]);
    expect(tax(20_050).notices.map(({ code }) => code)).not.toContain("tax_differs_from_rate");
    expect(tax(21_000).notices.map(({ code }) => code)).toContain("tax_differs_from_rate");
    expect(tax(21_000).totals.grossTaxCents).toBe(21_000);
  });
});
