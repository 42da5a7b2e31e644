import type { GeneralLedgerDocument, LedgerAccount, LedgerLine as PrintedLine } from "#documents/books/general-ledger";
import { generalLedgerPdf } from "#documents/books/general-ledger-pdf";
import { generalLedgerTable } from "#documents/books/general-ledger-table";
import type { CompanyId } from "#domain/ids";
import { isLetterable } from "#domain/ledger/chart-accounts";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { balanceOf, type KeptTotals } from "#domain/ledger/kept-totals";
import { Refusal } from "#domain/refusals";
import { placeOf } from "#runtime/written";
import { companies } from "#store/companies";
import type { Db } from "#store/db";
import type { ExportOf, Made } from "#store/exports";
import { balanceBefore, type LedgerLine, ledgerLines, refOf, signedOf } from "#store/general-ledger";
import { readHead } from "#store/ledger-heads";
import { keptAccounts } from "#store/ledger-totals";
import { letterings } from "#store/letterings";
import { bookMade } from "./book.ts";
import { counting } from "./counting.ts";
import type { Making } from "./making.ts";

/** Lines whose lettering is looked up together. */
const LOOKAHEAD = 100;

/** The general ledger of a year between two days, account by account, as the table gives it: nothing is held but a page of lines. */
export async function makeGeneralLedger(wanted: ExportOf<"general_ledger">, making: Making): Promise<Made> {
  const { table, companyId } = making;
  const { options, createdAt } = wanted;
  const store = companies(table, companyId);
  const [company, years] = await Promise.all([store.get(), store.years()]);
  const year = years.find(({ id }) => id === options.yearId);
  if (!year) throw new Refusal("year.not_found");
  const count = { lines: 0 };
  const accounts = counted(ledgerAccounts(table, companyId, year, options), count);
  const document: GeneralLedgerDocument = {
    ...{ company: company.name, siren: company.siren, year, printedAt: createdAt, from: options.from, to: options.to, accounts },
  };
  const head = await readHead(table, companyId, year.id);
  return bookMade(making, placeOf(wanted, `${head?.lastNumber} ${head?.lastHash}`), options, {
    table: () => generalLedgerTable(document),
    pdf: (fonts) => generalLedgerPdf(document, fonts),
    printedLines: () => count.lines,
  });
}

async function* ledgerAccounts(
  table: Db,
  companyId: CompanyId,
  year: FiscalYear,
  { from, to, account }: ExportOf<"general_ledger">["options"],
): AsyncGenerator<LedgerAccount> {
  const kept = await keptAccounts(table, companyId, year);
  const known = kept.map((one) => one.account);
  for (const one of kept.filter((total) => account === null || total.account === account)) {
    const question = { table, companyId, year, account: one.account, known, from };
    const { cents } = await balanceBefore(question);
    const all = printed(ledgerLines({ ...question, to }), cents, letterings(table, companyId, year.id));
    const lines = to === year.endsOn ? ending(all, cents, one) : all;
    const first = await lines.next();
    if (first.done && cents === 0) continue;
    const opening = { openingDebitCents: Math.max(cents, 0), openingCreditCents: Math.max(-cents, 0) };
    yield { account: one.account, label: one.label, ...opening, lines: withFirst(first, lines) };
  }
}

/** Lines as they are printed, with the balance after each and the letter each bears. */
async function* printed(
  lines: AsyncIterable<LedgerLine>,
  opening: number,
  store: ReturnType<typeof letterings>,
): AsyncGenerator<PrintedLine, void> {
  let balanceCents = opening;
  for await (const page of pagesOf(lines)) {
    const letteringOf = await store.ofLines(page.filter(({ line }) => isLetterable(line.account)).map(refOf));
    for (const one of page) {
      const { entry, line } = one;
      balanceCents += signedOf(line);
      yield {
        ...{ date: entry.date, number: entry.number, journal: entry.journal, pieceRef: entry.pieceRef, label: line.label },
        ...{ thirdParty: line.thirdParty ?? null, balanceCents, lettering: letteringOf(refOf(one))?.code ?? null },
        debitCents: line.side === "debit" ? line.amountCents : 0,
        creditCents: line.side === "credit" ? line.amountCents : 0,
      };
    }
  }
}

/** The index lines come from may lag behind the totals: a ledger that would end early is given up, and made again a little later. */
async function* ending(lines: AsyncIterable<PrintedLine>, opening: number, kept: KeptTotals): AsyncGenerator<PrintedLine, void> {
  let last = opening;
  for await (const line of lines) {
    last = line.balanceCents;
    yield line;
  }
  if (last !== balanceOf(kept)) throw new Error(`the lines of ${kept.account} do not end at its balance yet`);
}

async function* pagesOf(lines: AsyncIterable<LedgerLine>): AsyncGenerator<readonly LedgerLine[]> {
  let page: LedgerLine[] = [];
  for await (const line of lines) {
    page.push(line);
    if (page.length < LOOKAHEAD) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function* withFirst<Value>(first: IteratorResult<Value, void>, rest: AsyncGenerator<Value, void>): AsyncGenerator<Value> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

async function* counted(accounts: AsyncIterable<LedgerAccount>, count: { lines: number }): AsyncGenerator<LedgerAccount> {
  for await (const account of accounts) yield { ...account, lines: counting(account.lines, count) };
}
