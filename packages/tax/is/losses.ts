import { ofPpm, toEuro } from "../arithmetic.ts";
import type { IsFigure } from "../rates/is.ts";
import type { Reading } from "../rates/reading.ts";
import type { IsInput } from "./input.ts";
import type { CarryBack, Losses } from "./result.ts";

/**
 * Losses carried forward: without limit up to 1 M€, then half of the profit above it, per year and whatever its length (CGI art. 209, I al. 3).
 * A loss year adds what is not carried back.
 */
export function lossesOf(input: IsInput, fiscalResultCents: number, carriedBackCents: number, law: Reading<IsFigure>): Losses {
  const availableCents = toEuro(input.lossesCents ?? 0);
  const profit = Math.max(0, fiscalResultCents);
  const floor = law.value("lossFloor", input.closedOn);
  const above = Math.max(0, profit - floor);
  const capCents = floor + toEuro(ofPpm(above, law.value("lossShare", input.closedOn)));
  const usedCents = Math.min(availableCents, capCents, profit);
  const createdCents = Math.max(0, -fiscalResultCents) - carriedBackCents;
  return { availableCents, capCents, usedCents, carriedBackCents, createdCents, leftCents: availableCents - usedCents + createdCents };
}

/**
 * A loss carried back to the year before: at most 1 M€ and the undistributed profit that was really taxed there, counted first on what bore
 * the normal rate; the claim is the tax that profit bore (CGI art. 220 quinquies). Null without the option, a loss, or the year before.
 */
export function carryBackOf(input: IsInput, fiscalResultCents: number, law: Reading<IsFigure>): CarryBack | null {
  const { carryBack, previousYear } = input;
  if (!carryBack || !previousYear || fiscalResultCents >= 0) return null;
  const taxed = previousYear.normalRateBaseCents + previousYear.reducedRateBaseCents;
  const availableProfitCents = toEuro(Math.max(0, taxed - carryBack.distributedCents - carryBack.settledByCreditsCents));
  const capCents = law.value("carryBackCap", input.closedOn);
  const asked = toEuro(carryBack.requestedCents ?? -fiscalResultCents);
  const carriedBackCents = Math.min(asked, -fiscalResultCents, capCents, availableProfitCents);
  const atNormalRateCents = Math.min(carriedBackCents, previousYear.normalRateBaseCents);
  const atReducedRateCents = carriedBackCents - atNormalRateCents;
  const normalRatePpm = law.value("normalRate", previousYear.openedOn);
  const reducedRatePpm = law.value("reducedRate", previousYear.openedOn);
  const claimCents = toEuro(ofPpm(atNormalRateCents, normalRatePpm) + ofPpm(atReducedRateCents, reducedRatePpm));
  return {
    ...{ availableProfitCents, capCents, carriedBackCents, atNormalRateCents, atReducedRateCents },
    ...{ normalRatePpm, reducedRatePpm, claimCents },
  };
}
