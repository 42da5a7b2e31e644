import type { BusinessDate } from "#domain/dates";
import type { TaxNotice } from "../notice.ts";
import { type Reading, reading } from "../rates/reading.ts";
import { TVA_LAW, type TvaLaw } from "../rates/tva.ts";
import { TVA_REGIME_LAW, type TvaRegimeLaw } from "../rates/tva-regimes.ts";
import { priced } from "./amounts.ts";
import { type Declaring, type Entry, entriesOf } from "./entries.ts";
import { type Part, partsOf } from "./exigibility.ts";
import { explained } from "./explanations.fr.ts";
import type { TvaInput } from "./input.ts";
import { linesOf } from "./lines.ts";
import { coefficientNotice, depositInvoicePresumed, FORM_EDITION, giftLimitGiven, recodified } from "./notices.fr.ts";
import type { TvaOperation } from "./operation.ts";
import { tvaRegime } from "./regime.ts";
import type { DeclaredOperation, DeclaredPart, TvaResult } from "./result.ts";
import { settle } from "./totals.ts";
import { TREATMENTS, type Treatment } from "./treatment.ts";

type Read = Reading<keyof TvaLaw>;
type Done = { readonly declared: DeclaredOperation; readonly entries: readonly Entry[]; readonly notices: readonly TaxNotice[] };

/**
 * The return 3310-CA3 of a month or a quarter: its lines, where every operation went and why, and the credit or the tax to pay. All amounts
 * are cents; lines are whole euros. Refuses `request.invalid` (a rate not in force, a date the rule needs), `tax.no_parameters` on days whose
 * law is not known, `tax.parameter_unknown` for a figure that was not found.
 */
export function computeTva(input: TvaInput, law: TvaLaw = TVA_LAW, regimeLaw: TvaRegimeLaw = TVA_REGIME_LAW): TvaResult {
  const read = reading("tva", law);
  const done = input.operations.map((operation, index) => declare(operation, `/operations/${index}`, input, law, read));
  const credit = { box: "22", baseCents: 0, taxCents: input.creditCarriedCents };
  const direct = input.directBoxes.map(({ box, baseCents, taxCents }) => ({ box, baseCents: baseCents ?? 0, taxCents: taxCents ?? 0 }));
  const lines = linesOf([...done.flatMap(({ entries }) => entries), ...direct, credit]);
  const { totals, refund, boxes, notices, traces } = settle(lines, input, read);
  return {
    ...{ period: input.period, territory: input.territory, totals, refund, taxationCoefficientPpm: input.taxationCoefficientPpm },
    boxes: [...boxes],
    regime: input.regime && tvaRegime(input.regime, regimeLaw, "/regime"),
    operations: done.map(({ declared }) => declared),
    notices: distinct([...general(input), ...done.flatMap((one) => one.notices), ...lines.notices, ...notices]),
    parameterSet: read.parameterSet(),
    traces: [...traces],
  };
}

function declare(operation: TvaOperation, pointer: string, input: TvaInput, law: TvaLaw, read: Read): Done {
  const treatment = TREATMENTS[operation.kind];
  const territory = operation.territory ?? input.territory;
  const price = priced(operation, treatment, { territory, law, read, pointer, otherwiseOn: input.period.to });
  const parts = partsOf(operation, treatment, price, pointer).map((part) =>
    declarePart(part, { operation, treatment, priced: price, input, read, pointer }),
  );
  const { id, kind } = operation;
  const { ppm, baseCents, taxCents } = price;
  return {
    declared: {
      ...{ id, kind, territory, ratePpm: ppm, baseCents, taxCents },
      article: treatment.article,
      parts: parts.map(({ part }) => part),
    },
    entries: parts.flatMap(({ entries }) => entries),
    notices: [
      ...price.notices,
      ...(presumesInvoice(
        operation,
        treatment,
        parts.map(({ part }) => part),
      )
        ? [depositInvoicePresumed(id)]
        : []),
    ],
  };
}

const presumesInvoice = ({ invoicedOn }: TvaOperation, { deducts, selfAssessed }: Treatment, parts: readonly DeclaredPart[]): boolean =>
  deducts && !selfAssessed && parts.some(({ on, why }) => invoicedOn !== null && on !== null && why !== "given" && on < invoicedOn);

function declarePart(part: Part, declaring: Declaring): { readonly part: DeclaredPart; readonly entries: readonly Entry[] } {
  const { on, baseCents, taxCents, why } = part;
  const declared = declaredIn(on, declaring.input.period);
  const { entries, deductibleCents } =
    on && declared === "this_period" ? entriesOf({ ...part, on }, declaring) : { entries: [], deductibleCents: null };
  const boxes = [...new Set(entries.map(({ box }) => box))];
  return { entries, part: { on, baseCents, taxCents, deductibleCents, declared, why, explanation: explained(why, on), boxes } };
}

function declaredIn(on: BusinessDate | null, { from, to }: TvaInput["period"]): DeclaredPart["declared"] {
  if (on === null) return "waiting";
  if (on < from) return "earlier";
  return on > to ? "later" : "this_period";
}

const general = ({ period, taxationCoefficientPpm, giftLimitCents }: TvaInput): readonly TaxNotice[] => [
  FORM_EDITION,
  ...recodified(period.to),
  coefficientNotice(taxationCoefficientPpm),
  ...(giftLimitCents === null ? [] : [giftLimitGiven(giftLimitCents)]),
];

const distinct = (notices: readonly TaxNotice[]): TaxNotice[] => [
  ...new Map(notices.map((one) => [`${one.code} ${one.message}`, one])).values(),
];
