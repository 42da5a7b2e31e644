import type { AttributeMap } from "./attributes.ts";
import type { Change } from "./item-write.ts";
import { expiryKey, expiryPrefix, itemPrefix, padded, under } from "./keys.ts";
import { entriesOf, type Level, type LevelOperation, walk } from "./level.ts";
import type { TableDescription } from "./table-description.ts";

const YEAR_SECONDS = 365 * 24 * 3600;
/** DynamoDB leaves items alone that claim to have expired longer ago than this: they are taken for mistakes. */
const EXPIRED_SECONDS_MAX = 5 * YEAR_SECONDS;

const WHOLE_SECONDS = /^\d{1,15}$/;

/** Keeps the list of what expires when, in the batch of the write itself, so that a sweep reads only what it deletes. */
export function expiryOperations(attribute: string | undefined, { table, itemKey, before, after }: Change): readonly LevelOperation[] {
  if (attribute === undefined) return [];
  const previous = secondsOf(before, attribute);
  const next = secondsOf(after, attribute);
  if (previous === next) return [];
  return [
    ...(previous === undefined ? [] : [{ type: "del", key: expiryKey(table.TableName, previous, itemKey) } as const]),
    ...(next === undefined ? [] : [{ type: "put", key: expiryKey(table.TableName, next, itemKey), value: "" } as const]),
  ];
}

/** Anything but a whole number of seconds never expires. */
function secondsOf(item: AttributeMap | undefined, attribute: string): number | undefined {
  const value = item?.[attribute]?.N;
  return value !== undefined && WHOLE_SECONDS.test(value) ? Number(value) : undefined;
}

/** Keys, inside their table, of up to `limit` items that have expired at `now`. */
export async function expiredKeys(level: Level, { TableName }: TableDescription, now: Date, limit: number): Promise<readonly string[]> {
  const seconds = Math.floor(now.getTime() / 1000);
  const prefix = expiryPrefix(TableName);
  const range = { gte: prefix + padded(Math.max(0, seconds - EXPIRED_SECONDS_MAX)), lt: prefix + padded(seconds) };
  const entries = await entriesOf(level, range, limit);
  return entries.map(([key]) => key.slice(key.indexOf("~", prefix.length) + 1));
}

/** Rebuilds the list for a table whose setting changes: the old entries go, every item that has the new attribute comes in. */
export async function relistOperations(
  level: Level,
  { TableName }: TableDescription,
  attribute?: string,
): Promise<readonly LevelOperation[]> {
  const operations: LevelOperation[] = [];
  for (const [key] of await entriesOf(level, under(expiryPrefix(TableName)))) operations.push({ type: "del", key });
  if (attribute === undefined) return operations;
  const prefix = itemPrefix(TableName);
  await walk(level, under(prefix), (key, json) => {
    const seconds = secondsOf(JSON.parse(json), attribute);
    if (seconds !== undefined) operations.push({ type: "put", key: expiryKey(TableName, seconds, key.slice(prefix.length)), value: "" });
    return true;
  });
  return operations;
}
