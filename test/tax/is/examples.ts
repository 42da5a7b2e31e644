import type { IsInput } from "#tax/is/input";
import type { IsResult } from "#tax/is/result";
import type { Law } from "#tax/rates/dated";
import { IS_LAW, type IsFigure } from "#tax/rates/is";
import { LARGE, lawOf, SMALL, year2025, yearOf } from "./inputs.ts";

/** A worked example of somebody else: where it stands, what it gives, and the figures docs/tax/is.md must show. */
export type Example = {
  readonly title: string;
  readonly source: string;
  readonly input: IsInput;
  /** The law of its time, when it is older than our tables. */
  readonly law?: Law<IsFigure>;
  readonly expected: (result: IsResult) => unknown;
  readonly is: unknown;
  readonly shown: readonly string[];
};

const DIVIDENDS = { kind: "parent_subsidiary_dividend", amountCents: 1_800_000 } as const;
const GIFT = (euros: number) => ({ adjustments: [{ kind: "gift" as const, amountCents: euros * 100 }], giftsCarriedForwardCents: 0 });

const RATES: readonly Example[] = [
  {
    title: "Exercice de 8 mois et demi",
    source: "BOI-IS-LIQ-20-20 du 21-06-2023",
    input: yearOf("2025-01-01", "2025-09-15", 100_000, SMALL),
    law: lawOf({ reducedCeiling: 3_812_000 }),
    expected: (result) => [result.durationMonths, result.durationDays, result.reducedRateCeilingCents],
    is: [8, 15, 2_700_200],
    shown: ["27 002"],
  },
  {
    title: "Exercice de 18 mois",
    source: "BOI-IS-LIQ-20-20 du 21-06-2023",
    input: yearOf("2024-07-01", "2025-12-31", 100_000, SMALL),
    expected: (result) => result.reducedRateCeilingCents,
    is: 6_375_000,
    shown: ["63 750"],
  },
  {
    title: "Demi-euro",
    source: "CGI art. 1657, 1",
    input: year2025(42_506, SMALL),
    expected: (result) => [result.reducedRate.taxCents, result.normalRate.taxCents, result.grossTaxCents],
    is: [637_500, 150, 637_700],
    shown: ["42 506", "6 377"],
  },
  {
    title: "Bénéfice de 142 500 €",
    source: "Mémentos, Fiscalité des particuliers et des entreprises, Gualino, n° 270",
    input: year2025(142_500, SMALL),
    expected: (result) => result.grossTaxCents,
    is: 3_137_500,
    shown: ["142 500", "31 375"],
  },
  {
    title: "Régime mère-fille et mécénat",
    source: "Exercices corrigés de fiscalité, Gualino, p. 116",
    input: year2025(919_026 - 1_280, { ...SMALL, adjustments: [DIVIDENDS, { kind: "gift", amountCents: 128_000 }] }),
    expected: (result) => [result.fiscalResultCents, result.grossTaxCents, result.netTaxCents],
    is: [90_192_600, 22_123_200, 22_046_400],
    shown: ["901 926", "221 232", "220 464"],
  },
  {
    title: "Le même sans le régime mère-fille",
    source: "Exercices corrigés de fiscalité, Gualino, p. 116",
    input: year2025(919_026 - 1_280, { ...SMALL, ...GIFT(1_280) }),
    expected: (result) => [result.fiscalResultCents, result.netTaxCents],
    is: [91_902_600, 22_473_900],
    shown: ["919 026", "224 739"],
  },
];

const OTHERS: readonly Example[] = [
  {
    title: "Abattement d'un exercice de 15 mois",
    source: "BOI-IS-DECLA-20-20-20, n° 20",
    input: yearOf("2024-10-01", "2025-12-31", 5_000_000, LARGE),
    expected: (result) => result.socialContribution.allowanceCents,
    is: 95_375_000,
    shown: ["953 750"],
  },
  {
    title: "Abattement d'un exercice de 3 mois",
    source: "BOI-IS-DECLA-20-20-20, n° 20",
    input: yearOf("2025-10-01", "2025-12-31", 5_000_000, LARGE),
    expected: (result) => result.socialContribution.allowanceCents,
    is: 19_075_000,
    shown: ["190 750"],
  },
  {
    title: "Mécénat sous le plafond fixe",
    source: "BOI-BIC-RICI-20-30-20 du 07-08-2019, n° 1, exercice N",
    input: year2025(100_000, { ...SMALL, turnoverCents: 150_000_000, ...GIFT(9_000) }),
    law: lawOf({ giftFloor: 1_000_000 }),
    expected: ({ gifts }) => [gifts.ceilingCents, gifts.reductionCents],
    is: [1_000_000, 540_000],
    shown: ["10 000", "5 400"],
  },
  {
    title: "Mécénat, plafond de 5 ‰ du chiffre d'affaires",
    source: "BOI-BIC-RICI-20-30-20 du 07-08-2019, n° 1, exercice N+1",
    input: year2025(100_000, { ...SMALL, turnoverCents: 250_000_000, ...GIFT(11_000) }),
    law: lawOf({ giftFloor: 1_000_000 }),
    expected: ({ gifts }) => [gifts.ceilingCents, gifts.reductionCents],
    is: [1_250_000, 660_000],
    shown: ["12 500", "6 600"],
  },
  {
    title: "Report en arrière au plafond",
    source: "Fiscalité, cours en ligne des IUT, sous-section 3-3-1 (taux de 33 1/3 %)",
    input: year2025(-1_018_766, {
      ...LARGE,
      previousYear: { openedOn: "2024-01-01", closedOn: "2024-12-31", reducedRateBaseCents: 0, normalRateBaseCents: 119_635_600 },
      carryBack: { distributedCents: 15_000_000 },
    }),
    law: lawOf({ normalRate: 333_333 }),
    expected: ({ carryBack, losses }) => [
      carryBack?.availableProfitCents,
      carryBack?.carriedBackCents,
      carryBack?.claimCents,
      losses.leftCents,
    ],
    is: [104_635_600, 100_000_000, 33_333_300, 1_876_600],
    shown: ["1 046 356", "333 333"],
  },
  {
    title: "Acomptes avec régularisation au deuxième",
    source: "Fiscalité, cours en ligne des IUT, travaux dirigés, section 1-2 (taux de 33 1/3 %)",
    input: year2025(300_000, {
      ...SMALL,
      previousYear: { openedOn: "2024-01-01", closedOn: "2024-12-31", reducedRateBaseCents: 3_812_000, normalRateBaseCents: 17_698_000 },
      yearBeforePrevious: {
        openedOn: "2023-01-01",
        closedOn: "2023-12-31",
        reducedRateBaseCents: 6_362_000,
        normalRateBaseCents: 11_608_000,
      },
    }),
    law: lawOf({ normalRate: 333_333 }),
    expected: ({ instalments }) => instalments.instalments.map(({ dueOn, amountCents }) => [dueOn, amountCents / 100]),
    is: [
      ["2025-03-15", 12_059],
      ["2025-06-15", 20_297],
      ["2025-09-15", 16_178],
      ["2025-12-15", 16_178],
    ],
    shown: ["12 059", "20 297", "16 178"],
  },
  {
    title: "Véhicule de 25 000 € émettant 150 g",
    source: "Association nationale de gestion agréée des professionnels de santé (plafond de 18 300 €)",
    input: year2025(100_000, {
      ...SMALL,
      adjustments: [
        {
          kind: "car_depreciation",
          amountCents: 500_000,
          priceCents: 2_500_000,
          emissionsGrams: 150,
          emissionsMeasure: "wltp",
          acquiredOn: "2020-09-01",
        },
      ],
    }),
    expected: ({ adjustments }) => adjustments[0]?.amountCents,
    is: 134_000,
    shown: ["18 300", "1 340"],
  },
];

export const EXAMPLES: readonly Example[] = [...RATES, ...OTHERS];

export const lawOfExample = ({ law = IS_LAW }: Example): Law<IsFigure> => law;
