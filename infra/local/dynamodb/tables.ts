import * as z from "zod";
import type { ActionStore, Callback, Dynalite } from "./dynalite.ts";
import { fault } from "./engine-fault.ts";
import { ITEM_BYTES_MAX } from "./item-size.ts";
import { expiryPrefix, indexPrefix, itemPrefix, tableKey, tablePrefix, timeToLiveKey, timeToLivePrefix, under } from "./keys.ts";
import { entriesOf, type Level, type LevelOperation } from "./level.ts";
import { TableDescription } from "./table-description.ts";

/** The tables of one engine, held in memory and written through. */
export type Tables = {
  /** Throws ResourceNotFoundException. */
  get(name: string): TableDescription;
  names(): readonly string[];
  /** The attribute that says when items of a table expire, where that is switched on. */
  timeToLiveAttribute(name: string): string | undefined;
  create(request: Record<string, unknown>): Promise<TableDescription>;
  delete(name: string): Promise<TableDescription>;
  /** Stores the setting together with `operations`. */
  setTimeToLive(name: string, attribute: string | undefined, operations: readonly LevelOperation[]): Promise<void>;
};

const ACCOUNT = "000000000000";
const REGION = "eu-west-3";

/** Reads the tables of a store. Throws when one cannot be understood. */
export async function openTables(level: Level, dynalite: Dynalite, now: () => Date): Promise<Tables> {
  const tables = new Map<string, TableDescription>();
  for (const [key, json] of await entriesOf(level, under(tablePrefix)))
    tables.set(key.slice(tablePrefix.length), TableDescription.parse(JSON.parse(json)));
  const expiring = new Map<string, string>();
  for (const [key, attribute] of await entriesOf(level, under(timeToLivePrefix)))
    expiring.set(key.slice(timeToLivePrefix.length), attribute);
  const get = (name: string): TableDescription => {
    const table = tables.get(name);
    if (!table) throw fault("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
    return table;
  };
  return {
    get,
    names: () => [...tables.keys()].sort(),
    timeToLiveAttribute: (name) => expiring.get(name),
    async create(request) {
      const table = describe(dynalite, request, tables, now());
      await level.batch([{ type: "put", key: tableKey(table.TableName), value: JSON.stringify(table) }]);
      tables.set(table.TableName, table);
      return table;
    },
    async delete(name) {
      const table = get(name);
      tables.delete(name);
      expiring.delete(name);
      await level.batch(await everythingOf(level, table));
      return table;
    },
    async setTimeToLive(name, attribute, operations) {
      const key = timeToLiveKey(name);
      await level.batch([...operations, attribute === undefined ? { type: "del", key } : { type: "put", key, value: attribute }]);
      if (attribute === undefined) expiring.delete(name);
      else expiring.set(name, attribute);
    },
  };
}

const New = z.object({ TableDescription: z.looseObject({ GlobalSecondaryIndexes: z.array(z.looseObject({})).exactOptional() }) });
const Streamed = z.object({
  StreamSpecification: z.object({ StreamEnabled: z.boolean(), StreamViewType: z.string().exactOptional() }).exactOptional(),
});

/** A new table, ready at once: dynalite's own action describes it. Throws an EngineFault. */
function describe(
  dynalite: Dynalite,
  request: Record<string, unknown>,
  tables: ReadonlyMap<string, TableDescription>,
  now: Date,
): TableDescription {
  const input = dynalite.check("createTable", { ...request }, inertStore);
  const existing = tables.get(input.TableName);
  if (existing) throw fault("ResourceInUseException", `Table already exists: ${input.TableName}`);
  const { GlobalSecondaryIndexes: indexes, ...described } = structuredClone(
    New.parse(dynalite.act("createTable", inertStore, input)).TableDescription,
  );
  const { StreamSpecification } = Streamed.parse(request);
  const createdAt = now.getTime() / 1000;
  return TableDescription.parse({
    ...described,
    CreationDateTime: createdAt,
    TableStatus: "ACTIVE",
    ...(indexes && { GlobalSecondaryIndexes: indexes.map((index) => ({ ...index, IndexStatus: "ACTIVE" })) }),
    ...(StreamSpecification?.StreamEnabled && {
      StreamSpecification,
      LatestStreamArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${input.TableName}/stream/${now.toISOString()}`,
      LatestStreamLabel: now.toISOString(),
    }),
  });
}

async function everythingOf(level: Level, table: TableDescription): Promise<readonly LevelOperation[]> {
  const { TableName: name, GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = table;
  const indexes = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map(({ IndexName }) => indexPrefix(name, IndexName));
  const keys = [tableKey(name), timeToLiveKey(name)];
  for (const prefix of [itemPrefix(name), expiryPrefix(name), ...indexes])
    keys.push(...(await entriesOf(level, under(prefix))).map(([key]) => key));
  return keys.map((key) => ({ type: "del", key }));
}

const absent = (_key: string, callback: Callback): void => callback(null);
const done = (_key: string, _value: unknown, callback: Callback): void => callback(null);
const emptyStore = { lock: (_key: string, run: (release: (callback: Callback) => Callback) => void) => run((callback) => callback) };

/** A store for dynalite's actions that has nothing and keeps nothing. */
export const inertStore: ActionStore = {
  options: { maxItemSize: ITEM_BYTES_MAX, createTableMs: 0 },
  getTable: (name) => {
    throw new Error(`the table ${name} was not given to this action`);
  },
  getItemDb: () => ({ ...emptyStore, get: absent, put: done, del: absent }),
  tableDb: { ...emptyStore, get: absent, put: done, del: absent, awsAccountId: ACCOUNT, awsRegion: REGION },
  change: () => undefined,
};
