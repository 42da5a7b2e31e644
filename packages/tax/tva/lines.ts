import { toEuro } from "../arithmetic.ts";
import type { TaxNotice } from "../notice.ts";
import { BOXES, GROSS_BOXES } from "./boxes.fr.ts";
import type { Entry } from "./entries.ts";
import { negativeBox } from "./notices.fr.ts";

type Sum = { readonly baseCents: number; readonly taxCents: number };
type Sums = ReadonlyMap<string, Sum>;

/** The lines of operations, each rounded to the whole euro once, after its cents were summed; and what was moved because no line is negative. */
export type Lines = { readonly lines: Sums; readonly notices: readonly TaxNotice[] };

const NONE: Sum = { baseCents: 0, taxCents: 0 };

/** Sums entries by line, moves what is negative where the form wants it, and rounds every line to the euro (0.50 up). */
export function linesOf(entries: readonly Entry[]): Lines {
  const sums = summed(entries);
  const moves = [...sums].flatMap(([box, sum]) => moved(box, sum));
  const settled = summed([...entries, ...moves.flatMap(({ entries: moving }) => moving)]);
  const lines = new Map(
    [...settled].map(([box, { baseCents, taxCents }]) => [box, { baseCents: toEuro(baseCents), taxCents: toEuro(taxCents) }]),
  );
  return { lines, notices: moves.flatMap(({ notice }) => (notice ? [notice] : [])) };
}

/** The tax of a line, in whole euros; zero when nothing went there. */
export const taxOf = (lines: Sums, box: string): number => lines.get(box)?.taxCents ?? 0;

function summed(entries: readonly Entry[]): Sums {
  const sums = new Map<string, Sum>();
  for (const { box, baseCents, taxCents } of entries) {
    const { baseCents: bases, taxCents: taxes } = sums.get(box) ?? NONE;
    sums.set(box, { baseCents: bases + baseCents, taxCents: taxes + taxCents });
  }
  return sums;
}

type Move = { readonly entries: readonly Entry[]; readonly notice: TaxNotice | null };

/**
 * A rate below zero (more credit notes than sales) goes to line 21, its turnover to B5 (F8 when it bears no tax); deductions below zero are paid back on line 15
 * (CGI art. 272, 1; ann. II art. 207). Other negative lines stay empty and are told.
 */
function moved(box: string, { baseCents, taxCents }: Sum): readonly Move[] {
  const cleared = (keepBase: number, keepTax: number): Entry => ({ box, baseCents: keepBase - baseCents, taxCents: keepTax - taxCents });
  const shows = BOXES.get(box)?.shows;
  if (shows === "both" && (baseCents < 0 || taxCents < 0))
    return [{ entries: [cleared(0, 0), { box: "21", baseCents: 0, taxCents: -taxCents }], notice: negativeBox(box, taxCents, "21") }];
  if (shows === "base" && baseCents < 0) {
    const where = /^[AB]/.test(box) ? "B5" : "F8";
    const entries = [cleared(0, 0), { box: where, baseCents: -baseCents, taxCents: 0 }];
    return [{ entries, notice: negativeBox(box, baseCents, where) }];
  }
  if (shows === "tax" && taxCents < 0) {
    const where = box === "19" || box === "20" ? "15" : null;
    const entries = where ? [cleared(0, 0), { box: where, baseCents: 0, taxCents: -taxCents }] : [cleared(0, 0)];
    return [{ entries, notice: where || GROSS_BOXES.includes(box) ? negativeBox(box, taxCents, where) : null }];
  }
  return [];
}
