import type { BankRow } from "#domain/banking/row";
import { keyOfTransaction } from "#domain/banking/row";
import type { BusinessDate } from "#domain/dates";
import type { CompanyId, TransactionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { BATCH_GET_MAX, type Db, type Item } from "./db.ts";
import { aliasTarget, datePartition, openPartition, rowKey, rowOf } from "./row-item.ts";

/** Access patterns: row by id (one read) · rows by many keys · rows of an account by date · open rows of an account. docs/table.md. */
export type RowIndex = "byDate" | "open";

/** A stretch of one account's rows. Bounds are sort keys: `2025-03-09` or `2025-03-09#HASH`. */
export type Stretch = {
  readonly ordinal: number;
  readonly index: RowIndex;
  readonly from: string;
  readonly to: string;
  readonly descending: boolean;
  readonly limit: number;
};

/** After every hash of a day: `~` sorts after all of them. */
export const endOfDay = (date: BusinessDate): string => `${date}#~`;

export const rows = (db: Db, companyId: CompanyId) => ({
  /** The live row behind a public id; tombstones are not found. */
  async get(id: TransactionId): Promise<BankRow> {
    const { ordinal, hash } = keyOfTransaction(id);
    const found = await follow(
      db,
      companyId,
      ordinal,
      await db.get({ Key: { ...rowKey(companyId, ordinal, hash) }, ConsistentRead: true }),
    );
    if (!found || found.status === "deleted") throw new Refusal("transaction.not_found");
    return found;
  },
  /** Rows living under the given hashes, aliases followed, tombstones included. Strongly consistent. */
  async many(ordinal: number, hashes: readonly string[]): Promise<ReadonlyMap<string, BankRow>> {
    const found = new Map<string, BankRow>();
    const aliases = new Map<string, string>();
    for (const item of await readAll(db, companyId, ordinal, hashes)) {
      const target = aliasTarget(item);
      if (target) aliases.set(String(item["sk"]).slice(2), target);
      else found.set(String(item["sk"]).slice(2), rowOf(item));
    }
    const missing = [...new Set(aliases.values())].filter((hash) => !found.has(hash));
    for (const item of await readAll(db, companyId, ordinal, missing)) found.set(String(item["sk"]).slice(2), rowOf(item));
    for (const [alias, target] of aliases) {
      const row = found.get(target);
      if (row) found.set(alias, row);
    }
    return found;
  },
  /** One page of an account's rows by date. `next` is a bound to go on from, or null at the end. */
  async page(stretch: Stretch): Promise<readonly BankRow[]> {
    const { ordinal, index, from, to, descending, limit } = stretch;
    const [name, partition] = index === "open" ? ["gsi2", openPartition(companyId, ordinal)] : ["gsi1", datePartition(companyId, ordinal)];
    const { items } = await db.query({
      IndexName: name,
      KeyConditionExpression: "#pk = :pk and #sk between :from and :to",
      ExpressionAttributeNames: { "#pk": `${name}pk`, "#sk": `${name}sk` },
      ExpressionAttributeValues: { ":pk": partition, ":from": from, ":to": to },
      ScanIndexForward: !descending,
      Limit: limit,
    });
    return items.map(rowOf);
  },
});

async function readAll(db: Db, companyId: CompanyId, ordinal: number, hashes: readonly string[]): Promise<Item[]> {
  const items: Item[] = [];
  for (let at = 0; at < hashes.length; at += BATCH_GET_MAX) {
    items.push(...(await db.batchGet(hashes.slice(at, at + BATCH_GET_MAX).map((hash) => rowKey(companyId, ordinal, hash)))));
  }
  return items;
}

async function follow(db: Db, companyId: CompanyId, ordinal: number, item: Item | undefined): Promise<BankRow | null> {
  if (!item) return null;
  const target = aliasTarget(item);
  if (!target) return rowOf(item);
  const found = await db.get({ Key: { ...rowKey(companyId, ordinal, target) }, ConsistentRead: true });
  return found ? rowOf(found) : null;
}
