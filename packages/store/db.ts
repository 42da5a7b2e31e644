import { randomUUID } from "node:crypto";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DeleteCommand,
  type DeleteCommandInput,
  type DynamoDBDocumentClient,
  GetCommand,
  type GetCommandInput,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { assertInside, type Scope } from "./guard.ts";
import { counted, estimateCancelled, type Meter, record } from "./meter.ts";

export type Item = Record<string, unknown>;
export type Key = { readonly pk: string; readonly sk: string };
export type Action = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];
export type Outcome = { readonly done: true } | { readonly done: false; readonly failed: readonly number[] };
export type Query = Omit<QueryCommandInput, "TableName">;
/** Parameters as ElectroDB builds them or as a repository writes them; the table's name is set here. */
type Bare<Input extends { TableName: string | undefined }> = Omit<Input, "TableName">;

/** The table, seen from one scope: every command is checked against it, counted, and sent. */
export type Db = {
  readonly scope: Scope;
  get(params: Bare<GetCommandInput>): Promise<Item | undefined>;
  query(params: Query): Promise<{ readonly items: readonly Item[]; readonly next: Item | undefined }>;
  put(params: Bare<PutCommandInput>): Promise<Outcome>;
  update(params: Bare<UpdateCommandInput>): Promise<Outcome & { readonly attributes?: Item }>;
  delete(params: Bare<DeleteCommandInput>): Promise<Outcome>;
  /** Items of any number of keys, `BATCH_GET_MAX` a call, in any order, missing ones left out. Strongly consistent. */
  batchGet(keys: readonly Key[]): Promise<readonly Item[]>;
  /**
   * All or nothing. `failed` lists the actions whose condition did not hold. A token makes a retried call harmless for 10 minutes; without one a
   * call has its own, the same for all its tries, so that a try whose reply was lost is never taken for somebody else's change.
   */
  transact(actions: readonly Action[], token?: string): Promise<Outcome>;
};

export const TRANSACTION_ACTIONS_MAX = 100;
export const BATCH_GET_MAX = 100;
const CONFLICT_ATTEMPTS_MAX = 6;
const BATCH_ATTEMPTS_MAX = 8;
const DONE: Outcome = { done: true };

/** Binds the table to a scope. `client` is shared and warm; the handle is cheap and lives for one request. */
export function db(client: DynamoDBDocumentClient, table: string, scope: Scope, meter: Meter): Db {
  const common = { TableName: table, ReturnConsumedCapacity: "TOTAL" } as const;
  const inside = (leadingKeys: readonly unknown[]): void => {
    assertInside(scope, leadingKeys);
    meter.checked += leadingKeys.length;
  };
  return {
    scope,
    async get(params) {
      inside([params.Key?.["pk"]]);
      const { Item, ConsumedCapacity } = await counted(meter, () => client.send(new GetCommand({ ...params, ...common })));
      record(meter, "read", ConsumedCapacity);
      return Item;
    },
    async query(params) {
      inside([partitionOf(params)]);
      const { Items, LastEvaluatedKey, ConsumedCapacity } = await counted(meter, () =>
        client.send(new QueryCommand({ ...params, ...common })),
      );
      record(meter, "read", ConsumedCapacity);
      return { items: Items ?? [], next: LastEvaluatedKey };
    },
    ...singleWrites({ client, common, inside, meter }),
    batchGet: (keys) => batchGet(client, table, scope, meter, keys),
    transact: (actions, token) => transact(client, table, scope, meter, actions, token),
  };
}

type Bound = {
  readonly client: DynamoDBDocumentClient;
  readonly common: { readonly TableName: string; readonly ReturnConsumedCapacity: "TOTAL" };
  /** Throws ForeignPartition unless these leading keys lie inside the scope. */
  readonly inside: (leadingKeys: readonly unknown[]) => void;
  readonly meter: Meter;
};

/** Writes of one item. A condition that does not hold is an outcome, not an error. */
function singleWrites({ client, common, inside, meter }: Bound): Pick<Db, "put" | "update" | "delete"> {
  return {
    async put(params) {
      inside(leadingKeysOf(params.Item));
      return conditional(async () => {
        record(meter, "write", (await counted(meter, () => client.send(new PutCommand({ ...params, ...common })))).ConsumedCapacity, 1);
        return DONE;
      });
    },
    async update(params) {
      inside([params.Key?.["pk"], ...indexKeysOf(params)]);
      return conditional(async () => {
        const { Attributes, ConsumedCapacity } = await counted(meter, () => client.send(new UpdateCommand({ ...params, ...common })));
        record(meter, "write", ConsumedCapacity, 1);
        return Attributes ? { done: true, attributes: Attributes } : DONE;
      });
    },
    async delete(params) {
      inside([params.Key?.["pk"]]);
      return conditional(async () => {
        record(meter, "write", (await counted(meter, () => client.send(new DeleteCommand({ ...params, ...common })))).ConsumedCapacity, 1);
        return DONE;
      });
    },
  };
}

async function batchGet(
  client: DynamoDBDocumentClient,
  table: string,
  scope: Scope,
  meter: Meter,
  keys: readonly Key[],
): Promise<readonly Item[]> {
  if (keys.length === 0) return [];
  assertInside(
    scope,
    keys.map(({ pk }) => pk),
  );
  meter.checked += keys.length;
  const items: Item[] = [];
  for (let at = 0; at < keys.length; at += BATCH_GET_MAX)
    items.push(...(await fewItems(client, table, meter, keys.slice(at, at + BATCH_GET_MAX))));
  return items;
}

async function fewItems(client: DynamoDBDocumentClient, table: string, meter: Meter, keys: readonly Key[]): Promise<readonly Item[]> {
  const items: Item[] = [];
  let Keys: Item[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  for (let attempt = 1; Keys.length > 0; attempt += 1) {
    if (attempt > BATCH_ATTEMPTS_MAX) throw new Error("the table left keys unread");
    if (attempt > 1) await pause(attempt);
    const request = { RequestItems: { [table]: { Keys, ConsistentRead: true } }, ReturnConsumedCapacity: "TOTAL" } as const;
    const { Responses, UnprocessedKeys, ConsumedCapacity } = await counted(meter, () => client.send(new BatchGetCommand(request)));
    record(meter, "read", ConsumedCapacity);
    items.push(...(Responses?.[table] ?? []));
    Keys = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return items;
}

async function transact(
  client: DynamoDBDocumentClient,
  table: string,
  scope: Scope,
  meter: Meter,
  actions: readonly Action[],
  token: string = randomUUID(),
): Promise<Outcome> {
  assertActionsInside(scope, actions);
  meter.checked += actions.length;
  const TransactItems = actions.map((action) => named(action, table));
  for (let attempt = 1; ; attempt += 1) {
    try {
      meter.transactions += 1;
      const input = { TransactItems, ReturnConsumedCapacity: "TOTAL", ClientRequestToken: token } as const;
      record(meter, "write", (await counted(meter, () => client.send(new TransactWriteCommand(input)))).ConsumedCapacity, actions.length);
      return DONE;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      estimateCancelled(meter, actions.length);
      const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
      const failed = codes.flatMap((code, index) => (code === "ConditionalCheckFailed" ? [index] : []));
      if (failed.length > 0) return { done: false, failed };
      if (attempt >= CONFLICT_ATTEMPTS_MAX || !codes.some((code) => RETRIED.has(code ?? ""))) throw error;
      await pause(attempt);
    }
  }
}

const RETRIED = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

/** Full jitter, so that two losers of a conflict do not meet again. */
const pause = (attempt: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(500, 10 * 2 ** attempt)));

async function conditional<Result>(
  run: () => Promise<Result>,
): Promise<Result | { readonly done: false; readonly failed: readonly number[] }> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") return { done: false, failed: [0] };
    throw error;
  }
}

/** The partition a query names: its key condition must start with `#pk = :pk`, so that the guard reads what the table will read. */
function partitionOf({ KeyConditionExpression = "", ExpressionAttributeNames, ExpressionAttributeValues }: Query): unknown {
  const isPartition = /^#pk = :pk(?: and | AND |$)/.test(KeyConditionExpression) && /pk$/.test(ExpressionAttributeNames?.["#pk"] ?? "");
  return isPartition ? ExpressionAttributeValues?.[":pk"] : undefined;
}

/** Partition keys an item carries: its own and those of its index entries. */
const leadingKeysOf = (item: Item | undefined): unknown[] =>
  Object.entries(item ?? {}).flatMap(([name, value]) => (/^(gsi\d)?pk$/.test(name) ? [value] : []));

/** Index partition keys an update sets. */
function indexKeysOf({
  ExpressionAttributeNames = {},
  ExpressionAttributeValues = {},
  UpdateExpression = "",
}: Partial<UpdateCommandInput>): unknown[] {
  return Object.entries(ExpressionAttributeNames).flatMap(([placeholder, name]) => {
    if (!/^gsi\dpk$/.test(name)) return [];
    const value = new RegExp(`${placeholder} = (:\\w+)`).exec(UpdateExpression)?.[1];
    return value === undefined ? [] : [ExpressionAttributeValues[value]];
  });
}

/** Throws ForeignPartition unless every action stays inside the scope. */
export function assertActionsInside(scope: Scope, actions: readonly Action[]): void {
  for (const action of actions) assertInside(scope, actionKeys(action));
}

function actionKeys({ Put, Update, Delete, ConditionCheck }: Action): unknown[] {
  if (Put) return leadingKeysOf(Put.Item);
  if (Update) return [Update.Key?.["pk"], ...indexKeysOf(Update)];
  return [(Delete ?? ConditionCheck)?.Key?.["pk"]];
}

function named(action: Action, TableName: string): Action {
  if (action.Put) return { Put: { ...action.Put, TableName } };
  if (action.Update) return { Update: { ...action.Update, TableName } };
  if (action.Delete) return { Delete: { ...action.Delete, TableName } };
  return action.ConditionCheck ? { ConditionCheck: { ...action.ConditionCheck, TableName } } : action;
}
