import type { AnalysisFacts } from "../analysis-facts.ts";
import type { Check } from "../check.ts";
import type { Held } from "../held-accounts.ts";
import { found, holding, sumOf } from "./found.ts";
import { SIDE_RULES, type SideRule } from "./side-rules.fr.ts";

/** Accounts whose balance lies on the side it should not, one finding a rule. */
export function sideChecks(held: readonly Held[], { legalForm }: AnalysisFacts): Check[] {
  return SIDE_RULES.flatMap((rule) => {
    if (legalForm !== null && rule.notFor?.includes(legalForm)) return [];
    const wrong = wrongSide(held, rule);
    if (wrong.length === 0) return [];
    const message = rule.message(Math.abs(sumOf(wrong)));
    return [found(rule.code, rule.severity, message, { held: wrong, articles: rule.articles ?? [] })];
  });
}

const wrongSide = (held: readonly Held[], { prefixes, except = [], never }: SideRule): Held[] =>
  holding(held, prefixes, except).filter(({ cents }) => (never === "debit" ? cents > 0 : cents < 0));
