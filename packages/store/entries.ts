import * as z from "zod";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import { Entry, type EntrySource } from "#domain/ledger/entry";
import { type Action, BATCH_GET_MAX, type Db, type Item, type Key } from "./db.ts";
import { TABLE } from "./entity.ts";

/** Access patterns: entry by source (its key, without the year: no source is ever booked twice) · entries of a year by number. docs/table.md. */
const numberPartition = (companyId: CompanyId, yearId: FiscalYearId): string => `COMPANY#${companyId}#N#${yearId}`;
const entryKey = (companyId: CompanyId, { kind, id }: EntrySource): Key => ({ pk: `COMPANY#${companyId}#E`, sk: `${kind}#${id}` });
const numberText = (number: number): string => String(number).padStart(9, "0");

/** The body is JSON in one attribute: an entry never changes, so nothing ever updates a part of it. */
const Body = Entry.omit({ yearId: true, number: true, hash: true });

/** Writes a validated entry once. There is no action that changes or deletes one (PCG art. 1031-3). */
export function newEntryAction(companyId: CompanyId, entry: Entry): Action {
  const { yearId, number, hash, ...body } = entry;
  const Item = {
    ...entryKey(companyId, entry.source),
    gsi1pk: numberPartition(companyId, yearId),
    gsi1sk: numberText(number),
    hash: Buffer.from(hash, "hex"),
    body: JSON.stringify(body),
  };
  return { Put: { TableName: TABLE, Item, ConditionExpression: "attribute_not_exists(pk)" } };
}

const EntryItem = z.object({ gsi1pk: z.string(), gsi1sk: z.string(), hash: z.instanceof(Uint8Array), body: z.string() });

function entryOf(item: Item): Entry {
  const { gsi1pk, gsi1sk, hash, body } = EntryItem.parse(item);
  return Entry.parse({
    ...Body.parse(JSON.parse(body)),
    yearId: gsi1pk.slice(gsi1pk.lastIndexOf("#") + 1),
    number: Number(gsi1sk),
    hash: Buffer.from(hash).toString("hex"),
  });
}

/** Which of these sources are booked, in whatever year: a row the bank moves across New Year is not booked again. Strongly consistent. */
export async function bookedSources(db: Db, companyId: CompanyId, sources: readonly EntrySource[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let at = 0; at < sources.length; at += BATCH_GET_MAX) {
    const items = await db.batchGet(sources.slice(at, at + BATCH_GET_MAX).map((source) => entryKey(companyId, source)));
    for (const item of items) found.add(String(item["sk"]).slice(String(item["sk"]).indexOf("#") + 1));
  }
  return found;
}

export const entries = (db: Db, companyId: CompanyId, yearId: FiscalYearId) => ({
  /** A page of entries after a number, in their order. */
  async after(number: number, limit: number): Promise<readonly Entry[]> {
    const { items } = await db.query({ ...byNumber(companyId, yearId, number), Limit: limit });
    return items.map(entryOf);
  },
  /** Every entry up to a number, in order, a megabyte at a time. */
  async *through(last: number): AsyncGenerator<Entry> {
    let start: Item | undefined;
    do {
      const { items, next } = await db.query({ ...byNumber(companyId, yearId, 0), ...(start && { ExclusiveStartKey: start }) });
      for (const item of items) {
        const entry = entryOf(item);
        if (entry.number > last) return;
        yield entry;
      }
      start = next;
    } while (start);
  },
});

const byNumber = (companyId: CompanyId, yearId: FiscalYearId, after: number) => ({
  IndexName: "gsi1",
  KeyConditionExpression: "#pk = :pk and gsi1sk > :after",
  ExpressionAttributeNames: { "#pk": "gsi1pk" },
  ExpressionAttributeValues: { ":pk": numberPartition(companyId, yearId), ":after": numberText(after) },
});
