import { sameItem } from "./attributes.ts";
import type { Change, Context, Old } from "./item-write.ts";
import { indexPrefix } from "./keys.ts";
import type { Level, LevelOperation } from "./level.ts";
import type { StreamWriter } from "./stream.ts";
import { expiryOperations } from "./time-to-live.ts";

/** Everything a write needs. */
export type Core = Context & {
  readonly level: Level;
  readonly stream: StreamWriter;
  readonly now: () => Date;
  /** Runs one write at a time, in the order of the calls. */
  readonly serially: <Result>(run: () => Promise<Result>) => Promise<Result>;
};

export function readOld({ level }: Core, storeKey: string): Old {
  const json = level.getSync(storeKey);
  return { json, item: json === undefined ? undefined : JSON.parse(json) };
}

/** Stores changes, their index entries, stream records and whatever else is given as ONE atomic batch. */
export async function commit(core: Core, changes: readonly Change[], more: readonly LevelOperation[] = []): Promise<void> {
  const records = core.stream.operationsFor(changes);
  const operations = [...changes.flatMap((change) => operationsOf(core, change)), ...records, ...more];
  if (operations.length > 0) await core.level.batch(operations);
  if (records.length > 0) core.stream.announce();
}

function operationsOf({ tables }: Core, change: Change): readonly LevelOperation[] {
  const { table, storeKey: key, before, beforeJson, after, indexes } = change;
  if (!after) return before ? [{ type: "del", key }, ...entryOperations(change, ""), ...expiries()] : [];
  const value = JSON.stringify(after);
  if (before && (value === beforeJson || (value.length === beforeJson?.length && sameItem(before, after)))) return [];
  return [{ type: "put", key, value }, ...(indexes.length > 0 ? entryOperations(change, value) : []), ...expiries()];

  function expiries(): readonly LevelOperation[] {
    return expiryOperations(tables.timeToLiveAttribute(table.TableName), change);
  }
}

/** An entry that holds the whole item shares its text. */
const entryOperations = ({ table, after: item, indexes }: Change, itemJson: string): readonly LevelOperation[] =>
  indexes.flatMap(({ name, before, after }) => {
    const prefix = indexPrefix(table.TableName, name);
    const operations: LevelOperation[] = [];
    if (before && before.key !== after?.key) operations.push({ type: "del", key: prefix + before.key });
    if (after)
      operations.push({ type: "put", key: prefix + after.key, value: after.item === item ? itemJson : JSON.stringify(after.item) });
    return operations;
  });
