import type { CompanyId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { assertBalances, type TrialBalanceRow } from "#domain/ledger/trial-balance";
import { Refusal } from "#domain/refusals";
import type { Balance } from "#runtime/balances/balance-of";
import { chosenYear } from "#runtime/year-choice";
import { companies } from "#store/companies";
import type { Db } from "#store/db";
import { yearBefore } from "#store/ledger-books";
import { readTrialBalance } from "#store/trial-balances";
import type { Books } from "./body.ts";

/** The balance of one's own validated books, before closing entries, with the year before to compare with. Refuses a year without entries. */
export async function balanceOfBooks(table: Db, companyId: CompanyId, chosen: Books): Promise<Balance> {
  const years = await companies(table, companyId).years();
  const year = chosenYear(years, chosen);
  const before = yearBefore(years, year);
  const [own, previous] = await Promise.all([rowsOf(table, companyId, year), before ? rowsOf(table, companyId, before) : []]);
  if (own.length === 0) throw new Refusal("analysis.unreadable", { flaws: [{ pointer: "", message: "books_empty::" }] });
  const rows = own.map((row, place) => ({ ...inputRow(row), line: place + 1 }));
  return {
    input: { startsOn: year.startsOn, endsOn: year.endsOn, rows, previous: previous.length === 0 ? null : previous.map(inputRow) },
    rows: rows.map((row) => ({ ...row, place: String(row.line), thirdParty: null })),
    format: "json",
    source: { format: "books", fileName: null, sha256: null, bytes: 0, rows: rows.length },
    remarks: [],
  };
}

async function rowsOf(table: Db, companyId: CompanyId, year: FiscalYear): Promise<readonly TrialBalanceRow[]> {
  const { rows, totals } = await readTrialBalance(table, companyId, year, year.endsOn, "account");
  assertBalances(totals);
  return rows;
}

const inputRow = ({ thirdParty: _, previous: __, ...row }: TrialBalanceRow) => ({ ...row, line: null });
