import { type TransactionRow, transactionsTable } from "#documents/books/exports";
import { type BankRow, partsOf, transactionId } from "#domain/banking/row";
import { categoryByCode, categoryById } from "#domain/categorising/categories";
import { placeOf } from "#runtime/written";
import type { ExportOf, Made } from "#store/exports";
import type { TransactionsOptions } from "#store/exports-kinds";
import { RowsMoved, rowSnapshot, snapshotRows } from "#store/exports-rows";
import type { Making } from "./making.ts";
import { sheetMade } from "./sheets.ts";

/** A file that met a write, or an index that lags, is read again this often before its message comes back later. */
const READS_MAX = 4;
const PAUSE_MS = 200;

/**
 * The rows as one moment had them: the moment of the question, or a later one when rows moved meanwhile. The question's own
 * fingerprint never comes back then, so nobody is given a file that is not what was asked.
 */
export async function makeTransactions(wanted: ExportOf<"transactions">, making: Making): Promise<Made> {
  for (let read = 1; ; read += 1) {
    try {
      return await readOnce(wanted, making);
    } catch (error) {
      if (!(error instanceof RowsMoved) || read === READS_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * read));
    }
  }
}

async function readOnce(wanted: ExportOf<"transactions">, making: Making): Promise<Made> {
  const { table, companyId } = making;
  const snapshot = await rowSnapshot(table, companyId, wanted.options);
  const names = new Map(snapshot.sources.map(({ account: { ordinal, bankName, name } }) => [ordinal, `${bankName} ${name}`]));
  const rows = shown(snapshotRows(table, companyId, wanted.options, snapshot), names, codesAsked(wanted.options));
  return sheetMade(making, placeOf(wanted, snapshot.fingerprint), wanted.options, transactionsTable(rows));
}

/** Codes of the categories asked for; null: all of them. */
const codesAsked = ({ categoryId }: TransactionsOptions): ReadonlySet<string> | null =>
  categoryId === null ? null : new Set(categoryId.split(",").map((id) => categoryById(id).code));

/**
 * A line a row; a split one has a line a part, under one reference, so that sums by category are right: of some categories, the parts under
 * them alone.
 */
async function* shown(
  rows: AsyncIterable<BankRow>,
  names: ReadonlyMap<number, string>,
  codes: ReadonlySet<string> | null,
): AsyncGenerator<TransactionRow> {
  for await (const row of rows) {
    const { ordinal, date, label, rawLabel, currency, status, note } = row;
    const common = { id: transactionId(row), date, account: names.get(ordinal) ?? "", label, rawLabel, currency, status };
    for (const part of partsOf(row).filter(({ code }) => codes === null || codes.has(code)))
      yield { ...common, note: part.note ?? note, category: categoryByCode(part.code).name, amountMinorUnits: part.amountCents };
  }
}
