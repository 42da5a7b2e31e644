import { type AttributeMap, sameItem } from "./attributes.ts";
import type { IndexDescription, KeyElement, TableDescription } from "./table-description.ts";

export type IndexKind = "GlobalSecondaryIndexes" | "LocalSecondaryIndexes";
type IndexEntry = { readonly key: string; readonly item: AttributeMap };

/** What one write does to one index. Both sides undefined, or the same: nothing. */
export type IndexChange = {
  readonly kind: IndexKind;
  readonly name: string;
  readonly before: IndexEntry | undefined;
  readonly after: IndexEntry | undefined;
};

const KINDS: readonly IndexKind[] = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"];

type KeyOf = (item: AttributeMap, table: TableDescription, schema: readonly KeyElement[]) => string;
type Sides = { readonly before: AttributeMap | undefined; readonly after: AttributeMap | undefined };

/** The indexes that change when an item goes from `before` to `after`; entries that stay as they are are left out. */
export function indexChanges(table: TableDescription, { before, after }: Sides, keyOf: KeyOf): readonly IndexChange[] {
  return KINDS.flatMap((kind) =>
    (table[kind] ?? []).flatMap((index) => {
      const change = {
        kind,
        name: index.IndexName,
        before: entryOf(table, index, before, keyOf),
        after: entryOf(table, index, after, keyOf),
      };
      return isNothing(change) ? [] : [change];
    }),
  );
}

function isNothing({ before, after }: IndexChange): boolean {
  if (before === undefined || after === undefined) return before === after;
  return before.key === after.key && sameItem(before.item, after.item);
}

/** An item without all key attributes of an index has no entry there. */
function entryOf(table: TableDescription, index: IndexDescription, item: AttributeMap | undefined, keyOf: KeyOf): IndexEntry | undefined {
  if (!item || index.KeySchema.some(({ AttributeName }) => item[AttributeName] === undefined)) return undefined;
  return { key: keyOf(item, table, index.KeySchema), item: projected(table, index, item) };
}

function projected(table: TableDescription, index: IndexDescription, item: AttributeMap): AttributeMap {
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection;
  if (ProjectionType === "ALL") return item;
  const names = new Set([...[...index.KeySchema, ...table.KeySchema].map(({ AttributeName }) => AttributeName), ...NonKeyAttributes]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

/** Where an item has an empty index key, which may be absent but not empty. */
export function emptyIndexKey(table: TableDescription, item: AttributeMap): EmptyIndexKey | undefined {
  for (const kind of KINDS)
    for (const { IndexName, KeySchema } of table[kind] ?? [])
      for (const { AttributeName } of KeySchema) {
        const value = item[AttributeName];
        if (value?.S === "") return { index: IndexName, attribute: AttributeName, type: "string" };
        if (value?.B === "") return { index: IndexName, attribute: AttributeName, type: "binary" };
      }
  return undefined;
}

export type EmptyIndexKey = { readonly index: string; readonly attribute: string; readonly type: "string" | "binary" };
