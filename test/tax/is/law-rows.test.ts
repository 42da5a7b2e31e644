import { describe, expect, it } from "vitest";
import { Refusal } from "#domain/refusals";
import { computeIs } from "#tax/is/compute";
import type { IsInput } from "#tax/is/input";
import { type DatedRow, type Law, UNKNOWN } from "#tax/rates/dated";
import { IS_LAW, type IsFigure } from "#tax/rates/is";
import { INTEREST_ROWS } from "#tax/rates/is-interest";
import { LARGE, lawWith, SMALL, year2025, yearOf } from "./inputs.ts";

const SETTLED = [
  ...["grossTaxCents", "socialContribution", "gifts", "taxCredits", "creditsUsedCents", "creditsRefundedCents"],
  ...["netTaxCents", "totalDueCents", "balanceCents", "nextInstalments"],
];
const RATES = ["reducedRate", "normalRate", "reducedRateSavingCents", ...SETTLED];
const FISCAL = ["adjustments", "addBacksCents", "deductionsCents", "fiscalResultCents", "losses", "taxableProfitCents", ...RATES];
const SOCIAL = ["socialContribution", "totalDueCents", "balanceCents", "nextInstalments"];
const GIFTS = ["gifts", "taxCredits", "creditsUsedCents", "creditsRefundedCents", "netTaxCents", "totalDueCents", "balanceCents"];
const CREDITS = ["taxCredits", "creditsUsedCents", "creditsRefundedCents", "netTaxCents", "totalDueCents", "balanceCents"];
const BOTH_SCHEDULES = ["instalments", "nextInstalments"];
const CARS = [
  "carCleanest",
  "carLow",
  "carMiddle",
  "carHigh",
  "carCleanestBelow",
  "carLowBelowOld",
  "carLowBelowNew",
  "carHighAboveOld",
  "carHighAboveNew",
] as const;

/** What each figure of the law may move; the first one it must move. Notices, traces and the parameter set follow whatever moves. */
const MOVES: Readonly<Record<IsFigure, readonly string[]>> = {
  normalRate: ["instalments", "normalRate", "carryBack", "reducedRateSavingCents", ...SETTLED],
  reducedRate: ["reducedRateSavingCents", "reducedRate", "instalments", "carryBack", ...SETTLED],
  reducedCeiling: ["reducedRateCeilingCents", ...RATES],
  reducedTurnover: ["reducedRateEligibility", ...RATES],
  naturalPersons: ["reducedRateEligibility", ...RATES],
  socialRate: SOCIAL,
  socialAllowance: SOCIAL,
  socialTurnover: SOCIAL,
  exceptionalTurnover: ["refused"],
  lossFloor: ["losses", "taxableProfitCents", ...RATES],
  lossShare: ["losses", "taxableProfitCents", ...RATES],
  carryBackCap: ["carryBack", "losses"],
  giftRate: GIFTS,
  giftRateAbove: GIFTS,
  giftStep: GIFTS,
  giftFloor: GIFTS,
  giftTurnover: GIFTS,
  parentShare: FISCAL,
  interestRate: ["adjustments", "refused", ...FISCAL],
  ...fromNames(CARS, FISCAL),
  researchRate: CREDITS,
  researchRateAbove: CREDITS,
  researchStep: CREDITS,
  innovationRate: CREDITS,
  innovationBase: CREDITS,
  instalmentThreshold: BOTH_SCHEDULES,
  instalmentShare: BOTH_SCHEDULES,
  instalmentDay: ["balanceDueOn", ...BOTH_SCHEDULES],
  instalmentPivot: BOTH_SCHEDULES,
  returnMonths: BOTH_SCHEDULES,
  balanceMonths: ["balanceDueOn"],
  balanceMonthsDecember: ["balanceDueOn"],
  lastInstalmentTurnover: ["notices"],
};

function fromNames<Name extends string>(names: readonly Name[], moves: readonly string[]): Record<Name, readonly string[]>;
function fromNames(names: readonly string[], moves: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(names.map((name) => [name, moves]));
}

const car = (acquiredOn: string, emissionsGrams: number, emissionsMeasure: "wltp" | "nedc") =>
  year2025(100_000, {
    ...SMALL,
    adjustments: [
      { kind: "car_depreciation", amountCents: 1_000_000, priceCents: 5_000_000, emissionsGrams, emissionsMeasure, acquiredOn },
    ],
  });

const past = (openedOn: string, closedOn: string, reducedEuros: number, normalEuros: number) => ({
  ...{ openedOn, closedOn, reducedRateBaseCents: reducedEuros * 100, normalRateBaseCents: normalEuros * 100 },
});

const threeQuarters = [{ kind: "natural_person" as const, sharePpm: 750_000 }];
const rich = { turnoverCents: 763_050_000, capitalFullyPaidUp: true, holders: threeQuarters };

/** Years that stand on the edge of every rule, so that a small change of any row shows. */
const YEARS: readonly IsInput[] = [
  year2025(10_000_000, rich),
  year2025(100_000, { ...SMALL, turnoverCents: 1_000_050_000 }),
  year2025(4_000_000, { ...LARGE, lossesCents: 500_000_000 }),
  year2025(10_000_000, { ...LARGE, adjustments: [{ kind: "gift", amountCents: 100_000_000 }] }),
  year2025(1_000_000, { ...SMALL, adjustments: [{ kind: "gift", amountCents: 10_000_000 }] }),
  year2025(10_000_000, { ...LARGE, turnoverCents: 90_000_000_000, adjustments: [{ kind: "gift", amountCents: 220_000_000 }] }),
  year2025(100_000, { ...SMALL, adjustments: [{ kind: "parent_subsidiary_dividend", amountCents: 5_000_000 }] }),
  year2025(-2_000_000, {
    previousYear: past("2024-01-01", "2024-12-31", 42_500, 1_500_000),
    carryBack: { distributedCents: 0 },
  }),
  year2025(1_000_000, {
    taxCredits: [
      { kind: "research_expenses", expensesCents: 12_000_000_000, incurredIn: 2025, excess: "refunded" },
      { kind: "innovation_expenses", expensesCents: 50_000_000, incurredIn: 2024, excess: "refunded" },
      { kind: "innovation_expenses", expensesCents: 50_000_000, incurredIn: 2025, excess: "refunded" },
    ],
  }),
  yearOf("2024-02-21", "2025-02-20", 100_000, { ...SMALL, previousYear: past("2023-02-21", "2024-02-20", 22_000, 0) }),
  yearOf("2024-12-01", "2025-11-30", 100_000, {
    ...SMALL,
    previousYear: past("2023-12-01", "2024-11-30", 42_500, 0),
    yearBeforePrevious: past("2022-12-01", "2023-11-30", 30_000, 0),
  }),
  yearOf("2022-02-01", "2024-01-31", 100_000, { ...SMALL, previousYear: past("2021-02-01", "2022-01-31", 38_120, 100_000) }),
  year2025(100_000, {
    ...SMALL,
    previousYear: past("2024-01-01", "2024-12-31", 42_500, 100_000),
    yearBeforePrevious: past("2023-01-01", "2023-12-31", 42_500, 50_000),
  }),
  year2025(1_000_000, { ...LARGE, turnoverCents: 25_000_050_000 }),
  year2025(1_000_000, { ...LARGE, turnoverCents: 100_000_000_000 }),
  yearOf("2026-01-01", "2026-12-31", 1_000_000, { ...LARGE, turnoverCents: 150_000_000_000 }),
  ...[19, 20, 49, 50, 51, 60, 160, 161, 165, 166].flatMap((grams) => [car("2020-09-01", grams, "wltp"), car("2023-09-01", grams, "wltp")]),
  ...[155, 150, 140, 135, 130].map((grams, place) => car(`${2017 + place}-06-01`, grams + 1, "nedc")),
  ...[20, 59, 60].map((grams) => car("2024-06-01", grams, "nedc")),
  ...INTEREST_ROWS.map(({ from }) => interestYear(from < "2024-01-01" ? "2024-01-15" : from)),
];

/** Twelve months that closed on a day, with interest at ten percent. */
function interestYear(closedOn: string): IsInput {
  const before = `${Number(closedOn.slice(0, 4)) - 1}${closedOn.slice(4)}`.replace("-02-29", "-02-28");
  const openedOn = new Date(Date.parse(before) + 86_400_000).toISOString().slice(0, 10);
  const interest = { kind: "current_account_interest", amountCents: 10_000_000, averageBalanceCents: 100_000_000 } as const;
  return yearOf(openedOn, closedOn, 200_000, { ...SMALL, adjustments: [interest] });
}

const BY_UNIT = { ppm: 10_000, cents: 100_000, days: 1, months: 1, persons: 1, grams: 1 } as const;

/** A result field by field; a refusal is the field `refused`. */
function fieldsOf(input: IsInput, law: Law<IsFigure>): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(Object.entries(computeIs(input, law)).map(([name, value]) => [name, JSON.stringify(value)]));
  } catch (error) {
    if (error instanceof Refusal) return { refused: `${error.code} ${error.flaws[0]?.message}` };
    throw error;
  }
}

const BEFORE = YEARS.map((input) => fieldsOf(input, IS_LAW));

/** Years that are worth computing again: all but those of cars and interest, of which only the ones that read the figure. */
const again = (input: IsInput, before: Readonly<Record<string, string>>, id: string): boolean =>
  !input.adjustments.some(({ kind }) => kind === "car_depreciation" || kind === "current_account_interest") ||
  (before["parameterSet"] ?? before["refused"] ?? "").includes(id);

/** Which fields move in which of the years when one row is changed. */
function moved(law: Law<IsFigure>, id: string): ReadonlySet<string> {
  return new Set(
    YEARS.flatMap((input, place) => {
      const before = BEFORE[place] ?? {};
      if (!again(input, before, id)) return [];
      const after = fieldsOf(input, law);
      if ("refused" in before !== "refused" in after) return ["refused"];
      return Object.keys(before).filter((name) => before[name] !== after[name]);
    }),
  );
}

const ALWAYS = ["notices", "traces", "parameterSet"];

describe("changing one row of the law changes what depends on it, and only that", () => {
  const names = Object.keys(MOVES).filter((name): name is IsFigure => name in IS_LAW);
  const rows = names.flatMap((name) =>
    IS_LAW[name].rows.map((row: DatedRow) => [`${IS_LAW[name].id} from ${row.from}`, name, row] as const),
  );

  it("knows every figure", () => {
    expect(names).toHaveLength(Object.keys(IS_LAW).length);
  });

  it.each(rows)("%s", (_, name, row) => {
    const value = row.value === UNKNOWN ? 40_000 : row.value + BY_UNIT[IS_LAW[name].unit];
    const fields = moved(
      lawWith(name, (one) => (one === row ? { ...one, value } : one)),
      IS_LAW[name].id,
    );
    const [must, ...may] = MOVES[name];
    expect([...fields]).toContain(row.value === UNKNOWN ? "refused" : must);
    for (const field of fields) expect([must, ...may, ...ALWAYS]).toContain(field);
  });
});
