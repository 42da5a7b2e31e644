import { businessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { numberEntries } from "#domain/ledger/chain";
import { AccountNumber, type DraftEntry, JournalCode } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { cents } from "#domain/money";
import type { Db } from "#store/db";
import { newEntryAction } from "#store/entry-item";
import { headOf, readBooks } from "#store/ledger-books";
import { headAction, headAfter } from "#store/ledger-heads";
import { ledgerTotalsActions } from "#store/ledger-totals";
import { sha256 } from "#store/sha256";

/** An entry of the bank journal with so many lines, the same for the same index. */
function draft(index: number, lines: number): DraftEntry {
  const line = (side: "debit" | "credit", account: string, amount: number) => ({
    ...{ account: AccountNumber.parse(account), accountLabel: `Compte ${account}`, label: `Ligne de la pièce ${index}` },
    ...{ side, amountCents: cents(amount) },
  });
  const debits = Array.from({ length: lines - 1 }, (_, at) => line("debit", `60${at}000`, 100 + at + (index % 7)));
  const date = businessDate(`2025-${String(1 + (index % 12)).padStart(2, "0")}-15`);
  return {
    source: { kind: "import", id: `row-${index}` },
    ...{ journal: JournalCode.parse("BQ1"), journalLabel: "Banque", date, pieceRef: `P${index}`, pieceDate: date },
    ...{ label: `Pièce ${index}`, warnings: [] },
    lines: [
      ...debits,
      line(
        "credit",
        "512001",
        debits.reduce((sum, { amountCents }) => sum + amountCents, 0),
      ),
    ],
  };
}

const BATCH = 80;

/** Puts numbered and chained entries with their totals and head straight into a table: what validation leaves, for less. */
export async function seedEntries(
  table: Db,
  companyId: CompanyId,
  year: FiscalYear,
  size: { readonly entries: number; readonly lines: number },
) {
  let head = headOf(await readBooks(table, companyId), year);
  for (let at = 0; at < size.entries; at += BATCH) {
    const drafts = Array.from({ length: Math.min(BATCH, size.entries - at) }, (_, place) => draft(at + place, size.lines));
    const numbered = numberEntries(drafts, head, { yearId: year.id, at: new Date("2026-01-15T11:00:00.000Z"), sha256 });
    const step = { ...numbered.head, journals: new Map([["BQ1", drafts.length]]) };
    const outcome = await table.transact([
      headAction(companyId, year.id, head, step),
      ...numbered.entries.map((entry) => newEntryAction(companyId, entry)),
      ...ledgerTotalsActions(companyId, year, numbered.entries),
    ]);
    if (!outcome.done) throw new Error("the fixture was not written");
    head = headAfter(head, step);
  }
}
