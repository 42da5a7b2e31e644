import { euros } from "#domain/amounts.fr";
import { toEuro } from "../arithmetic.ts";
import type { TaxNotice } from "../notice.ts";
import type { Reading } from "../rates/reading.ts";
import type { TvaLaw } from "../rates/tva.ts";
import { step, type Trace, traceOf } from "../trace.ts";
import { BOXES, DEDUCTIBLE_BOXES, GROSS_BOXES } from "./boxes.fr.ts";
import type { TvaInput } from "./input.ts";
import { type Lines, taxOf } from "./lines.ts";
import { cutBox, refundRefused } from "./notices.fr.ts";
import type { CaBox, Totals, TvaResult } from "./result.ts";

type Settled = {
  readonly totals: Totals;
  readonly refund: TvaResult["refund"];
  readonly boxes: readonly CaBox[];
  readonly notices: readonly TaxNotice[];
  readonly traces: readonly Trace[];
};

/** Lines 16, 23, TD, 25, 26, 27, 28 and 32 of the lines above them, and the whole form in its order. Whole euros, told in cents. */
export function settle({ lines }: Lines, input: TvaInput, read: Reading<keyof TvaLaw>): Settled {
  const sumOf = (boxes: readonly string[]): number => boxes.reduce((sum, box) => sum + taxOf(lines, box), 0);
  const [grossTaxCents, deductibleTaxCents] = [sumOf(GROSS_BOXES), sumOf(DEDUCTIBLE_BOXES)];
  const dueTaxCents = Math.max(0, grossTaxCents - deductibleTaxCents);
  const creditCents = Math.max(0, deductibleTaxCents - grossTaxCents);
  const refund = refundOf(creditCents, input, read);
  const excise = taken("X5", taxOf(lines, "X5"), dueTaxCents);
  const netTaxCents = dueTaxCents - excise.cents;
  const group = taken("AB", taxOf(lines, "AB"), netTaxCents + taxOf(lines, "29"));
  const totals: Totals = {
    ...{ grossTaxCents, deductibleTaxCents, dueTaxCents, creditCents, netTaxCents },
    refundCents: refund.takenCents,
    creditToCarryCents: creditCents - refund.takenCents,
    toPayCents: netTaxCents + taxOf(lines, "29") - group.cents,
  };
  const refused = refund.askedCents > 0 && refund.takenCents === 0 ? [refundRefused(refund.reason)] : [];
  return {
    ...{ totals, refund },
    boxes: boxesOf(lines, totals, excise.cents, group.cents),
    notices: [...refused, ...excise.notices, ...group.notices],
    traces: tracesOf(lines, totals, excise.cents, group.cents),
  };
}

function taken(box: string, askedCents: number, mostCents: number): { readonly cents: number; readonly notices: readonly TaxNotice[] } {
  const cents = Math.min(askedCents, mostCents);
  return { cents, notices: cents < askedCents ? [cutBox(box, askedCents, cents)] : [] };
}

/** A credit may be claimed from 760 € in the course of the year, from 150 € on the return that ends it (CGI ann. II art. 242-0 C). */
function refundOf(creditCents: number, { period, refundAskedCents }: TvaInput, read: Reading<keyof TvaLaw>): TvaResult["refund"] {
  const minimumCents = read.value(period.to.slice(5, 7) === "12" ? "remboursementAnnuel" : "remboursementEnCoursAnnee", period.to);
  const mayAsk = creditCents > 0 && creditCents >= minimumCents;
  const askedCents = toEuro(refundAskedCents);
  const enough = askedCents >= minimumCents && askedCents > 0 && askedCents <= creditCents;
  return {
    ...{ minimumCents, mayAsk, askedCents },
    takenCents: enough ? askedCents : 0,
    reason: refundReason(creditCents, minimumCents, askedCents),
  };
}

function refundReason(creditCents: number, minimumCents: number, askedCents: number): string {
  if (creditCents === 0) return "Aucun crédit : rien à rembourser.";
  if (creditCents < minimumCents)
    return `Crédit de ${euros(creditCents)}, inférieur au minimum de ${euros(minimumCents)} : il est reporté.`;
  if (askedCents > creditCents) return `Le remboursement demandé (${euros(askedCents)}) dépasse le crédit (${euros(creditCents)}).`;
  if (askedCents > 0 && askedCents < minimumCents)
    return `Le remboursement demandé (${euros(askedCents)}) est inférieur au minimum de ${euros(minimumCents)}.`;
  return `Crédit de ${euros(creditCents)}, au moins égal au minimum de ${euros(minimumCents)} : remboursable sur demande (formulaire 3519).`;
}

function boxesOf(lines: Lines["lines"], totals: Totals, exciseCents: number, groupCents: number): readonly CaBox[] {
  const always = new Map([
    ["16", totals.grossTaxCents],
    ["23", totals.deductibleTaxCents],
    ["25", totals.creditCents],
    ["TD", totals.dueTaxCents],
    ["26", totals.refundCents],
    ["27", totals.creditToCarryCents],
    ["X5", exciseCents],
    ["28", totals.netTaxCents],
    ["AB", groupCents],
    ["32", totals.toPayCents],
  ]);
  return [...BOXES].flatMap(([box, { label, shows }]) => {
    const line = { baseCents: lines.get(box)?.baseCents ?? 0, taxCents: always.get(box) ?? taxOf(lines, box) };
    if (line.baseCents === 0 && line.taxCents === 0 && !always.has(box)) return [];
    return [{ box, label, baseCents: shows === "tax" ? null : line.baseCents, taxCents: shows === "base" ? null : line.taxCents }];
  });
}

function tracesOf(lines: Lines["lines"], totals: Totals, exciseCents: number, groupCents: number): readonly Trace[] {
  const stepsOf = (boxes: readonly string[]) =>
    boxes.flatMap((box) => {
      const cents = taxOf(lines, box);
      return cents === 0 ? [] : [step(`line_${box}`, `Ligne ${box} : ${BOXES.get(box)?.label ?? ""}`, cents)];
    });
  const { grossTaxCents, deductibleTaxCents, creditCents, refundCents, creditToCarryCents, toPayCents } = totals;
  const difference = [
    step("line_16", "TVA brute (ligne 16)", grossTaxCents, { article: "CGI art. 287" }),
    step("line_23", "TVA déductible (ligne 23)", -deductibleTaxCents, { article: "CGI art. 271" }),
  ];
  return [
    traceOf("gross_tax", "Total de la TVA brute due (ligne 16)", grossTaxCents, stepsOf(GROSS_BOXES)),
    traceOf("deductible_tax", "Total de la TVA déductible (ligne 23)", deductibleTaxCents, stepsOf(DEDUCTIBLE_BOXES)),
    traceOf("to_pay", "Total à payer (ligne 32)", toPayCents, [
      ...difference,
      step("line_25", "Crédit de TVA (ligne 25), à reporter ou à rembourser", creditCents, { article: "CGI art. 271, IV" }),
      step("line_X5", "Crédit d'accise imputé (ligne X5)", -exciseCents),
      step("line_29", "Taxes assimilées (ligne 29)", taxOf(lines, "29")),
      step("line_AB", "Acquitté par la société tête de groupe (ligne AB)", -groupCents, { article: "CGI art. 1693 ter" }),
    ]),
    traceOf("credit_to_carry", "Crédit de TVA à reporter (ligne 27)", creditToCarryCents, [
      step("line_25", "Crédit de TVA (ligne 25)", creditCents, { article: "CGI art. 271, IV" }),
      step("line_26", "Remboursement demandé (ligne 26)", -refundCents, { article: "CGI ann. II art. 242-0 C" }),
    ]),
  ];
}
