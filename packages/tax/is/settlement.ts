import { businessDate } from "#domain/dates";
import { ofPpm, toEuro } from "../arithmetic.ts";
import type { IsFigure } from "../rates/is.ts";
import type { Reading } from "../rates/reading.ts";
import type { IsInput } from "./input.ts";
import { CREDIT_LABELS } from "./labels.fr.ts";
import type { CreditUse, Gifts } from "./result.ts";
import type { Excess, TaxCredit } from "./tax-credit.ts";

/** What reductions and credits take off IS. They never touch the contribution sociale (CGI art. 235 ter ZC, II). */
export type Settlement = {
  readonly gifts: Gifts;
  readonly taxCredits: CreditUse[];
  readonly creditsUsedCents: number;
  readonly creditsRefundedCents: number;
  readonly netTaxCents: number;
};

type Valued = { readonly credit: TaxCredit; readonly place: number; readonly amountCents: number };

/**
 * Sets reductions and credits against IS in the order that loses least: what would be lost, then the reduction for gifts (five years), then what is
 * carried, then what is paid back. Credits come out in the order they were told.
 */
export function settled(
  input: IsInput,
  gifts: Omit<Gifts, "usedCents" | "unusedCents">,
  grossTaxCents: number,
  law: Reading<IsFigure>,
): Settlement {
  const valued = input.taxCredits.map((credit, place) => ({ credit, place, amountCents: worthOf(credit, law) }));
  const take = (excess: Excess, taxLeft: number) =>
    taken(
      valued.filter(({ credit }) => credit.excess === excess),
      taxLeft,
    );
  const lost = take("lost", grossTaxCents);
  const usedCents = Math.min(gifts.reductionCents, lost.taxLeft);
  const carried = take("carried", lost.taxLeft - usedCents);
  const refunded = take("refunded", carried.taxLeft);
  const uses = [...lost.uses, ...carried.uses, ...refunded.uses].sort((left, right) => left.place - right.place);
  const taxCredits = uses.map(({ use }) => use);
  return {
    gifts: { ...gifts, usedCents, unusedCents: gifts.reductionCents - usedCents },
    taxCredits,
    creditsUsedCents: taxCredits.reduce((sum, use) => sum + use.usedCents, 0),
    creditsRefundedCents: taxCredits.reduce((sum, use) => sum + use.refundedCents, 0),
    netTaxCents: refunded.taxLeft,
  };
}

function taken(credits: readonly Valued[], taxCents: number) {
  return credits.reduce<{ readonly taxLeft: number; readonly uses: readonly { readonly place: number; readonly use: CreditUse }[] }>(
    ({ taxLeft, uses }, { credit, place, amountCents }) => {
      const usedCents = Math.min(amountCents, taxLeft);
      const use = useOf(credit, amountCents, usedCents);
      return { taxLeft: taxLeft - usedCents, uses: [...uses, { place, use }] };
    },
    { taxLeft: taxCents, uses: [] },
  );
}

function useOf(credit: TaxCredit, amountCents: number, usedCents: number): CreditUse {
  const left = amountCents - usedCents;
  const label = "label" in credit ? credit.label : CREDIT_LABELS[credit.kind];
  const when = (excess: Excess) => (credit.excess === excess ? left : 0);
  return {
    ...{ kind: credit.kind, label, amountCents, usedCents },
    ...{ refundedCents: when("refunded"), carriedCents: when("carried"), lostCents: when("lost") },
  };
}

/** A given amount to the euro; CIR and CII from the expenses of a calendar year (CGI art. 244 quater B). */
function worthOf(credit: TaxCredit, law: Reading<IsFigure>): number {
  if ("amountCents" in credit) return toEuro(credit.amountCents);
  const on = businessDate(`${credit.incurredIn}-12-31`);
  if (credit.kind === "innovation_expenses")
    return toEuro(ofPpm(Math.min(credit.expensesCents, law.value("innovationBase", on)), law.value("innovationRate", on)));
  const step = Math.min(credit.expensesCents, law.value("researchStep", on));
  const above = ofPpm(credit.expensesCents - step, law.value("researchRateAbove", on));
  return toEuro(ofPpm(step, law.value("researchRate", on)) + above);
}
