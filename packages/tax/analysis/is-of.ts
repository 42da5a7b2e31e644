import { computeIs } from "../is/compute.ts";
import { IsInput } from "../is/input.ts";
import { traceOf } from "../trace.ts";
import { IS_WORDS } from "./is-estimate.fr.ts";
import type { IsOf } from "./is-estimate.ts";

const WHOLE_PPM = 1_000_000;

/**
 * IS on an estimated profit by the computation of IS itself, everything a balance does not tell left out. With the reduced rate: capital paid up and
 * held by natural persons alone; without: neither. Null beyond the amounts and durations that computation takes.
 */
export const isOf: IsOf = ({ openedOn, closedOn, profitCents, turnoverCents, reducedRate }) => {
  const input = IsInput.safeParse({
    ...{ openedOn, closedOn, turnoverCents, accountingResultCents: profitCents, capitalFullyPaidUp: reducedRate },
    holders: reducedRate ? [{ kind: "natural_person", sharePpm: WHOLE_PPM }] : [],
  });
  if (!input.success) return null;
  const { totalDueCents, traces, parameterSet, reducedRateEligibility } = computeIs(input.data);
  const lines = traces.find(({ id }) => id === "total_due")?.lines ?? [];
  return {
    ...{ isCents: totalDueCents, trace: traceOf("is_estime", IS_WORDS.estimated, totalDueCents, lines), parameterSet },
    isReduced: reducedRateEligibility.status === "met",
  };
};
