import type { AttributeMap } from "./attributes.ts";
import type { KeyElement, TableDescription } from "./table-description.ts";

type Described = Pick<TableDescription, "KeySchema" | "AttributeDefinitions">;

const PARTITIONS_REMEMBERED_MAX = 4096;

/**
 * Keys in the layout dynalite's queries read: hash of the partition / partition / sort key. The hash is remembered, because
 * partitions repeat. An index key ends with the whole table key, so that no two entries can ever share one.
 */
export function storeKeys(hashOf: (value: string, type: string) => string, sortableOf: (value: string, type: string) => string) {
  const partitions = new Map<string, string>();
  const partition = (value: string, type: string): string => {
    const name = `${type}${value}`;
    const known = partitions.get(name);
    if (known !== undefined) return known;
    if (partitions.size >= PARTITIONS_REMEMBERED_MAX) partitions.clear();
    const made = `${hashOf(value, type)}/${sortableOf(value, type)}/`;
    partitions.set(name, made);
    return made;
  };
  const keyOf = (item: AttributeMap, table: Described, schema: readonly KeyElement[] = table.KeySchema): string => {
    let key = "";
    for (const { AttributeName } of schema) {
      const type = typeOf(table, AttributeName);
      const value = scalar(item, AttributeName, type);
      key += key === "" ? partition(value, type) : `${sortableOf(value, type)}/`;
    }
    return key;
  };
  const indexKeyOf = (item: AttributeMap, table: Described, schema: readonly KeyElement[]): string =>
    keyOf(item, table, schema) + keyOf(item, table);
  return { keyOf, indexKeyOf };
}

type ScalarType = "S" | "N" | "B";

/** The declared type of a key attribute. */
function typeOf(table: Described, name: string): ScalarType {
  const type = table.AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  return type === "N" || type === "B" ? type : "S";
}

function scalar(item: AttributeMap, name: string, type: ScalarType): string {
  const value = item[name]?.[type];
  if (value === undefined) throw new Error(`the key attribute ${name} is missing: keys are validated before`);
  return value;
}
