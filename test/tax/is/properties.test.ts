import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, businessDate } from "#domain/dates";
import { computeIs } from "#tax/is/compute";
import type { IsResult } from "#tax/is/result";
import { LARGE, SMALL, year2025, yearOf } from "./inputs.ts";

const RUNS = { numRuns: 120 };
const profit = fc.integer({ min: -2_000_000, max: 20_000_000 });
const company = fc.constantFrom(SMALL, LARGE);
const losses = fc.integer({ min: 0, max: 5_000_000 });

/** Lines of every trace re-added, told apart from the totals they must come to. */
const reAdded = ({ traces }: IsResult) => traces.map(({ lines }) => lines.reduce((sum, { amountCents }) => sum + amountCents, 0));

describe("whatever the figures", () => {
  it("tax never falls when profit rises", () => {
    void fc.assert(
      fc.property(profit, fc.integer({ min: 0, max: 300_000 }), losses, company, (euros, more, lossEuros, who) => {
        const at = (result: number) => computeIs(year2025(result, { ...who, lossesCents: lossEuros * 100 }));
        const [low, high] = [at(euros), at(euros + more)];
        expect(high.grossTaxCents).toBeGreaterThanOrEqual(low.grossTaxCents);
        expect(high.totalDueCents).toBeGreaterThanOrEqual(low.totalDueCents);
      }),
      RUNS,
    );
  });

  it("is what the two articles say in one line each, in whole numbers", () => {
    void fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000_000 }), fc.integer({ min: 1, max: 24 }), company, (euros, months, who) => {
        const closedOn = addDays(addMonths(businessDate("2024-03-01"), months), -1);
        const result = computeIs(
          yearOf("2024-03-01", closedOn, euros, { ...who, turnoverCents: who === SMALL ? 1_000_000 : 2_000_000_000 }),
        );
        const ceiling = Math.floor((42_500 * months * 2 + 12) / 24);
        const reduced = who === SMALL ? Math.min(euros, ceiling) : 0;
        const tax = Math.floor((15 * reduced + 25 * (euros - reduced) + 50) / 100);
        expect(result.grossTaxCents).toBe(tax * 100);
        const above = Math.max(0, tax - Math.floor((763_000 * months * 2 + 12) / 24));
        expect(result.socialContribution.amountCents).toBe(who === SMALL ? 0 : Math.floor((33 * above + 500) / 1_000) * 100);
      }),
      RUNS,
    );
  });

  it("bases add up to the profit, losses to what there was, traces to their totals, and all tax is in whole euros", () => {
    void fc.assert(
      fc.property(profit, fc.integer({ min: 0, max: 99 }), losses, company, (euros, cents, lossEuros, who) => {
        const input = year2025(euros, { ...who, lossesCents: lossEuros * 100 });
        const result = computeIs({ ...input, accountingResultCents: input.accountingResultCents + cents });
        expect(result.reducedRate.baseCents + result.normalRate.baseCents).toBe(result.taxableProfitCents);
        expect(Math.max(0, result.fiscalResultCents) - result.losses.usedCents).toBe(result.taxableProfitCents);
        expect(result.losses.usedCents + result.losses.leftCents).toBe(result.losses.availableCents + result.losses.createdCents);
        expect(reAdded(result)).toEqual(result.traces.map(({ totalCents }) => totalCents));
        for (const whole of [result.fiscalResultCents, result.grossTaxCents, result.totalDueCents]) expect(Math.abs(whole % 100)).toBe(0);
        expect(result.grossTaxCents - result.reducedRate.taxCents - result.normalRate.taxCents).toBeLessThanOrEqual(50);
      }),
      RUNS,
    );
  });

  it("a year of twelve months pays what two of six months pay on equal halves, but for roundings", () => {
    void fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000 }), (half) => {
        const whole = computeIs(year2025(half * 2, SMALL)).grossTaxCents;
        const first = computeIs(yearOf("2025-01-01", "2025-06-30", half, { ...SMALL, turnoverCents: 50_000_000 })).grossTaxCents;
        const second = computeIs(yearOf("2025-07-01", "2025-12-31", half, { ...SMALL, turnoverCents: 50_000_000 })).grossTaxCents;
        expect(Math.abs(whole - first - second)).toBeLessThanOrEqual(200);
      }),
      RUNS,
    );
  });

  it("credits and reductions never make tax negative, and none is created or lost on the way", () => {
    const credit = fc.record({
      kind: fc.constant("given" as const),
      label: fc.constant("Crédit"),
      amountCents: fc.integer({ min: 0, max: 50_000_000 }),
      excess: fc.constantFrom("refunded" as const, "carried" as const, "lost" as const),
    });
    void fc.assert(
      fc.property(profit, fc.array(credit, { maxLength: 5 }), fc.integer({ min: 0, max: 3_000_000 }), (euros, taxCredits, giftCents) => {
        const result = computeIs(year2025(euros, { ...SMALL, taxCredits, adjustments: [{ kind: "gift", amountCents: giftCents }] }));
        expect(result.netTaxCents).toBeGreaterThanOrEqual(0);
        expect(result.netTaxCents).toBe(result.grossTaxCents - result.gifts.usedCents - result.creditsUsedCents);
        for (const { amountCents, usedCents, refundedCents, carriedCents, lostCents } of result.taxCredits)
          expect(usedCents + refundedCents + carriedCents + lostCents).toBe(amountCents);
      }),
      RUNS,
    );
  });
});
