/** The company's bank loan: 60 000 euros over five years, equal instalments on the fifth. */
export const LOAN = {
  reference: "00214 8870125",
  capitalCents: 6_000_000,
  instalmentCents: 109_247,
  instalments: 60,
  day: 5,
  /** Parts per million a month: 3.6 % a year. */
  monthlyRatePpm: 3_000,
} as const;

/** Capital still owed after this many instalments, in cents: interest on what is owed, rounded each month, the rest repaid. */
export function remainingCapital(paid: number): number {
  const owed: { cents: number } = { cents: LOAN.capitalCents };
  for (let index = 0; index < Math.min(paid, LOAN.instalments); index += 1) {
    const interest = Math.round((owed.cents * LOAN.monthlyRatePpm) / 1_000_000);
    owed.cents = Math.max(0, owed.cents - (LOAN.instalmentCents - interest));
  }
  return owed.cents;
}
