import type { BusinessDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import type { ParameterSet } from "../parameter-set.ts";
import { step, type Trace, type TraceLine, traceOf } from "../trace.ts";
import type { AnalysisFacts } from "./analysis-facts.ts";
import type { Check } from "./check.ts";
import { found, holding } from "./checks/found.ts";
import { debitOf, type Held } from "./held-accounts.ts";
import { IS_ADD_BACKS, IS_WORDS as WORDS } from "./is-estimate.fr.ts";
import type { IsCase, IsEstimate } from "./is-estimate-result.ts";
import type { Statements } from "./statements.ts";

/**
 * IS on a profit, with or without the reduced rate: `isReduced` tells whether the law lets that rate apply at all (turnover). Null beyond what the
 * computation takes. Refuses (Refusal) a year whose law it does not hold.
 */
export type IsOf = (profit: {
  readonly openedOn: BusinessDate;
  readonly closedOn: BusinessDate;
  readonly profitCents: number;
  readonly turnoverCents: number;
  readonly reducedRate: boolean;
}) => { readonly isCents: number; readonly isReduced: boolean; readonly trace: Trace; readonly parameterSet: ParameterSet } | null;

export type Estimated = { readonly estimate: IsEstimate; readonly parameters: ParameterSet["parameters"] };

const NO_IS = ["ei", "snc", "sci", "scp", "association"];
const BOOKED = ["69"];
const NOT_IS = ["691"];

/** Whether an estimate of IS has a sense: not for who bears none, nor once classes 6 and 7 are cleared. */
const hasEstimate = ({ resultPlace }: Statements, { isSubjectToIs, legalForm }: AnalysisFacts): boolean =>
  resultPlace !== "on_12_alone" && (isSubjectToIs ?? !NO_IS.includes(legalForm ?? ""));

/**
 * IS on the result before tax plus what accounts alone show is not deductible, with and without the reduced rate: a balance does not tell
 * whether the company may claim it. Null where there is none to estimate.
 */
export function estimateIs(all: Statements, facts: AnalysisFacts, isOf: IsOf | null): Estimated | null {
  if (!isOf || !hasEstimate(all, facts)) return null;
  const lines = profitLines(all);
  const profitCents = lines.reduce((sum, { amountCents }) => sum + amountCents, 0);
  const bookedCents = debitOf(all.held, BOOKED, NOT_IS);
  const shared = {
    ...{ profitCents, bookedCents },
    assumptions: [...WORDS.assumptions, ...(facts.isSubjectToIs === null ? [WORDS.subjectUnknown] : [])],
    trace: traceOf("resultat_fiscal_estime", WORDS.profit, profitCents, lines),
  };
  try {
    const answers = [true, false].flatMap((reducedRate) => {
      const answer = isOf({ ...spanOf(all), profitCents, reducedRate });
      return answer && answer.isReduced === reducedRate ? [{ reducedRate, ...answer }] : [];
    });
    const cases = answers.map(
      ({ reducedRate, isCents, trace }): IsCase => ({ reducedRate, isCents, gapCents: isCents - bookedCents, trace }),
    );
    const reason = cases.length === 0 ? WORDS.beyond : null;
    return { estimate: { ...shared, cases, reason }, parameters: answers.flatMap(({ parameterSet }) => parameterSet.parameters) };
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    return { estimate: { ...shared, cases: [], reason: WORDS.noLaw }, parameters: [] };
  }
}

const spanOf = ({ startsOn, endsOn, turnoverCents }: Statements) => ({
  openedOn: startsOn,
  closedOn: endsOn,
  turnoverCents: Math.max(0, turnoverCents),
});

function profitLines({ held, sig }: Statements): TraceLine[] {
  const booked = debitOf(held, BOOKED, NOT_IS);
  const addBacks = IS_ADD_BACKS.flatMap(({ id, label, prefixes, article }) => {
    const amount = debitOf(held, prefixes);
    return amount === 0 ? [] : [step(id, label, amount, { article, detail: accountsUnder(held, prefixes) })];
  });
  return [
    step("resultat_comptable", WORDS.result, sig.resultat_net),
    ...(booked === 0
      ? []
      : [step("is_comptabilise", WORDS.booked, booked, { article: "CGI art. 213", detail: accountsUnder(held, BOOKED, NOT_IS) })]),
    ...addBacks,
  ];
}

const accountsUnder = (held: readonly Held[], prefixes: readonly string[], except: readonly string[] = []): string =>
  holding(held, prefixes, except)
    .map(({ account }) => account)
    .join(", ");

/** A booked charge may miss the estimate by this part of it before it is remarked: adjustments a balance does not show. */
const TOLERANCE_PERCENT = 5;

/** The charge booked (695) against the estimate: none at all, or outside what both assumptions give. */
export function isChecks(all: Statements, estimate: IsEstimate | null, { isSubjectToIs }: AnalysisFacts): Check[] {
  if (!estimate || estimate.cases.length === 0) return [];
  const amounts = estimate.cases.map(({ isCents }) => isCents);
  const [least, most] = [Math.min(...amounts), Math.max(...amounts)];
  const booked = estimate.bookedCents;
  const severity = isSubjectToIs ? "alerte" : "information";
  const about = { held: holding(all.held, BOOKED, NOT_IS), articles: ["695", "CGI art. 219"] };
  if (booked === 0) return most > 0 ? [found("is_non_comptabilise", severity, WORDS.none(least, most), about)] : [];
  const tolerance = Math.round((most * TOLERANCE_PERCENT) / 100);
  if (booked >= least - tolerance && booked <= most + tolerance) return [];
  return [found("is_ecart", severity, WORDS.differs(booked, least, most), about)];
}
