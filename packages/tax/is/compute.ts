import { Refusal } from "#domain/refusals";
import type { Law } from "../rates/dated.ts";
import { IS_LAW, type IsFigure } from "../rates/is.ts";
import { type Reading, reading } from "../rates/reading.ts";
import { balanceDay, instalmentDays, nextInstalmentDays } from "./due-days.ts";
import { type Duration, durationOf } from "./duration.ts";
import { type Fiscal, fiscalOf } from "./fiscal-result.ts";
import { giftsOf } from "./gifts.ts";
import type { IsInput } from "./input.ts";
import { scheduleOf } from "./instalments.ts";
import { carryBackOf, lossesOf } from "./losses.ts";
import { noticesOf } from "./notices.ts";
import type { CarryBack, IsResult, Losses, Social } from "./result.ts";
import { type Settlement, settled } from "./settlement.ts";
import { socialContributionOf } from "./social-contribution.ts";
import { type Taxed, taxedOf } from "./taxed.ts";
import { tracesOf } from "./traces.fr.ts";

/**
 * Impôt sur les sociétés of one year closed in 2024 to 2026: from the accounting result to the balance, every figure on the way by its name, all
 * amounts in cents. Refuses by name what the law's rows do not hold: `tax.no_parameters` (another year), `tax.parameter_unknown`.
 */
export function computeIs(input: IsInput, rows: Law<IsFigure> = IS_LAW): IsResult {
  const law = reading("is", rows);
  assertCovered(input, rows, law);
  const duration = durationOf(input.openedOn, input.closedOn);
  const fiscal = fiscalOf(input, duration, law);
  const carryBack = carryBackOf(input, fiscal.fiscalResultCents, law);
  const losses = lossesOf(input, fiscal.fiscalResultCents, carryBack?.carriedBackCents ?? 0, law);
  const taxed = taxedOf(input, duration, Math.max(0, fiscal.fiscalResultCents) - losses.usedCents, law);
  const socialContribution = socialContributionOf(input, duration, taxed.grossTaxCents, law);
  const settlement = settled(input, giftsOf(input, law), taxed.grossTaxCents, law);
  const figures = figuresOf(input, { duration, fiscal, losses, carryBack, taxed, socialContribution, settlement }, law);
  const large = law.value("lastInstalmentTurnover", input.closedOn);
  const parameterSet = law.parameterSet();
  return { ...figures, notices: noticesOf(input, figures, parameterSet, large), traces: tracesOf(figures), parameterSet };
}

/**
 * A year of another time is refused by the figures everybody knows. The exceptional contribution of very large companies rests on the average of
 * two years and is not computed: from its threshold on the whole year is refused, by its name, rather than told without it.
 */
function assertCovered({ turnoverCents, openedOn, closedOn }: IsInput, rows: Law<IsFigure>, law: Reading<IsFigure>): void {
  law.value("normalRate", openedOn);
  law.value("reducedCeiling", closedOn);
  const begins = rows.exceptionalTurnover.begins;
  if (turnoverCents === null || (begins && closedOn < begins)) return;
  if (turnoverCents < law.value("exceptionalTurnover", closedOn)) return;
  throw new Refusal("tax.parameter_unknown", {
    flaws: [{ pointer: "", message: `parameter_unknown:is.contribution_exceptionnelle:${closedOn}` }],
  });
}

type Parts = {
  readonly duration: Duration;
  readonly fiscal: Fiscal;
  readonly losses: Losses;
  readonly carryBack: CarryBack | null;
  readonly taxed: Taxed;
  readonly socialContribution: Social;
  readonly settlement: Settlement;
};
type Figures = Omit<IsResult, "traces" | "notices" | "parameterSet">;

/** One literal, field by field: to spread the parts together would cost more than to compute them. */
function figuresOf(
  input: IsInput,
  { duration, fiscal, losses, carryBack, taxed, socialContribution, settlement }: Parts,
  law: Reading<IsFigure>,
): Figures {
  const totalDueCents = settlement.netTaxCents + socialContribution.amountCents;
  const schedules = schedulesOf(input, taxed, socialContribution.amountCents, law);
  return {
    openedOn: input.openedOn,
    closedOn: input.closedOn,
    durationMonths: duration.months,
    durationDays: duration.days,
    accountingResultCents: input.accountingResultCents,
    adjustments: fiscal.adjustments,
    addBacksCents: fiscal.addBacksCents,
    deductionsCents: fiscal.deductionsCents,
    fiscalResultCents: fiscal.fiscalResultCents,
    losses,
    carryBack,
    taxableProfitCents: taxed.taxableProfitCents,
    reducedRateEligibility: taxed.reducedRateEligibility,
    reducedRateCeilingCents: taxed.reducedRateCeilingCents,
    reducedRateSavingCents: taxed.reducedRateSavingCents,
    reducedRate: taxed.reducedRate,
    normalRate: taxed.normalRate,
    grossTaxCents: taxed.grossTaxCents,
    socialContribution,
    gifts: settlement.gifts,
    taxCredits: settlement.taxCredits,
    creditsUsedCents: settlement.creditsUsedCents,
    creditsRefundedCents: settlement.creditsRefundedCents,
    netTaxCents: settlement.netTaxCents,
    totalDueCents,
    instalmentsPaidCents: input.instalmentsPaidCents,
    balanceCents: totalDueCents - settlement.creditsRefundedCents - (input.instalmentsPaidCents ?? 0),
    balanceDueOn: balanceDay(input.closedOn, law),
    instalments: schedules.instalments,
    nextInstalments: schedules.nextInstalments,
  };
}

/** What is paid in advance for this year, and what this year asks for the next one. */
function schedulesOf(input: IsInput, { reducedRate, normalRate }: Taxed, socialContributionCents: number, law: Reading<IsFigure>) {
  const { openedOn, closedOn, previousYear: previous, yearBeforePrevious: before, firstYear } = input;
  const days = previous ? instalmentDays(previous.closedOn, closedOn, law) : [];
  const thisYear = {
    openedOn,
    closedOn,
    reducedRateBaseCents: reducedRate.baseCents,
    normalRateBaseCents: normalRate.baseCents,
    socialContributionCents,
  };
  return {
    instalments: scheduleOf({ days, previous, before, firstYear }, law),
    nextInstalments: scheduleOf({ days: nextInstalmentDays(closedOn, law), previous: thisYear, before: previous, firstYear: false }, law),
  };
}
