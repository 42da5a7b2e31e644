import { euros } from "#domain/amounts.fr";
import { step, type Trace, traceOf } from "../trace.ts";
import { BOXES, DEDUCTIBLE_BOXES, GROSS_BOXES } from "./boxes.fr.ts";
import { type Lines, taxOf } from "./lines.ts";
import type { Totals } from "./result.ts";

/** Whether a credit may be asked back, in words. Cents. */
export function refundReason(creditCents: number, minimumCents: number, askedCents: number): string {
  if (creditCents === 0) return "Aucun crédit : rien à rembourser.";
  if (creditCents < minimumCents)
    return `Crédit de ${euros(creditCents)}, inférieur au minimum de ${euros(minimumCents)} : il est reporté.`;
  if (askedCents > creditCents) return `Le remboursement demandé (${euros(askedCents)}) dépasse le crédit (${euros(creditCents)}).`;
  if (askedCents > 0 && askedCents < minimumCents)
    return `Le remboursement demandé (${euros(askedCents)}) est inférieur au minimum de ${euros(minimumCents)}.`;
  return `Crédit de ${euros(creditCents)}, au moins égal au minimum de ${euros(minimumCents)} : remboursable sur demande (formulaire 3519).`;
}

/** The work behind the totals of a return: each from the lines it is made of. `exciseCents` and `groupCents`: what lines X5 and AB really took. */
export function tracesOf(lines: Lines["lines"], totals: Totals, exciseCents: number, groupCents: number): readonly Trace[] {
  const stepsOf = (boxes: readonly string[]) =>
    boxes.flatMap((box) => {
      const cents = taxOf(lines, box);
      return cents === 0 ? [] : [step(`line_${box}`, `Ligne ${box} : ${BOXES.get(box)?.label ?? ""}`, cents)];
    });
  const { grossTaxCents, deductibleTaxCents, creditCents, refundCents, creditToCarryCents, toPayCents } = totals;
  const difference = [
    step("line_16", "TVA brute (ligne 16)", grossTaxCents, { article: "CGI art. 287" }),
    step("line_23", "TVA déductible (ligne 23)", 0 - deductibleTaxCents, { article: "CGI art. 271" }),
  ];
  return [
    traceOf("gross_tax", "Total de la TVA brute due (ligne 16)", grossTaxCents, stepsOf(GROSS_BOXES)),
    traceOf("deductible_tax", "Total de la TVA déductible (ligne 23)", deductibleTaxCents, stepsOf(DEDUCTIBLE_BOXES)),
    traceOf("to_pay", "Total à payer (ligne 32)", toPayCents, [
      ...difference,
      step("line_25", "Crédit de TVA (ligne 25), à reporter ou à rembourser", creditCents, { article: "CGI art. 271, IV" }),
      step("line_X5", "Crédit d'accise imputé (ligne X5)", 0 - exciseCents),
      step("line_29", "Taxes assimilées (ligne 29)", taxOf(lines, "29")),
      step("line_AB", "Acquitté par la société tête de groupe (ligne AB)", 0 - groupCents, { article: "CGI art. 1693 ter" }),
    ]),
    traceOf("credit_to_carry", "Crédit de TVA à reporter (ligne 27)", creditToCarryCents, [
      step("line_25", "Crédit de TVA (ligne 25)", creditCents, { article: "CGI art. 271, IV" }),
      step("line_26", "Remboursement demandé (ligne 26)", 0 - refundCents, { article: "CGI ann. II art. 242-0 C" }),
    ]),
  ];
}
