import type { Account } from "#domain/banking/account";
import type { BusinessDate } from "#domain/dates";
import { bankOpeningEntry, bankOpeningSource, mayHaveOpening, openedBy } from "#domain/ledger/bank-opening";
import type { DraftEntry } from "#domain/ledger/entry";
import { sourceKey } from "#domain/ledger/entry-id";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Db } from "./db.ts";
import { entriesOf } from "./entries.ts";
import type { Books } from "./ledger-books.ts";

/** Times an opening balance can change after it was booked. */
const GENERATIONS_MAX = 20;

/**
 * Opening entries of bank accounts that the books do not hold yet: in the first year still open. Books taken over from another program
 * bring their own balances, and then there are none.
 */
export async function waitingOpenings(
  table: Db,
  books: Books,
  year: FiscalYear,
  place: (day: BusinessDate) => BusinessDate | null,
): Promise<readonly DraftEntry[]> {
  const [first] = books.years;
  const date = first && books.imported.length === 0 ? place(first.startsOn) : null;
  const opened = books.accounts.filter(mayHaveOpening);
  if (!first || date === null || opened.length === 0) return [];
  const found: DraftEntry[] = [];
  for (const account of opened) {
    const booked = await bookedOpenings(table, books, account);
    const entry = bankOpeningEntry(account, account.openingBalanceCents - booked.cents, booked.count, year, date, first.startsOn);
    if (entry) found.push(entry);
  }
  return found;
}

async function bookedOpenings(
  table: Db,
  { companyId }: Books,
  account: Account,
): Promise<{ readonly cents: number; readonly count: number }> {
  const sources = Array.from({ length: GENERATIONS_MAX }, (_, generation) => bankOpeningSource(account, generation));
  const [first, ...later] = sources;
  if (!first) return { cents: 0, count: 0 };
  const found = new Map(await entriesOf(table, companyId, [first]));
  if (found.size > 0) for (const [key, entry] of await entriesOf(table, companyId, later)) found.set(key, entry);
  const booked = sources.flatMap((source) => found.get(sourceKey(source)) ?? []);
  return { cents: booked.reduce((sum, entry) => sum + openedBy(entry), 0), count: booked.length };
}
