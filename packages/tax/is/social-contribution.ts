import { ofPpmToEuro } from "../arithmetic.ts";
import type { IsFigure } from "../rates/is.ts";
import type { Reading } from "../rates/reading.ts";
import { type Duration, forDuration } from "./duration.ts";
import { conditionsOf } from "./eligibility.ts";
import type { IsInput } from "./input.ts";
import type { Social } from "./result.ts";

/**
 * Contribution sociale: 3.3 % of IS before reductions and credits, above an allowance for twelve months (CGI art. 235 ter ZC). An exemption that
 * is not proved is not given.
 */
export function socialContributionOf(input: IsInput, duration: Duration, grossTaxCents: number, law: Reading<IsFigure>): Social {
  const { closedOn } = input;
  const turnoverCents = law.value("socialTurnover", closedOn);
  const exemption = conditionsOf(input, duration, { article: "CGI art. 235 ter ZC, I", turnoverCents, limitIncluded: false }, law);
  const allowanceCents = forDuration(law.value("socialAllowance", closedOn), duration);
  const ratePpm = law.value("socialRate", closedOn);
  const above = Math.max(0, grossTaxCents - allowanceCents);
  const status = exemption.status === "met" ? "exempt" : above > 0 ? "due" : "below_allowance";
  const baseCents = status === "due" ? above : 0;
  return { status, exemption, allowanceCents, baseCents, ratePpm, amountCents: ofPpmToEuro(baseCents, ratePpm) };
}
