import { ofPpm, toEuro } from "../arithmetic.ts";
import type { IsFigure } from "../rates/is.ts";
import type { Reading } from "../rates/reading.ts";
import type { IsInput } from "./input.ts";
import type { Gifts } from "./result.ts";

/**
 * Reduction for gifts (CGI art. 238 bis): 60 % up to 2 M€, 40 % above, gifts to people in need always at 60 %, of what is retained: at most 20 000 €
 * or 5 ‰ of turnover. What the ceiling leaves out counts in the next five years. How much tax absorbs is settled later.
 */
export function giftsOf(input: IsInput, law: Reading<IsFigure>): Omit<Gifts, "usedCents" | "unusedCents"> {
  const { closedOn } = input;
  const given = input.adjustments.filter((one) => one.kind === "gift");
  const sum = (toPeopleInNeed: boolean) =>
    given.reduce((all, gift) => (gift.toPeopleInNeed === toPeopleInNeed ? all + gift.amountCents : all), 0);
  const [inNeed, ordinary] = [sum(true), sum(false)];
  const carriedForwardCents = input.giftsCarriedForwardCents ?? 0;
  const byTurnover = ofPpm(input.turnoverCents ?? 0, law.value("giftTurnover", closedOn));
  const ceilingCents = Math.max(law.value("giftFloor", closedOn), byTurnover);
  const paidCents = inNeed + ordinary;
  const retainedCents = Math.min(ceilingCents, paidCents + carriedForwardCents);
  const retainedInNeed = Math.min(inNeed, retainedCents);
  const retainedOrdinary = retainedCents - retainedInNeed;
  const step = Math.min(retainedOrdinary, law.value("giftStep", closedOn));
  const [rate, above] = [law.value("giftRate", closedOn), law.value("giftRateAbove", closedOn)];
  const reductionCents = toEuro(ofPpm(retainedInNeed + step, rate) + ofPpm(retainedOrdinary - step, above));
  return {
    paidCents,
    carriedForwardCents,
    ceilingCents,
    retainedCents,
    leftCents: paidCents + carriedForwardCents - retainedCents,
    reductionCents,
  };
}
