/** A small company's year 2025: what the API document shows, and what its answer is computed from. */
export const IS_EXAMPLE = {
  openedOn: "2025-01-01",
  closedOn: "2025-12-31",
  accountingResultCents: 7_214_402,
  turnoverCents: 68_450_000,
  capitalFullyPaidUp: true,
  holders: [{ kind: "natural_person", sharePpm: 1_000_000 }],
  naturalPersonsPpm: null,
  adjustments: [
    { kind: "corporate_tax", amountCents: 1_137_500, label: null },
    { kind: "gift", amountCents: 150_000, label: "Don à la banque alimentaire", toPeopleInNeed: true },
  ],
  lossesCents: 0,
  giftsCarriedForwardCents: 0,
  taxCredits: [],
  previousYear: {
    openedOn: "2024-01-01",
    closedOn: "2024-12-31",
    reducedRateBaseCents: 4_250_000,
    normalRateBaseCents: 2_000_000,
    socialContributionCents: 0,
  },
  yearBeforePrevious: {
    openedOn: "2023-01-01",
    closedOn: "2023-12-31",
    reducedRateBaseCents: 4_250_000,
    normalRateBaseCents: 1_200_000,
    socialContributionCents: 0,
  },
  firstYear: false,
  carryBack: null,
  instalmentsPaidCents: 1_137_600,
} as const;
