import type { AttributeMap } from "./attributes.ts";
import type { IndexChange, IndexKind } from "./index-entries.ts";
import { itemSize } from "./item-size.ts";

const WRITE_BLOCK_BYTES = 1024;
const READ_BLOCK_BYTES = 4096;
/** A transactional read or write of a block costs the preparation and the commit. */
const TRANSACTIONAL = 2;

/** Capacity units, where they were consumed. */
export type Units = { readonly table: number; readonly indexes: readonly IndexUnits[] };
type IndexUnits = { readonly kind: IndexKind; readonly name: string; readonly units: number };

const blocks = (bytes: number, block: number): number => Math.max(1, Math.ceil(bytes / block));
const sizeOf = (item: AttributeMap | undefined): number => (item ? itemSize(item) : 0);
const writeBlocks = (before: AttributeMap | undefined, after: AttributeMap | undefined): number =>
  blocks(Math.max(sizeOf(before), sizeOf(after)), WRITE_BLOCK_BYTES);

type Written = {
  readonly before: AttributeMap | undefined;
  readonly after: AttributeMap | undefined;
  readonly indexes: readonly IndexChange[];
};

/** A write costs a unit per KB begun of the larger of the old and the new item, and the same for every index entry it touches. */
export const writeUnits = ({ before, after, indexes }: Written): Units => ({
  table: writeBlocks(before, after),
  indexes: indexes.map((change) => ({ kind: change.kind, name: change.name, units: indexWriteUnits(change) })),
});

/** The same inside a transaction: twice for the table; indexes follow later, at the plain price. */
export function transactionalWriteUnits(written: Written): Units {
  const units = writeUnits(written);
  return { ...units, table: TRANSACTIONAL * units.table };
}

/** An entry whose key moved is deleted and put. */
function indexWriteUnits({ before, after }: IndexChange): number {
  if (before && after && before.key === after.key) return writeBlocks(before.item, after.item);
  return (before ? writeBlocks(before.item, undefined) : 0) + (after ? writeBlocks(undefined, after.item) : 0);
}

/** Reading `bytes`: a unit per 4 KB begun, half when eventually consistent; finding nothing costs the same as finding little. */
export const readUnits = (bytes: number, consistent: boolean): number => blocks(bytes, READ_BLOCK_BYTES) * (consistent ? 1 : 0.5);
export const transactionalReadUnits = (item: AttributeMap | undefined): number => TRANSACTIONAL * blocks(sizeOf(item), READ_BLOCK_BYTES);
export const itemReadUnits = (item: AttributeMap | undefined, consistent: boolean): number => readUnits(sizeOf(item), consistent);

function totalUnits(parts: readonly Units[]): Units {
  const indexes = new Map<string, IndexUnits>();
  for (const part of parts.flatMap((units) => units.indexes))
    indexes.set(part.name, { ...part, units: part.units + (indexes.get(part.name)?.units ?? 0) });
  return { table: parts.reduce((sum, { table }) => sum + table, 0), indexes: [...indexes.values()] };
}

/** Transactions say which kind of units they report, other operations do not. */
export type UnitsName = "WriteCapacityUnits" | "ReadCapacityUnits";
type CapacityDetail = "TOTAL" | "INDEXES";

/** What the request asked to be told; undefined is nothing. */
export const detailOf = (asked: unknown): CapacityDetail | undefined => (asked === "TOTAL" || asked === "INDEXES" ? asked : undefined);

/** The `ConsumedCapacity` of one table. */
export function consumedCapacity(TableName: string, units: Units, detail: CapacityDetail, named?: UnitsName): Record<string, unknown> {
  const capacity = (amount: number) => ({ ...(named && { [named]: amount }), CapacityUnits: amount });
  const total = units.indexes.reduce((sum, index) => sum + index.units, units.table);
  if (detail === "TOTAL") return { TableName, ...capacity(total) };
  const indexesOf = (kind: IndexKind) => {
    const found = units.indexes.filter((index) => index.kind === kind).map((index) => [index.name, capacity(index.units)]);
    return found.length > 0 ? { [kind]: Object.fromEntries(found) } : {};
  };
  return {
    TableName,
    ...capacity(total),
    Table: capacity(units.table),
    ...indexesOf("GlobalSecondaryIndexes"),
    ...indexesOf("LocalSecondaryIndexes"),
  };
}

/** Units one action consumed on one table. */
export type TableUnits = readonly [table: string, units: Units];

/** The `ConsumedCapacity` of an operation on several tables, in the order they first appear. */
export function capacityByTable(units: readonly TableUnits[], detail: CapacityDetail, named?: UnitsName): readonly unknown[] {
  const tables = new Map<string, Units[]>();
  for (const [table, part] of units) tables.set(table, [...(tables.get(table) ?? []), part]);
  return [...tables].map(([table, parts]) => consumedCapacity(table, totalUnits(parts), detail, named));
}
