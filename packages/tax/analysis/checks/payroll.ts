import { prorated } from "../../arithmetic.ts";
import type { Check } from "../check.ts";
import { debitOf } from "../held-accounts.ts";
import type { Statements } from "../statements.ts";
import { found, holding } from "./found.ts";
import { PAYROLL_WORDS as WORDS } from "./payroll.fr.ts";

/** Employers' contributions usually lie between these parts of gross wages: apprentices and low wages below, executives above. */
const USUAL_PPM = { least: 100_000, most: 600_000 };
const MILLION = 1_000_000;

/** Wages against employers' contributions. A remark of plausibility, no rule of law. */
export function payrollChecks({ held }: Statements): Check[] {
  const [wages, contributions] = [debitOf(held, ["641"]), debitOf(held, ["645"])];
  if (wages <= 0) return [];
  const concerned = { held: holding(held, ["641", "645"]) };
  if (contributions <= 0) return [found("cotisations_absentes", "alerte", WORDS.none(wages), concerned)];
  const ppm = prorated(contributions, MILLION, wages);
  if (ppm >= USUAL_PPM.least && ppm <= USUAL_PPM.most) return [];
  return [found("cotisations_inhabituelles", "information", WORDS.unusual(wages, contributions, ppm), concerned)];
}
