import { printedAmount } from "#domain/amounts.fr";
import { printedSide } from "../pdf/amount.ts";
import { type Grid, type GridColumn, type GridRow, gridOn, type RowStyle } from "../pdf/grid.ts";
import { openPdf, type PdfFonts, type PdfPages, type PdfSettings } from "../pdf/pages.ts";
import { type BalanceSums, type Level, levelsOf, NO_SUMS, passed, sumsOf, sumsTogether } from "./balance-levels.ts";
import { bookFrame, MARGIN } from "./frame.ts";
import { assertAddsUp, type BalanceRow, isCompared, type TrialBalanceDocument } from "./trial-balance.ts";
import { HEADERS, previousHeader, SUMS, TITLES } from "./words.fr.ts";

/**
 * The balance as a PDF, A4, with sub-totals and carried totals: by 2-digit account and class when générale, by collective account
 * when auxiliaire. Portrait for the plain balance générale, landscape otherwise. Throws when the rows do not add up to the document's totals.
 */
export async function* trialBalancePdf(
  document: TrialBalanceDocument,
  fonts: PdfFonts,
  { contents = "compressed" }: Pick<PdfSettings, "contents"> = {},
): AsyncGenerator<Uint8Array> {
  assertAddsUp(document);
  const { company, by, printedAt } = document;
  const layout = isCompared(document) || by === "third_party" ? "landscape" : "portrait";
  const pages = await openPdf({ fonts, layout, title: `${TITLES[by]} - ${company}`, author: company, printedAt, contents });
  for (const _ of printed(document, pages)) yield* pages.finished();
  pages.end();
  yield* pages.finished();
}

/** Prints the balance row by row, so that finished pages can leave in between. */
function* printed(document: TrialBalanceDocument, pages: PdfPages): Generator<void> {
  const { by, rows, year, through } = document;
  const paper = { by, compared: isCompared(document), previous: previousHeader(document.previousThrough) };
  let all = NO_SUMS;
  let open: readonly Level[] = [];
  const grid = gridOn(pages, MARGIN, {
    columns: columnsOf(paper, pages.width - 2 * MARGIN),
    frame: bookFrame(pages, { title: TITLES[by], head: document, from: year.startsOn, to: through }),
    carried: () => ({ out: sumRow(paper, SUMS.carriedOut, "carried", all), in: [sumRow(paper, SUMS.carriedIn, "carried", all)] }),
  });
  for (const row of rows) {
    open = moved(grid, paper, open, row);
    grid.row({ cells: [...namesOf(paper, row), ...amountsOf(paper, sumsOf(row), printedSide)], style: "line" });
    all = sumsTogether(all, sumsOf(row));
    open = open.map((level) => ({ ...level, sums: sumsTogether(level.sums, sumsOf(row)) }));
    yield;
  }
  for (const { label, weight, sums } of passed(open, []).ended) grid.row(sumRow(paper, label, weight, sums));
  grid.row(sumRow(paper, SUMS.total, "grand", all));
}

/** `previous` is the title of the column of the year before. */
type Paper = { readonly by: TrialBalanceDocument["by"]; readonly compared: boolean; readonly previous: string };

/** Prints the sub-totals that end before a row, and the name of the collective account it opens; the parts open from now on. */
function moved(grid: Grid, paper: Paper, open: readonly Level[], row: BalanceRow): readonly Level[] {
  const now = passed(open, levelsOf(paper.by, row));
  for (const { label, weight, sums } of now.ended) grid.row(sumRow(paper, label, weight, sums));
  const isNew = open.length === 0 || now.ended.length > 0;
  if (paper.by === "third_party" && isNew) grid.together([{ cells: [`${row.account}  ${row.label}`], style: "title", spans: true }], 2);
  return now.open;
}

const namesOf = ({ by }: Paper, { account, label, thirdParty }: BalanceRow): readonly [string, string] =>
  by === "third_party" && thirdParty ? [thirdParty.code, thirdParty.name] : [account, label];

const sumRow = (paper: Paper, label: string, style: RowStyle, sums: BalanceSums): GridRow => ({
  ...{ cells: [label, "", ...amountsOf(paper, sums, printedAmount)], style, spans: true },
});

function amountsOf({ compared }: Paper, sums: BalanceSums, side: (amountCents: number) => string): readonly string[] {
  const sides = [sums.openingDebitCents, sums.openingCreditCents, sums.debitCents, sums.creditCents].map(side);
  const balances = [side(sums.debitBalanceCents), side(sums.creditBalanceCents)];
  if (!compared) return [...sides, ...balances];
  const now = sums.debitBalanceCents - sums.creditBalanceCents;
  return [...sides, ...balances, printedAmount(sums.previousCents), printedAmount(now - sums.previousCents)];
}

const AMOUNT_WIDTH = 59;
/** The width from which amounts get more room than they need. */
const WIDE = 700;
const AMOUNT_WIDTH_WIDE = 64;
/** Room for a title with a day in it. */
const PREVIOUS_WIDTH = 86;
const CODE_WIDTH = { account: 46, third_party: 92 } as const;

function columnsOf({ by, compared, previous }: Paper, width: number): readonly GridColumn[] {
  const amountWidth = width > WIDE ? AMOUNT_WIDTH_WIDE : AMOUNT_WIDTH;
  const pairs = [HEADERS.opening, HEADERS.movements, HEADERS.balances];
  const amounts: GridColumn[] = pairs.flatMap((group) => [
    { title: HEADERS.debit, group, width: amountWidth, align: "right" },
    { title: HEADERS.credit, group, width: amountWidth, align: "right" },
  ]);
  const comparison: GridColumn[] = [
    { title: previous, group: HEADERS.comparison, width: PREVIOUS_WIDTH, align: "right" },
    { title: HEADERS.difference, group: HEADERS.comparison, width: amountWidth, align: "right" },
  ];
  const right = compared ? [...amounts, ...comparison] : amounts;
  const [code, name] = by === "account" ? [HEADERS.account, HEADERS.accountLabel] : [HEADERS.thirdPartyCode, HEADERS.thirdParty];
  return [
    { title: code, width: CODE_WIDTH[by], align: "left", whole: true },
    { title: name, width: right.reduce((left, column) => left - column.width, width - CODE_WIDTH[by]), align: "left" },
    ...right,
  ];
}
