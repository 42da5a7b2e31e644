import { euros, percent } from "#domain/amounts.fr";
import { step, type Trace, traceOf } from "../trace.ts";
import { STEPS } from "./labels.fr.ts";
import type { IsResult } from "./result.ts";

type Figures = Omit<IsResult, "traces" | "notices" | "parameterSet">;

const times = (baseCents: number, ppm: number): string => `${euros(baseCents)} × ${percent(ppm)}`;

/** The work behind the five totals of a year. */
export const tracesOf = (figures: Figures): Trace[] => [
  fiscalResult(figures),
  taxableProfit(figures),
  grossTax(figures),
  totalDue(figures),
  balance(figures),
];

function fiscalResult({ accountingResultCents, adjustments, fiscalResultCents }: Figures): Trace {
  const lines = adjustments.map(({ kind, label, amountCents, detail, article }) =>
    step(kind, label, amountCents, { ...(detail === null ? {} : { detail }), ...(article === null ? {} : { article }) }),
  );
  const exact = adjustments.reduce((sum, { amountCents }) => sum + amountCents, accountingResultCents);
  return traceOf("fiscal_result", STEPS.fiscalResult, fiscalResultCents, [
    step("accounting_result", STEPS.accountingResult, accountingResultCents),
    ...lines,
    ...roundingStep(fiscalResultCents - exact),
  ]);
}

const roundingStep = (cents: number) => (cents === 0 ? [] : [step("rounding", STEPS.rounding, cents, { article: "CGI art. 1657, 1" })]);

function taxableProfit({ fiscalResultCents, losses, taxableProfitCents }: Figures): Trace {
  return traceOf("taxable_profit", STEPS.taxableProfit, taxableProfitCents, [
    step("fiscal_result", STEPS.fiscalResult, fiscalResultCents),
    ...(losses.usedCents === 0
      ? []
      : [
          step("losses_used", STEPS.lossesUsed, -losses.usedCents, {
            detail: `plafond de l'exercice : ${euros(losses.capCents)}`,
            article: "CGI art. 209, I al. 3",
          }),
        ]),
    ...(losses.carriedBackCents === 0
      ? []
      : [step("loss_carried_back", STEPS.lossCarriedBack, losses.carriedBackCents, { article: "CGI art. 220 quinquies" })]),
    ...(losses.createdCents === 0
      ? []
      : [step("loss_carried_forward", STEPS.lossCarriedForward, losses.createdCents, { article: "CGI art. 209, I al. 3" })]),
  ]);
}

function grossTax({ reducedRate, normalRate, grossTaxCents }: Figures): Trace {
  const rounding = grossTaxCents - reducedRate.taxCents - normalRate.taxCents;
  return traceOf("gross_tax", STEPS.grossTax, grossTaxCents, [
    step("at_reduced_rate", STEPS.atReducedRate, reducedRate.taxCents, {
      detail: times(reducedRate.baseCents, reducedRate.ratePpm),
      article: "CGI art. 219, I-b",
    }),
    step("at_normal_rate", STEPS.atNormalRate, normalRate.taxCents, {
      detail: times(normalRate.baseCents, normalRate.ratePpm),
      article: "CGI art. 219, I",
    }),
    ...roundingStep(rounding),
  ]);
}

function totalDue({ grossTaxCents, gifts, taxCredits, socialContribution, totalDueCents }: Figures): Trace {
  const { amountCents, baseCents, ratePpm } = socialContribution;
  return traceOf("total_due", STEPS.totalDue, totalDueCents, [
    step("gross_tax", STEPS.grossTax, grossTaxCents),
    ...(gifts.usedCents === 0 ? [] : [step("gift_reduction", STEPS.giftReduction, -gifts.usedCents, { article: "CGI art. 238 bis" })]),
    ...taxCredits.map(({ kind, label, usedCents }) => step(kind, label, 0 - usedCents)),
    ...(amountCents === 0
      ? []
      : [
          step("social_contribution", STEPS.socialContribution, amountCents, {
            detail: times(baseCents, ratePpm),
            article: "CGI art. 235 ter ZC",
          }),
        ]),
  ]);
}

function balance({ totalDueCents, creditsRefundedCents, instalmentsPaidCents, balanceCents }: Figures): Trace {
  return traceOf("balance", STEPS.balance, balanceCents, [
    step("total_due", STEPS.totalDue, totalDueCents),
    ...(creditsRefundedCents === 0 ? [] : [step("credits_refunded", STEPS.creditsRefunded, -creditsRefundedCents)]),
    step("instalments_paid", STEPS.instalmentsPaid, 0 - (instalmentsPaidCents ?? 0), { article: "CGI art. 1668, 2" }),
  ]);
}
