import { toEuro } from "../arithmetic.ts";
import type { TaxNotice } from "../notice.ts";
import type { Reading } from "../rates/reading.ts";
import type { TvaLaw } from "../rates/tva.ts";
import type { Trace } from "../trace.ts";
import { BOXES, DEDUCTIBLE_BOXES, GROSS_BOXES } from "./boxes.fr.ts";
import type { TvaInput } from "./input.ts";
import { type Lines, taxOf } from "./lines.ts";
import { cutBox, refundRefused } from "./notices.fr.ts";
import type { CaBox, Totals, TvaResult } from "./result.ts";
import { refundReason, tracesOf } from "./totals.fr.ts";

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
