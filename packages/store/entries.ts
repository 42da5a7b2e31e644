import type { CompanyId, FiscalYearId } from "#domain/ids";
import type { Entry, EntrySource } from "#domain/ledger/entry";
import { sourceKey } from "#domain/ledger/entry-id";
import type { UnreadableEntry } from "#domain/ledger/integrity";
import { BATCH_GET_MAX, type Db, type Item } from "./db.ts";
import { entryKey, entryOf, numberPartition, numberText, pointerTarget } from "./entry-item.ts";
import { itemsOf } from "./pages.ts";

/** Access patterns: entry by source (its key, without the year: no source is ever booked twice) · entries of a year by number. docs/table.md. */

/** Entries of these sources, in whatever year, by `kind#id`: a row the bank moves across New Year is not booked again. Strongly consistent. */
export async function entriesOf(db: Db, companyId: CompanyId, sources: readonly EntrySource[]): Promise<ReadonlyMap<string, Entry>> {
  const found = new Map<string, Entry>();
  for (let at = 0; at < sources.length; at += BATCH_GET_MAX) {
    const items = await db.batchGet(sources.slice(at, at + BATCH_GET_MAX).map((source) => entryKey(companyId, source)));
    for (const item of items) {
      const entry = entryOf(item);
      found.set(sourceKey(entry.source), entry);
    }
  }
  return found;
}

/** Which of these sources are booked, by source id. Strongly consistent. */
export async function bookedSources(db: Db, companyId: CompanyId, sources: readonly EntrySource[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let at = 0; at < sources.length; at += BATCH_GET_MAX) {
    const items = await db.batchGet(sources.slice(at, at + BATCH_GET_MAX).map((source) => entryKey(companyId, source)));
    for (const item of items) found.add(String(item["sk"]).slice(String(item["sk"]).indexOf("#") + 1));
  }
  return found;
}

/** The entry of a source, or null; a source that names a pointer to an entry names none. Strongly consistent. */
export async function entryOfSource(db: Db, companyId: CompanyId, source: EntrySource): Promise<Entry | null> {
  const found = await db.get({ Key: { ...entryKey(companyId, source) }, ConsistentRead: true });
  return found && pointerTarget(found) === null ? entryOf(found) : null;
}

export const entries = (db: Db, companyId: CompanyId, yearId: FiscalYearId) => ({
  /** A page of entries after a number, in their order. */
  async after(number: number, limit: number): Promise<readonly Entry[]> {
    const { items } = await db.query({ ...byNumber(companyId, yearId, number), Limit: limit });
    return items.map(entryOf);
  },
  /** Every entry up to a number, in order, a megabyte at a time. */
  async *through(last: number): AsyncGenerator<Entry> {
    for await (const item of itemsOf(db, byNumber(companyId, yearId, 0))) {
      const entry = entryOf(item);
      if (entry.number > last) return;
      yield entry;
    }
  },
  /** As `through`, whatever the table holds: an item that cannot be read as an entry is given by its number and hash. */
  async *heldThrough(last: number): AsyncGenerator<Entry | UnreadableEntry> {
    for await (const item of itemsOf(db, byNumber(companyId, yearId, 0))) {
      const found = readableOf(item);
      if (found.number > last) return;
      yield found;
    }
  },
});

function readableOf(item: Item): Entry | UnreadableEntry {
  try {
    return entryOf(item);
  } catch {
    const hash = item["hash"] instanceof Uint8Array ? Buffer.from(item["hash"]).toString("hex") : "";
    return { number: Number(item["gsi1sk"]), hash, unreadable: true };
  }
}

const byNumber = (companyId: CompanyId, yearId: FiscalYearId, after: number) => ({
  IndexName: "gsi1",
  KeyConditionExpression: "#pk = :pk and gsi1sk > :after",
  ExpressionAttributeNames: { "#pk": "gsi1pk" },
  ExpressionAttributeValues: { ":pk": numberPartition(companyId, yearId), ":after": numberText(after) },
});
