import { describe, expect, it } from "vitest";
import { Refusal } from "#domain/refusals";
import { computeIs } from "#tax/is/compute";
import { IsInput } from "#tax/is/input";
import { LARGE, SMALL, year2025, yearOf } from "./inputs.ts";

const codes = (input: IsInput) => computeIs(input).notices.map(({ code }) => code);

describe("losses carried forward (CGI art. 209, I al. 3)", () => {
  const losses = (euros: number, lossEuros: number) => computeIs(year2025(euros, { ...LARGE, lossesCents: lossEuros * 100 })).losses;

  it.each([
    [800_000, 900_000, 800_000, 100_000],
    [1_000_000, 2_000_000, 1_000_000, 1_000_000],
    [1_500_000, 2_000_000, 1_250_000, 750_000],
    [4_000_000, 2_000_000, 2_000_000, 0],
    [4_000_000, 9_000_000, 2_500_000, 6_500_000],
  ])("a profit of %i and losses of %i use %i", (profit, stock, used, left) => {
    expect(losses(profit, stock)).toMatchObject({ usedCents: used * 100, leftCents: left * 100 });
  });

  it("adds the loss of a loss year, and owes nothing on a year of nothing", () => {
    expect(losses(-10_000, 5_000)).toMatchObject({ usedCents: 0, createdCents: 1_000_000, leftCents: 1_500_000 });
    for (const euros of [-1_000_000, 0])
      expect(computeIs(year2025(euros, SMALL))).toMatchObject({
        taxableProfitCents: 0,
        grossTaxCents: 0,
        totalDueCents: 0,
        balanceCents: 0,
      });
  });

  it("does not lengthen the limit with the year, and says so", () => {
    const long = yearOf("2024-07-01", "2025-12-31", 3_000_000, { ...LARGE, lossesCents: 900_000_000 });
    expect(computeIs(long).losses.usedCents).toBe(200_000_000);
    expect(codes(long)).toContain("loss_cap_not_prorated");
  });
});

describe("carry-back (CGI art. 220 quinquies)", () => {
  const previousYear = { openedOn: "2024-01-01", closedOn: "2024-12-31", reducedRateBaseCents: 4_250_000, normalRateBaseCents: 5_750_000 };
  const carried = (lossEuros: number, carryBack: object) =>
    computeIs(year2025(-lossEuros, { ...SMALL, previousYear, carryBack: { distributedCents: 0, ...carryBack } }));

  it("takes what bore 25 % first, then what bore 15 %", () => {
    expect(carried(80_000, {}).carryBack).toMatchObject({
      atNormalRateCents: 5_750_000,
      atReducedRateCents: 2_250_000,
      claimCents: 1_775_000,
    });
    expect(carried(50_000, {}).carryBack).toMatchObject({ atReducedRateCents: 0, claimCents: 1_250_000 });
  });

  it("stops at what was neither distributed nor settled by credits, at what was asked and at what was lost", () => {
    const limited = carried(200_000, { distributedCents: 3_000_000, settledByCreditsCents: 1_000_000 });
    expect(limited).toMatchObject({
      carryBack: { carriedBackCents: 6_000_000, claimCents: 1_475_000 },
      losses: { createdCents: 14_000_000 },
    });
    expect(limited.notices.map(({ code }) => code)).toContain("carry_back_order");
    expect(carried(200_000, { requestedCents: 1_000_000 }).carryBack?.carriedBackCents).toBe(1_000_000);
    expect(carried(200_000, { distributedCents: 20_000_000 }).carryBack).toMatchObject({ availableProfitCents: 0, claimCents: 0 });
    expect(carried(1_000, {}).carryBack?.carriedBackCents).toBe(100_000);
  });

  it("does nothing without a loss or without the year before, and says so", () => {
    const option = { carryBack: { distributedCents: 0 } };
    expect(codes(year2025(10, { ...SMALL, previousYear, ...option }))).toContain("carry_back_without_loss");
    expect(codes(year2025(-10, { ...SMALL, ...option }))).toContain("carry_back_without_year");
  });
});

describe("reductions and credits", () => {
  const credit = (excess: "refunded" | "carried" | "lost", euros: number) => ({
    kind: "given" as const,
    label: excess,
    amountCents: euros * 100,
    excess,
  });

  it("are set against tax in the order that loses least, and never against the contribution", () => {
    const result = computeIs(
      year2025(100_000, {
        ...LARGE,
        adjustments: [{ kind: "gift", amountCents: 1_000_000 }],
        taxCredits: [credit("refunded", 30_000), credit("carried", 4_000), credit("lost", 1_000)],
      }),
    );
    expect(result.grossTaxCents).toBe(2_750_000);
    expect(result.gifts.usedCents).toBe(600_000);
    expect(result.taxCredits.map(({ usedCents, refundedCents }) => [usedCents / 100, refundedCents / 100])).toEqual([
      [16_500, 13_500],
      [4_000, 0],
      [1_000, 0],
    ]);
    expect(result).toMatchObject({ netTaxCents: 0, creditsRefundedCents: 1_350_000, balanceCents: -1_350_000 });
    const social = computeIs(year2025(4_000_000, { ...LARGE, taxCredits: [credit("carried", 2_000_000)] }));
    expect(social).toMatchObject({ netTaxCents: 0, totalDueCents: 782_100, taxCredits: [{ carriedCents: 100_000_000 }] });
  });

  it("keeps gifts above their ceiling and a reduction that tax does not absorb", () => {
    const gifts = (toPeopleInNeed: boolean) =>
      computeIs(
        year2025(-50_000, {
          ...SMALL,
          giftsCarriedForwardCents: 0,
          adjustments: [{ kind: "gift", amountCents: 2_500_000, toPeopleInNeed }],
        }),
      ).gifts;
    expect(gifts(false)).toMatchObject({
      ceilingCents: 2_000_000,
      retainedCents: 2_000_000,
      leftCents: 500_000,
      reductionCents: 1_200_000,
    });
    expect(gifts(true)).toMatchObject({ usedCents: 0, unusedCents: 1_200_000 });
  });

  it("takes 40 % above two millions, but 60 % of all that feeds and houses people in need", () => {
    const reduction = (toPeopleInNeed: boolean) =>
      computeIs(
        year2025(0, { ...LARGE, turnoverCents: 90_000_000_000, adjustments: [{ kind: "gift", amountCents: 300_000_000, toPeopleInNeed }] }),
      ).gifts.reductionCents;
    expect(reduction(false)).toBe(160_000_000);
    expect(reduction(true)).toBe(180_000_000);
  });

  it("counts CIR and CII from their expenses by calendar year", () => {
    const credits = (kind: "research_expenses" | "innovation_expenses", euros: number, incurredIn: number) =>
      computeIs(year2025(0, { taxCredits: [{ kind, expensesCents: euros * 100, incurredIn, excess: "refunded" }] })).creditsRefundedCents /
      100;
    expect(credits("research_expenses", 200_000, 2025)).toBe(60_000);
    expect(credits("research_expenses", 120_000_000, 2025)).toBe(31_000_000);
    expect([2023, 2024, 2025].map((year) => credits("innovation_expenses", 500_000, year))).toEqual([120_000, 120_000, 80_000]);
    expect(() => credits("research_expenses", 1, 2027)).toThrow(Refusal);
  });
});

describe("the edges of a year", () => {
  it("computes a day, twenty-three and twenty-four months", () => {
    const at = (openedOn: string, closedOn: string) =>
      computeIs(yearOf(openedOn, closedOn, 1_000_000, { ...SMALL, turnoverCents: 1_000_000 }));
    expect(at("2024-02-29", "2024-02-29")).toMatchObject({ reducedRateCeilingCents: 11_800, reducedRate: { baseCents: 11_800 } });
    expect(at("2024-02-01", "2025-12-31").reducedRate.baseCents).toBe(8_145_800);
    expect(at("2024-01-01", "2025-12-31").reducedRate.baseCents).toBe(8_500_000);
  });

  it("puts the turnover of a single day on twelve months too", () => {
    const day = yearOf("2024-02-29", "2024-02-29", 1_000, { ...SMALL, turnoverCents: 2_777_778 });
    expect(computeIs(day).reducedRateEligibility).toMatchObject({ status: "not_met", annualTurnoverCents: 1_000_000_080 });
  });

  it("refuses years before 2024 and after 2026 by the name of what is missing", () => {
    for (const [openedOn, closedOn] of [
      ["2023-01-01", "2023-12-31"],
      ["2026-01-01", "2027-01-01"],
    ] as const)
      expect(() => computeIs(yearOf(openedOn, closedOn, 1, SMALL))).toThrow("tax.no_parameters");
  });

  it("stays exact for amounts no company has", () => {
    const huge = IsInput.parse({ openedOn: "2025-01-01", closedOn: "2025-12-31", accountingResultCents: 10_000_000_000_000 });
    expect(computeIs(huge)).toMatchObject({ grossTaxCents: 2_500_000_000_000, socialContribution: { amountCents: 82_497_482_100 } });
    expect(IsInput.safeParse({ ...huge, accountingResultCents: 10_000_000_000_001 }).success).toBe(false);
  });

  it("says that a calendar year without a closing is taxed provisionally, but for a first year", () => {
    const long = (more: object) => codes(yearOf("2024-01-01", "2025-06-30", 1, { ...SMALL, ...more }));
    expect(long({ firstYear: false })).toContain("provisional_tax");
    expect(long({ firstYear: true })).not.toContain("provisional_tax");
    expect(codes(yearOf("2024-02-01", "2026-01-31", 1, SMALL))).toContain("provisional_tax");
    expect(codes(yearOf("2024-07-01", "2025-12-31", 1, SMALL))).not.toContain("provisional_tax");
  });

  it("tells each reader what was assumed, and only that", () => {
    expect(codes(year2025(10, { firstYear: true }))).toEqual(["reduced_rate_unverified", "losses_unknown", "instalments_unknown"]);
    expect(codes(year2025(10, { ...SMALL, firstYear: true }))).toEqual([]);
    expect(codes(yearOf("2026-01-01", "2026-12-31", 10, { ...SMALL, firstYear: true }))).toEqual(["ceiling_of_2026"]);
    expect(codes(year2025(1, { ...LARGE, firstYear: true, turnoverCents: 25_000_000_001 }))).toEqual(["last_instalment_large"]);
  });

  it("says when rounding at each rate would give another euro", () => {
    const short = yearOf("2025-01-01", "2025-09-15", 30_107, { ...SMALL, firstYear: true });
    expect(computeIs(short)).toMatchObject({
      reducedRateCeilingCents: 3_010_400,
      reducedRate: { taxCents: 451_560 },
      normalRate: { taxCents: 75 },
    });
    expect(computeIs(short).grossTaxCents).toBe(451_600);
    expect(codes(short)).toContain("rounding_two_readings");
  });
});
