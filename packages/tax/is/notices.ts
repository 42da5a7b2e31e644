import { addDays, yearOf } from "#domain/dates";
import { toEuro } from "../arithmetic.ts";
import type { TaxNotice } from "../notice.ts";
import type { ParameterSet } from "../parameter-set.ts";
import { isTwelveMonths } from "./duration.ts";
import type { IsInput } from "./input.ts";
import { type NoticeCode, noticeOf, unverifiedReducedRate } from "./notices.fr.ts";
import type { IsResult } from "./result.ts";

type Figures = Omit<IsResult, "traces" | "notices" | "parameterSet">;

/** What the reader of a result is told: what was not known, what is uncertain in the law, what is not covered; beyond `largeCents` of turnover the last instalment is another. */
export function noticesOf(input: IsInput, figures: Figures, parameterSet: ParameterSet, largeCents: number): TaxNotice[] {
  const told: readonly (readonly [boolean, NoticeCode])[] = [
    ...unknowns(input, figures),
    ...readings(input, figures, parameterSet),
    ...notCovered(input, figures, largeCents),
  ];
  const codes = told.flatMap(([holds, code]) => (holds ? [noticeOf(code)] : []));
  const unverified = figures.reducedRateEligibility.status === "unknown" && figures.taxableProfitCents > 0;
  return unverified ? [unverifiedReducedRate(figures.reducedRateSavingCents), ...codes] : codes;
}

function unknowns(input: IsInput, { gifts, socialContribution, instalments }: Figures): readonly (readonly [boolean, NoticeCode])[] {
  const gives = gifts.paidCents > 0;
  const paysInterest = input.adjustments.some(({ kind }) => kind === "current_account_interest");
  return [
    [input.lossesCents === null, "losses_unknown"],
    [input.instalmentsPaidCents === null, "instalments_unknown"],
    [instalments.status === "unknown", "references_unknown"],
    [socialContribution.status === "due" && socialContribution.exemption.status === "unknown", "social_exemption_unproved"],
    [gives && input.turnoverCents === null, "gift_ceiling_without_turnover"],
    [gives && input.giftsCarriedForwardCents === null, "gifts_carried_unknown"],
    [paysInterest && input.capitalFullyPaidUp === null, "interest_capital_unknown"],
  ];
}

function readings(input: IsInput, figures: Figures, { parameters }: ParameterSet): readonly (readonly [boolean, NoticeCode])[] {
  const { losses, reducedRate, normalRate, carryBack, instalments, nextInstalments } = figures;
  const twelve = isTwelveMonths({ months: figures.durationMonths, days: figures.durationDays });
  const roundedApart = toEuro(reducedRate.taxCents) + toEuro(normalRate.taxCents);
  const scheduled = [...instalments.instalments, ...nextInstalments.instalments].filter((one) => one.amountCents > 0);
  const mixed =
    carryBack !== null &&
    (input.carryBack?.distributedCents ?? 0) > 0 &&
    carryBack.atReducedRateCents < (input.previousYear?.reducedRateBaseCents ?? 0);
  return [
    [!twelve && losses.usedCents > 0 && losses.usedCents === losses.capCents, "loss_cap_not_prorated"],
    [parameters.some(({ id, source }) => id === "is.interets_associes_taux" && source.includes("n° 70")), "interest_rate_by_formula"],
    [mixed, "carry_back_order"],
    [roundedApart !== figures.grossTaxCents, "rounding_two_readings"],
    [yearOf(input.closedOn) === 2026 && reducedRate.baseCents > 0, "ceiling_of_2026"],
    [withoutReference([instalments, nextInstalments]), "first_instalment_without_reference"],
    [onPreviousYear([instalments, nextInstalments]), "first_instalment_on_previous_year"],
    [scheduled.some(({ confirmed }) => !confirmed), "instalments_unconfirmed"],
  ];
}

type Schedules = readonly Figures["instalments"][];

/** A first instalment that should refer to a year nobody told of. */
const withoutReference = (schedules: Schedules): boolean =>
  schedules.some(({ status, firstReferenceCents }) => status === "due" && firstReferenceCents === null);

/** A first instalment that already refers to the previous year, the return of which is due before it. */
const onPreviousYear = (schedules: Schedules): boolean =>
  schedules.some(({ status, instalments: [first] }) => status === "due" && first?.reference === "previous_year");

function notCovered(input: IsInput, figures: Figures, largeCents: number): readonly (readonly [boolean, NoticeCode])[] {
  const [from, to] = [yearOf(input.openedOn), yearOf(input.closedOn)];
  const newYearsDay = input.openedOn.slice(5) === "01-01";
  const skipped = to - from >= 2 || (to - from === 1 && newYearsDay && input.firstYear !== true);
  const large = (input.turnoverCents ?? 0) > largeCents;
  return [
    [input.carryBack !== null && figures.fiscalResultCents >= 0, "carry_back_without_loss"],
    [input.carryBack !== null && figures.fiscalResultCents < 0 && input.previousYear === null, "carry_back_without_year"],
    [skipped && addDays(input.closedOn, 1) !== `${from + 1}-01-01`, "provisional_tax"],
    [large, "last_instalment_large"],
  ];
}
