import { toEuro } from "../arithmetic.ts";
import type { IsFigure } from "../rates/is.ts";
import type { Reading } from "../rates/reading.ts";
import { adjustedLines } from "./adjusted.ts";
import type { Duration } from "./duration.ts";
import type { IsInput } from "./input.ts";
import type { IsResult } from "./result.ts";

export type Fiscal = Pick<IsResult, "adjustments" | "addBacksCents" | "deductionsCents" | "fiscalResultCents">;

/** Accounting result, more what is added back, less what is deducted, to the euro. */
export function fiscalOf(input: IsInput, duration: Duration, law: Reading<IsFigure>): Fiscal {
  const { accountingResultCents, capitalFullyPaidUp, closedOn } = input;
  const context = { law, closedOn, duration, capitalFullyPaidUp };
  const adjustments = input.adjustments.flatMap((adjustment) => [...adjustedLines(adjustment, context)]);
  const addBacksCents = adjustments.reduce((sum, { amountCents }) => sum + Math.max(0, amountCents), 0);
  const deductionsCents = adjustments.reduce((sum, { amountCents }) => sum + Math.max(0, -amountCents), 0);
  return {
    adjustments,
    addBacksCents,
    deductionsCents,
    fiscalResultCents: toEuro(accountingResultCents + addBacksCents - deductionsCents),
  };
}
