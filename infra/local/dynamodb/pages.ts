import type { AttributeMap } from "./attributes.ts";
import { consumedCapacity, detailOf, readUnits } from "./capacity.ts";
import { type Checked, PagePlan } from "./checked-request.ts";
import { type Core, readOld } from "./commit.ts";
import { holds } from "./conditions.ts";
import type { ActionStore } from "./dynalite.ts";
import { itemSize } from "./item-size.ts";
import { indexPrefix, itemPrefix, under } from "./keys.ts";
import { type LevelRange, type Snapshot, walk } from "./level.ts";
import { inertStore } from "./tables.ts";

/** A page ends with the item that fills it. */
const PAGE_BYTES_MAX = 1024 * 1024;

/**
 * Query or Scan: one page. Its items are counted, and paid for, before the filter. With `indexesAsOf` an index answers as it was
 * at that moment. Throws an EngineFault.
 */
export async function readPage(
  core: Core,
  action: "query" | "scan",
  request: Record<string, unknown>,
  indexesAsOf?: Snapshot,
): Promise<Record<string, unknown>> {
  const { ReturnConsumedCapacity: reported, ...rest } = request;
  const plan = planOf(core, action, rest);
  const { items, bytes, indexBytes, full } = await scanned(core, plan, indexesAsOf);
  const kept = items.filter((item) => passes(core, plan.input, item));
  const paths = plan.input._projection?.paths ?? plan.input.AttributesToGet;
  const last = full ? items.at(-1) : undefined;
  const detail = detailOf(reported);
  return {
    Count: kept.length,
    ScannedCount: items.length,
    ...(plan.input.Select !== "COUNT" && { Items: paths ? kept.map((item) => core.dynalite.database.mapPaths(paths, item)) : kept }),
    ...(last && { LastEvaluatedKey: Object.fromEntries(plan.startKeyNames.map((name) => [name, last[name]])) }),
    ...(detail && { ConsumedCapacity: consumedCapacity(plan.table.TableName, unitsOf(plan, bytes, indexBytes), detail) }),
  };
}

/** dynalite's own action validates the request and says where to read. */
function planOf({ dynalite, tables }: Core, action: "query" | "scan", request: Record<string, unknown>): PagePlan {
  const input = dynalite.check(action, request, inertStore);
  const table = tables.get(input.TableName);
  const store: ActionStore = {
    ...inertStore,
    getTable: (_name, statusOrCallback, callback) => (typeof statusOrCallback === "function" ? statusOrCallback : callback)?.(null, table),
  };
  return PagePlan.parse(dynalite.act(action, store, input));
}

type Scanned = { readonly items: readonly AttributeMap[]; readonly bytes: number; readonly indexBytes: number; readonly full: boolean };

async function scanned(core: Core, plan: PagePlan, indexesAsOf?: Snapshot): Promise<Scanned> {
  const { Limit = Number.POSITIVE_INFINITY, IndexName } = plan.input;
  const items: AttributeMap[] = [];
  const read = { page: 0, table: 0, index: 0 };
  const limit = Number.isFinite(Limit) ? Limit : -1;
  await walk(
    core.level,
    { ...rangeOf(plan), limit, ...(indexesAsOf && IndexName !== undefined && { snapshot: indexesAsOf }) },
    (_key, json) => {
      const entry: AttributeMap = JSON.parse(json);
      const size = itemSize(entry);
      if (IndexName === undefined) read.table += size;
      else read.index += size;
      read.page += size;
      items.push(plan.fetchFromTable ? fetched(core, plan, entry, read) : entry);
      return items.length < Limit && read.page < PAGE_BYTES_MAX;
    },
  );
  return { items, bytes: read.table, indexBytes: read.index, full: items.length >= Limit || read.page >= PAGE_BYTES_MAX };
}

/** A local index that was asked for more than it holds reads the item itself. */
function fetched(core: Core, { table }: PagePlan, entry: AttributeMap, read: { table: number }): AttributeMap {
  const { item } = readOld(core, itemPrefix(table.TableName) + core.dynalite.database.createKey(entry, table));
  read.table += item ? itemSize(item) : 0;
  return item ?? entry;
}

function rangeOf({ table, input, range }: PagePlan): LevelRange {
  const prefix = input.IndexName === undefined ? itemPrefix(table.TableName) : indexPrefix(table.TableName, input.IndexName);
  const all = under(prefix);
  return {
    ...(range.gt !== undefined ? { gt: prefix + range.gt } : { gte: prefix + (range.gte ?? "") }),
    ...(range.lte !== undefined ? { lte: prefix + range.lte } : { lt: range.lt === undefined ? all.lt : prefix + range.lt }),
    reverse: range.reverse === true,
  };
}

function passes(
  { dynalite: { database } }: Core,
  { _filter, QueryFilter, ScanFilter, ConditionalOperator }: Checked,
  item: AttributeMap,
): boolean {
  if (_filter) return holds(database, _filter.expression, item);
  const filter = QueryFilter ?? ScanFilter;
  return filter === undefined || database.matchesFilter(item, filter, ConditionalOperator);
}

function unitsOf({ input, isLocal, fetchFromTable }: PagePlan, bytes: number, indexBytes: number) {
  const consistent = input.ConsistentRead === true;
  if (input.IndexName === undefined) return { table: readUnits(bytes, consistent), indexes: [] };
  const kind = isLocal ? ("LocalSecondaryIndexes" as const) : ("GlobalSecondaryIndexes" as const);
  return {
    table: fetchFromTable ? readUnits(bytes, consistent) : 0,
    indexes: [{ kind, name: input.IndexName, units: readUnits(indexBytes, consistent) }],
  };
}
