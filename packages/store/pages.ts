import type { Db, Item, Query } from "./db.ts";

/** What a query asks of every item of a partition, strongly consistent. */
export const wholePartition = (pk: string): Query => ({
  KeyConditionExpression: "#pk = :pk",
  ExpressionAttributeNames: { "#pk": "pk" },
  ExpressionAttributeValues: { ":pk": pk },
  ConsistentRead: true,
});

/** Pages of a query, a megabyte or its `Limit` at a time, in the order of the table. The next one is asked for once this one is used. */
export async function* pagesOf(db: Db, query: Query): AsyncGenerator<readonly Item[], void> {
  let start: Item | undefined;
  do {
    const { items, next } = await db.query({ ...query, ...(start && { ExclusiveStartKey: start }) });
    yield items;
    start = next;
  } while (start);
}

/** Items of a query, page after page. */
export async function* itemsOf(db: Db, query: Query): AsyncGenerator<Item, void> {
  for await (const page of pagesOf(db, query)) yield* page;
}

/** All items of a query at once: for what is known to be small. */
export async function allOf(db: Db, query: Query): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const page of pagesOf(db, query)) found.push(...page);
  return found;
}
