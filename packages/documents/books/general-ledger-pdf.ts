import { printedAmount } from "#domain/amounts.fr";
import { printedSide } from "../pdf/amount.ts";
import { type GridColumn, type GridRow, gridOn, type RowStyle } from "../pdf/grid.ts";
import { openPdf, type PdfFonts, type PdfPages, type PdfSettings } from "../pdf/pages.ts";
import { bookFrame, MARGIN } from "./frame.ts";
import { type GeneralLedgerDocument, isOpened, type LedgerAccount, type LedgerLine, provedLines } from "./general-ledger.ts";
import { frenchDate, HEADERS, openingLabel, SUMS, sideOf, TITLES } from "./words.fr.ts";

/**
 * The ledger as a PDF, A4 landscape: each account with its opening if it has one, its lines and its total, carried totals where a page ends in
 * the middle of an account, a bookmark an account. Accounts and lines are read as they are printed; nothing is held but the page being written.
 */
export async function* generalLedgerPdf(
  document: GeneralLedgerDocument,
  fonts: PdfFonts,
  { contents = "compressed" }: Pick<PdfSettings, "contents"> = {},
): AsyncGenerator<Uint8Array> {
  const { company, printedAt } = document;
  const title = `${TITLES.ledger} - ${company}`;
  const pages = await openPdf({ fonts, layout: "landscape", title, author: company, printedAt, contents });
  for await (const _ of printed(document, pages)) yield* pages.finished();
  pages.end();
  yield* pages.finished();
}

/** Debit and credit so far, EUR cents, opening included. */
type Sides = { readonly debitCents: number; readonly creditCents: number };

const NO_SIDES: Sides = { debitCents: 0, creditCents: 0 };

const plus = (left: Sides, right: Sides): Sides => ({
  debitCents: left.debitCents + right.debitCents,
  creditCents: left.creditCents + right.creditCents,
});

/** Prints the ledger line by line, so that finished pages can leave in between. */
async function* printed(document: GeneralLedgerDocument, pages: PdfPages): AsyncGenerator<void> {
  let account: Pick<LedgerAccount, "account" | "label"> = { account: "", label: "" };
  let sides = NO_SIDES;
  let all = NO_SIDES;
  const grid = gridOn(pages, MARGIN, {
    columns: columnsOf(pages.width - 2 * MARGIN),
    frame: bookFrame(pages, { title: TITLES.ledger, head: document, from: document.from, to: document.to }),
    carried: () => ({
      out: sumRow(SUMS.carriedOut, "carried", sides),
      in: [titleOf(account, ` ${SUMS.continued}`), sumRow(SUMS.carriedIn, "carried", sides)],
    }),
  });
  for await (const next of document.accounts) {
    account = next;
    sides = { debitCents: next.openingDebitCents, creditCents: next.openingCreditCents };
    const opening = isOpened(next) ? [sumRow(openingLabel(document.from, document.year), "line", sides, printedSide)] : [];
    grid.together([titleOf(next), ...opening], 2);
    pages.bookmark(`${next.account} ${next.label}`);
    for await (const line of provedLines(next)) {
      grid.row(lineRow(line));
      sides = plus(sides, line);
      yield;
    }
    grid.row(sumRow(SUMS.accountTotal(next.account), "total", sides));
    all = plus(all, sides);
    yield;
  }
  grid.together([sumRow(SUMS.total, "grand", all)], 0);
}

const titleOf = ({ account, label }: Pick<LedgerAccount, "account" | "label">, after = ""): GridRow => ({
  ...{ cells: [`${account}  ${label}${after}`], style: "title", spans: true },
});

const lineRow = ({ date, number, journal, pieceRef, label, thirdParty, ...amounts }: LedgerLine): GridRow => ({
  cells: [
    ...[frenchDate(date), String(number), journal, pieceRef, label, thirdParty?.name ?? ""],
    ...[printedSide(amounts.debitCents), printedSide(amounts.creditCents), printedBalance(amounts.balanceCents), amounts.lettering ?? ""],
  ],
  style: "line",
});

const sumRow = (label: string, style: RowStyle, { debitCents, creditCents }: Sides, side = printedAmount): GridRow => ({
  cells: [...["", "", "", "", label, ""], ...[side(debitCents), side(creditCents), printedBalance(debitCents - creditCents), ""]],
  ...{ style, spans: true },
});

/** A balance and the side it is on. */
const printedBalance = (balanceCents: number): string => `${printedAmount(Math.abs(balanceCents))} ${sideOf(balanceCents)}`;

const THIRD_PARTY_WIDTH = 119;

function columnsOf(width: number): readonly GridColumn[] {
  const fixed: readonly GridColumn[] = [
    { title: HEADERS.date, width: 48, align: "left" },
    { title: HEADERS.entry, width: 40, align: "right" },
    { title: HEADERS.journalCode, width: 34, align: "center" },
    { title: HEADERS.pieceRef, width: 104, align: "left", whole: true },
  ];
  const amounts: readonly GridColumn[] = [
    { title: HEADERS.debit, width: 66, align: "right" },
    { title: HEADERS.credit, width: 66, align: "right" },
    { title: HEADERS.runningBalance, width: 74, align: "right" },
    { title: HEADERS.letteringCode, width: 30, align: "center" },
  ];
  const free = width - [...fixed, ...amounts].reduce((sum, column) => sum + column.width, THIRD_PARTY_WIDTH);
  return [
    ...fixed,
    { title: HEADERS.label, width: free, align: "left" },
    { title: HEADERS.thirdParty, width: THIRD_PARTY_WIDTH, align: "left" },
    ...amounts,
  ];
}
