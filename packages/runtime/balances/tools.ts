import type { BusinessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import type { AnalysisTools } from "#tax/analysis/analyse";
import { isOf } from "#tax/analysis/is-of";
import { reading } from "#tax/rates/reading";
import { TVA_LAW } from "#tax/rates/tva";

/** What an analysis borrows from the taxes. */
export const analysisTools = (): AnalysisTools => ({ isOf, highestVatPpm });

/** Null where no rate is known: no rate is lent from another year. */
function highestVatPpm(on: BusinessDate): number | null {
  try {
    return reading("tva", TVA_LAW).value("metropoleNormal", on);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
