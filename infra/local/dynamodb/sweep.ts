import { type Core, commit, readOld } from "./commit.ts";
import { decide, type ItemWrite, keyAttributes } from "./item-write.ts";
import { itemPrefix } from "./keys.ts";
import { expiredKeys } from "./time-to-live.ts";

const DELETED_AT_ONCE_MAX = 100;

/** Deletes what has expired, a batch at a time, so that other writes get their turn. Gives the number of items deleted. */
export async function sweep(core: Core): Promise<number> {
  const deleted = { items: 0 };
  for (const name of core.tables.names()) {
    for (;;) {
      const batch = await core.serially(() => sweepBatch(core, name));
      deleted.items += batch;
      if (batch < DELETED_AT_ONCE_MAX) break;
    }
  }
  return deleted.items;
}

async function sweepBatch(core: Core, name: string): Promise<number> {
  if (core.tables.timeToLiveAttribute(name) === undefined) return 0;
  const table = core.tables.get(name);
  const keys = await expiredKeys(core.level, table, core.now(), DELETED_AT_ONCE_MAX);
  const changes = keys.flatMap((itemKey) => {
    const storeKey = itemPrefix(name) + itemKey;
    const old = readOld(core, storeKey);
    if (!old.item) return [];
    const key = keyAttributes(table, old.item);
    const write: ItemWrite = {
      action: "deleteItem",
      input: { TableName: name, Key: key },
      table,
      key,
      itemKey,
      storeKey,
      tellsOldItem: false,
    };
    return [decide(core, write, old).change];
  });
  await commit(core, changes);
  return changes.length;
}
