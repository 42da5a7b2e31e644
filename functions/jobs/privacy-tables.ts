import { type EntryLineRow, entryLinesTable } from "#documents/books/entry-lines";
import { type TransactionRow, transactionsTable } from "#documents/books/exports";
import { csvBytes } from "#documents/csv/csv";
import { transactionId } from "#domain/banking/row";
import { categoryByCode } from "#domain/categorising/categories";
import { accounts } from "#store/accounts";
import { companies } from "#store/companies";
import { entries } from "#store/entries";
import { dateSortKey } from "#store/row-item";
import { rows } from "#store/rows";
import type { JobTools } from "./tools.ts";

type Tools = Pick<JobTools, "table" | "companyId">;

const PAGE_ROWS = 200;
const BOM = { byteOrderMark: true } as const;

/** Every live transaction, account after account, oldest first. */
export const transactionsCsv = (tools: Tools): AsyncGenerator<Uint8Array> => csvBytes(transactionsTable(transactionRows(tools)), BOM);

/** Every validated entry, year after year, a row a line. */
export const entriesCsv = (tools: Tools): AsyncGenerator<Uint8Array> => csvBytes(entryLinesTable(entryRows(tools)), BOM);

async function* transactionRows({ table, companyId }: Tools): AsyncGenerator<TransactionRow> {
  for (const { ordinal, bankName, name } of await accounts(table, companyId).all()) {
    let from = "0000-00-00";
    for (let more = true; more; ) {
      const page = await rows(table, companyId).page({
        ...{ ordinal, index: "byDate", from, to: "9999-99-99#~", descending: false, limit: PAGE_ROWS },
      });
      for (const row of page) {
        const { date, label, rawLabel, amountCents, currency, status, note, categorisation } = row;
        yield {
          ...{ id: transactionId(row), date, account: `${bankName} ${name}`, label, rawLabel, currency, status, note },
          category: categoryByCode(categorisation.code).name,
          amountMinorUnits: amountCents,
        };
      }
      const last = page.at(-1);
      more = last !== undefined && page.length === PAGE_ROWS;
      if (last) from = `${dateSortKey(last)}~`;
    }
  }
}

async function* entryRows({ table, companyId }: Tools): AsyncGenerator<EntryLineRow> {
  for (const { id, endsOn } of await companies(table, companyId).years())
    for await (const entry of entries(table, companyId, id).through(Number.MAX_SAFE_INTEGER)) {
      const { journal, number, date, pieceRef, pieceDate, validatedOn } = entry;
      for (const line of entry.lines) yield { yearEndsOn: endsOn, journal, number, date, pieceRef, pieceDate, validatedOn, line };
    }
}
