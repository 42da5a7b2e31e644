import type { AttributeMap } from "./attributes.ts";
import type { Checked } from "./checked-request.ts";
import { holds } from "./conditions.ts";
import type { ActionStore, Dynalite } from "./dynalite.ts";
import { asFault } from "./dynalite.ts";
import { type EngineFault, fault, validationFault } from "./engine-fault.ts";
import { type EmptyIndexKey, emptyIndexKey, type IndexChange, indexChanges } from "./index-entries.ts";
import { ITEM_BYTES_MAX, itemSize } from "./item-size.ts";
import { itemPrefix } from "./keys.ts";
import type { TableDescription } from "./table-description.ts";
import { inertStore, type Tables } from "./tables.ts";

export type WriteAction = "putItem" | "updateItem" | "deleteItem";

/** One write of one item, validated but not yet decided. */
export type ItemWrite = {
  readonly action: WriteAction;
  readonly input: Checked;
  readonly table: TableDescription;
  readonly key: AttributeMap;
  /** The item's key inside its table, and in the whole store. */
  readonly itemKey: string;
  readonly storeKey: string;
  /** The failed condition's answer carries the item. */
  readonly tellsOldItem: boolean;
};

/** What a decided write changes. */
export type Change = {
  readonly table: TableDescription;
  readonly key: AttributeMap;
  readonly itemKey: string;
  readonly storeKey: string;
  readonly before: AttributeMap | undefined;
  readonly beforeJson: string | undefined;
  readonly after: AttributeMap | undefined;
  readonly indexes: readonly IndexChange[];
};

export type Context = { readonly dynalite: Dynalite; readonly tables: Tables };

/** Parses and validates a put, update or delete. Throws an EngineFault. */
export function prepareWrite({ dynalite, tables }: Context, action: WriteAction, request: Record<string, unknown>): ItemWrite {
  const { ReturnValuesOnConditionCheckFailure: told = "NONE", ReturnConsumedCapacity: _reported, ...rest } = request;
  if (told !== "ALL_OLD" && told !== "NONE") throw unknownReturn(String(told));
  const input = dynalite.check(action, rest, inertStore);
  const table = tables.get(input.TableName);
  const subject = input.Item ?? input.Key ?? {};
  const invalid = input.Item ? dynalite.database.validateItem(subject, table) : dynalite.database.validateKey(subject, table);
  if (invalid) throw asFault(invalid) ?? invalid;
  const itemKey = dynalite.database.createKey(subject, table);
  return {
    action,
    input,
    table,
    key: keyAttributes(table, subject),
    itemKey,
    storeKey: itemPrefix(table.TableName) + itemKey,
    tellsOldItem: told === "ALL_OLD",
  };
}

const unknownReturn = (told: string): EngineFault =>
  validationFault(
    `1 validation error detected: Value '${told}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: ` +
      "Member must satisfy enum value set: [ALL_OLD, NONE]",
  );

/** The failed condition, or nothing. */
export function failedCondition({ dynalite }: Context, write: ItemWrite, before: AttributeMap | undefined): EngineFault | undefined {
  if (conditionHolds(dynalite, write.input, before)) return undefined;
  return fault("ConditionalCheckFailedException", "The conditional request failed", write.tellsOldItem && before ? { Item: before } : {});
}

function conditionHolds({ database }: Dynalite, input: Checked, before: AttributeMap | undefined): boolean {
  if (input._condition) return holds(database, input._condition.expression, before ?? {});
  return !database.checkConditional(input, before);
}

export type Old = { readonly item: AttributeMap | undefined; readonly json: string | undefined };

/** Lets dynalite's own action decide what becomes of the item; nothing is stored. The condition was looked at before. Throws an EngineFault. */
export function decide({ dynalite }: Context, write: ItemWrite, old: Old): { readonly change: Change; readonly attributes: unknown } {
  const { _condition, Expected, ...unconditional } = write.input;
  const decided: { after?: AttributeMap } = {};
  const { Attributes } = dynalite.act(write.action, bufferOver(write, old, decided), unconditional);
  const { table, key, itemKey, storeKey } = write;
  const sides = { before: old.item, after: decided.after };
  const indexes = indexChanges(table, sides, dynalite.database.createIndexKey);
  return { change: { table, key, itemKey, storeKey, ...sides, beforeJson: old.json, indexes }, attributes: Attributes };
}

/** A store that holds one item, and keeps what is put. */
function bufferOver({ action, table }: ItemWrite, old: Old, decided: { after?: AttributeMap }): ActionStore {
  return {
    ...inertStore,
    getTable: (_name, statusOrCallback, callback) => (typeof statusOrCallback === "function" ? statusOrCallback : callback)?.(null, table),
    getItemDb: () => ({
      lock: (_key, run) => run((callback) => callback),
      get: (_key, callback) => callback(null, old.item),
      put: (_key, value, callback) => {
        decided.after = value;
        callback(null);
      },
      del: (_key, callback) => callback(null),
    }),
    change: (_table, _before, after) => after && (tooLarge(action, after) ?? emptyKey(action, emptyIndexKey(table, after))),
  };
}

const tooLarge = (action: WriteAction, item: AttributeMap): EngineFault | undefined =>
  itemSize(item) > ITEM_BYTES_MAX
    ? validationFault(`Item size ${action === "updateItem" ? "to update " : ""}has exceeded the maximum allowed size`)
    : undefined;

function emptyKey(action: WriteAction, found: EmptyIndexKey | undefined): EngineFault | undefined {
  if (!found) return undefined;
  const { index, attribute, type } = found;
  const what =
    action === "updateItem"
      ? "The update expression attempted to update a secondary index key to a value that is not supported."
      : "A value specified for a secondary index key is not supported.";
  const where = action === "updateItem" ? "" : ` IndexName: ${index}, IndexKey: ${attribute}`;
  return validationFault(
    `One or more parameter values are not valid. ${what} The AttributeValue for a key attribute cannot contain an empty ${type} value.${where}`,
  );
}

export const keyAttributes = (table: TableDescription, item: AttributeMap): AttributeMap =>
  Object.fromEntries(table.KeySchema.flatMap(({ AttributeName }) => Object.entries({ [AttributeName]: item[AttributeName] ?? {} })));
