import * as z from "zod";
import type { AttributeMap } from "./attributes.ts";
import { capacityByTable, consumedCapacity, detailOf, itemReadUnits, transactionalReadUnits } from "./capacity.ts";
import type { Checked, KeysAndProjection } from "./checked-request.ts";
import { type Core, readOld } from "./commit.ts";
import { asFault } from "./dynalite.ts";
import { validationFault } from "./engine-fault.ts";
import { itemSize } from "./item-size.ts";
import { itemPrefix } from "./keys.ts";
import { inertStore } from "./tables.ts";
import { refuseRepeatedItems, TRANSACTION_ACTIONS_MAX, TRANSACTION_BYTES_MAX } from "./transactions.ts";

type Request = Record<string, unknown>;
type Reply = Record<string, unknown>;

const BATCH_BYTES_MAX = 16 * 1024 * 1024;

/** GetItem. Throws an EngineFault. */
export async function getItem(core: Core, request: Request): Promise<Reply> {
  const detail = detailOf(request.ReturnConsumedCapacity);
  const input = core.dynalite.check("getItem", { ...request }, inertStore);
  const { item } = readOld(core, placeOf(core, input));
  const units = { table: itemReadUnits(item, input.ConsistentRead === true), indexes: [] };
  return {
    ...(item && { Item: projected(core, input, item) }),
    ...(detail && { ConsumedCapacity: consumedCapacity(input.TableName, units, detail) }),
  };
}

type Selection = Pick<Checked, "Key" | "TableName" | "_projection" | "AttributesToGet">;

/** Where an item stands in the store. Throws when its key or the projection does not fit the table. */
function placeOf({ dynalite: { database }, tables }: Core, { TableName, Key = {}, _projection }: Selection): string {
  const table = tables.get(TableName);
  const nested = _projection && "nestedPaths" in _projection ? _projection.nestedPaths : undefined;
  const invalid = database.validateKey(Key, table) ?? database.validateKeyPaths(nested, table);
  if (invalid) throw asFault(invalid) ?? invalid;
  return itemPrefix(table.TableName) + database.createKey(Key, table);
}

function projected({ dynalite }: Core, { _projection, AttributesToGet }: Selection, item: AttributeMap): AttributeMap {
  const paths = _projection?.paths ?? AttributesToGet;
  return paths ? dynalite.database.mapPaths(paths, item) : item;
}

const Requested = z.object({
  RequestItems: z.record(
    z.string(),
    z.custom<KeysAndProjection>((value) => typeof value === "object" && value !== null),
  ),
});

/** BatchGetItem. The answer is in the order of the store, never in that of the request; what exceeds 16 MB is left to a next call. */
export async function batchGetItem(core: Core, request: Request): Promise<Reply> {
  const detail = detailOf(request.ReturnConsumedCapacity);
  const { RequestItems } = Requested.parse(core.dynalite.check("batchGetItem", { ...request }, inertStore));
  const left = { bytes: BATCH_BYTES_MAX };
  const tables = Object.entries(RequestItems).map(([table, selection]) => ({ table, ...readSelection(core, table, selection, left) }));
  const unprocessed = tables.filter(({ unread }) => unread.length > 0);
  const raw = request.RequestItems;
  const asked = (table: string): object => z.record(z.string(), z.looseObject({})).parse(raw)[table] ?? {};
  return {
    Responses: Object.fromEntries(tables.map(({ table, items }) => [table, items])),
    UnprocessedKeys: Object.fromEntries(unprocessed.map(({ table, unread }) => [table, { ...asked(table), Keys: unread }])),
    ...(detail && { ConsumedCapacity: tables.map(({ table, units }) => consumedCapacity(table, { table: units, indexes: [] }, detail)) }),
  };
}

function readSelection(core: Core, TableName: string, selection: KeysAndProjection, left: { bytes: number }) {
  const places = selection.Keys.map((Key) => ({ Key, place: placeOf(core, { ...selection, TableName, Key }) }));
  places.sort((first, second) => (first.place < second.place ? -1 : 1));
  const read: { items: AttributeMap[]; unread: AttributeMap[]; units: number } = { items: [], unread: [], units: 0 };
  for (const { Key, place } of places) {
    if (left.bytes <= 0) {
      read.unread.push(Key);
      continue;
    }
    const { item } = readOld(core, place);
    read.units += itemReadUnits(item, selection.ConsistentRead === true);
    if (!item) continue;
    left.bytes -= itemSize(item);
    read.items.push(projected(core, { ...selection, TableName }, item));
  }
  return read;
}

const Transaction = z.object({
  TransactItems: z
    .array(z.strictObject({ Get: z.record(z.string(), z.unknown()) }))
    .min(1)
    .max(TRANSACTION_ACTIONS_MAX),
  ReturnConsumedCapacity: z.string().exactOptional(),
});

/** TransactGetItems: all items as they were at one moment. To be run between writes. Throws an EngineFault. */
export async function transactGetItems(core: Core, request: unknown): Promise<Reply> {
  const { data } = Transaction.safeParse(request);
  if (!data)
    throw validationFault(
      "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: " +
        `Member must have length less than or equal to ${TRANSACTION_ACTIONS_MAX}`,
    );
  const inputs = data.TransactItems.map(({ Get }) => core.dynalite.check("getItem", { ...Get }, inertStore));
  const places = inputs.map((input) => placeOf(core, input));
  refuseRepeatedItems(places);
  const items = places.map((place) => readOld(core, place).item);
  if (items.reduce((bytes, item) => bytes + (item ? itemSize(item) : 0), 0) > TRANSACTION_BYTES_MAX)
    throw validationFault("The aggregate size of the items in the transaction exceeds 4 MB");
  const detail = detailOf(data.ReturnConsumedCapacity);
  const units = inputs.map(
    ({ TableName }, position) => [TableName, { table: transactionalReadUnits(items[position]), indexes: [] }] as const,
  );
  return {
    Responses: inputs.map((input, position) => {
      const item = items[position];
      return item ? { Item: projected(core, input, item) } : {};
    }),
    ...(detail && { ConsumedCapacity: capacityByTable(units, detail, "ReadCapacityUnits") }),
  };
}
