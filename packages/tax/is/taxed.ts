import { ofPpm, toEuro } from "../arithmetic.ts";
import type { IsFigure } from "../rates/is.ts";
import type { Reading } from "../rates/reading.ts";
import { type Duration, forDuration } from "./duration.ts";
import { conditionsOf } from "./eligibility.ts";
import type { IsInput } from "./input.ts";
import type { IsResult } from "./result.ts";

export type Taxed = Pick<
  IsResult,
  | "taxableProfitCents"
  | "reducedRateEligibility"
  | "reducedRateCeilingCents"
  | "reducedRateSavingCents"
  | "reducedRate"
  | "normalRate"
  | "grossTaxCents"
>;

/** The profit at its two rates (CGI art. 219): the reduced one is by right, and only for whoever passes every condition. */
export function taxedOf(input: IsInput, duration: Duration, taxableProfitCents: number, law: Reading<IsFigure>): Taxed {
  const { openedOn, closedOn } = input;
  const turnoverCents = law.value("reducedTurnover", openedOn);
  const reducedRateEligibility = conditionsOf(input, duration, { article: "CGI art. 219, I-b", turnoverCents, limitIncluded: true }, law);
  const reducedRateCeilingCents = forDuration(law.value("reducedCeiling", closedOn), duration);
  const [reducedPpm, normalPpm] = [law.value("reducedRate", openedOn), law.value("normalRate", openedOn)];
  const eligibleCents = Math.min(taxableProfitCents, reducedRateCeilingCents);
  const reducedBaseCents = reducedRateEligibility.status === "met" ? eligibleCents : 0;
  const at = (baseCents: number, ratePpm: number) => ({ ratePpm, baseCents, taxCents: ofPpm(baseCents, ratePpm) });
  const reducedRate = at(reducedBaseCents, reducedPpm);
  const normalRate = at(taxableProfitCents - reducedBaseCents, normalPpm);
  const allNormal = toEuro(ofPpm(taxableProfitCents, normalPpm));
  const withReduced = toEuro(ofPpm(eligibleCents, reducedPpm) + ofPpm(taxableProfitCents - eligibleCents, normalPpm));
  return {
    taxableProfitCents,
    reducedRateEligibility,
    reducedRateCeilingCents,
    reducedRateSavingCents: allNormal - withReduced,
    reducedRate,
    normalRate,
    grossTaxCents: toEuro(reducedRate.taxCents + normalRate.taxCents),
  };
}
