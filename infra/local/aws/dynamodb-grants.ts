import * as z from "zod";
import type { Grant } from "./aws-error.ts";

const Named = z.looseObject({ TableName: z.string() });
const Requests = z.object({ RequestItems: z.record(z.string(), z.unknown()) });
const Transaction = z.object({ TransactItems: z.array(z.record(z.string(), Named)) });

const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

/**
 * What IAM asks for a DynamoDB call: a transaction needs the right to each of its actions, a batch its own on each table. The leading keys are
 * those of the table, or of the index a query reads. An input without a table asks for "*".
 */
export function dynamodbGrants(operation: string, input: unknown): readonly Grant[] {
  const transaction = has(input, "TransactItems") ? Transaction.safeParse(input) : undefined;
  if (transaction?.success) {
    const parts = transaction.data.TransactItems.flatMap((item) => Object.entries(item));
    return parts.map(([kind, action]) => grant(TRANSACTION_ACTIONS[kind] ?? operation, action.TableName, leadingKeysOf(action)));
  }
  const requests = has(input, "RequestItems") ? Requests.safeParse(input) : undefined;
  if (requests?.success)
    return Object.entries(requests.data.RequestItems).map(([table, request]) => grant(operation, table, batchKeysOf(request)));
  const named = Named.safeParse(input);
  return [named.success ? grant(operation, named.data.TableName, leadingKeysOf(named.data)) : grant(operation, "*", [])];
}

/** Looked at first: a parse that fails is the dear one. */
const has = (input: unknown, name: string): boolean => typeof input === "object" && input !== null && name in input;

const grant = (operation: string, table: string, leadingKeys: readonly string[]): Grant => ({
  action: `dynamodb:${operation}`,
  resource: tableIn(table),
  leadingKeys,
});

/** A table may be named by its ARN. */
const tableIn = (nameOrArn: string): string => nameOrArn.split("/").at(-1) ?? nameOrArn;

const Text = z.object({ S: z.string() }).transform(({ S }) => S);
const Keyed = z.object({ pk: Text });
const Queried = z
  .object({ KeyConditionExpression: z.string(), ExpressionAttributeValues: z.record(z.string(), z.unknown()) })
  .transform(queriedKeys);
const WithKey = z.object({ Key: Keyed }).transform(({ Key }) => [Key.pk]);
const WithItem = z.object({ Item: Keyed }).transform(({ Item }) => [Item.pk]);
const Batch = z.union([
  z.object({ Keys: z.array(Keyed) }).transform(({ Keys }) => Keys.map(({ pk }) => pk)),
  z
    .array(z.union([z.object({ PutRequest: z.object({ Item: Keyed }) }), z.object({ DeleteRequest: z.object({ Key: Keyed }) })]))
    .transform((requests) =>
      requests.map((request) => ("PutRequest" in request ? request.PutRequest.Item.pk : request.DeleteRequest.Key.pk)),
    ),
]);

/** None for a call that names no partition, such as a scan. */
const leadingKeysOf = (input: unknown): readonly string[] =>
  (has(input, "Key") ? WithKey : has(input, "Item") ? WithItem : Queried).safeParse(input).data ?? [];
const batchKeysOf = (request: unknown): readonly string[] => Batch.safeParse(request).data ?? [];

/** A query's partition is its one equality, or the first of two: ours are written partition first. */
function queriedKeys(query: {
  readonly KeyConditionExpression: string;
  readonly ExpressionAttributeValues: Readonly<Record<string, unknown>>;
}): readonly string[] {
  const placeholder = /^\s*#?\w+ = (:\w+)/.exec(query.KeyConditionExpression)?.[1];
  const value = Text.safeParse(placeholder && query.ExpressionAttributeValues[placeholder]).data;
  return value === undefined ? [] : [value];
}
