import { keyOfTransaction } from "#domain/banking/row";
import { instantOf, parisDate } from "#domain/dates";
import { type CompanyId, TransactionId } from "#domain/ids";
import type { DraftEntry, Entry, EntrySource } from "#domain/ledger/entry";
import { type EntryId, sourceKey, sourceOfId } from "#domain/ledger/entry-id";
import { Refusal } from "#domain/refusals";
import type { Db } from "#store/db";
import { drafts } from "#store/drafts";
import { entryOfSource } from "#store/entries";
import { readBooks } from "#store/ledger-books";
import { waiting } from "#store/waiting";

/** The source an entry's id names. */
export function sourceNamed(id: EntryId): EntrySource {
  const source = sourceOfId(id);
  if (!source) throw new Refusal("entry.not_found");
  return source;
}

/** The entry behind an id: validated, written by a person, or derived from the bank and still waiting. */
export async function foundEntry(table: Db, companyId: CompanyId, id: EntryId, now: Date): Promise<Entry | DraftEntry> {
  const source = sourceNamed(id);
  const stored = (await entryOfSource(table, companyId, source)) ?? (await drafts(table, companyId).find(source))?.entry;
  const found = stored ?? (await derived(table, companyId, source, now));
  if (!found) throw new Refusal("entry.not_found");
  return found;
}

async function derived(table: Db, companyId: CompanyId, source: EntrySource, now: Date): Promise<DraftEntry | null> {
  if (!isDerived(source)) return null;
  const books = await readBooks(table, companyId);
  for (const year of books.years) {
    const search = { table, books, year, through: year.endsOn, today: parisDate(now), now: instantOf(now), check: "always" } as const;
    for await (const { drafts: entries } of waiting(search)) {
      const found = entries.find((entry) => sourceKey(entry.source) === sourceKey(source));
      if (found) return found;
    }
  }
  return null;
}

/** Whether a source is something drafts are derived from: a bank row of ours, its correction, an account's opening. */
function isDerived({ kind, id }: EntrySource): boolean {
  if (kind === "opening") return true;
  const row = TransactionId.safeParse(id.split("~")[0]);
  return (kind === "bank" || kind === "correction") && row.success && keyOfTransaction(row.data).ordinal > 0;
}
