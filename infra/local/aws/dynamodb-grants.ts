import * as z from "zod";
import type { Grant } from "./aws-error.ts";

const Named = z.object({ TableName: z.string() });
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
 * What IAM asks for a DynamoDB call: a transaction needs the right to each of its actions, a batch its own on each table.
 * An input without a table asks for "*".
 */
export function dynamodbGrants(operation: string, input: unknown): readonly Grant[] {
  const transaction = Transaction.safeParse(input);
  if (transaction.success) {
    const parts = transaction.data.TransactItems.flatMap((item) => Object.entries(item));
    return parts.map(([kind, { TableName }]) => grant(TRANSACTION_ACTIONS[kind] ?? operation, TableName));
  }
  const requests = Requests.safeParse(input);
  if (requests.success) return Object.keys(requests.data.RequestItems).map((table) => grant(operation, table));
  const named = Named.safeParse(input);
  return [grant(operation, named.success ? tableIn(named.data.TableName) : "*")];
}

const grant = (operation: string, table: string): Grant => ({ action: `dynamodb:${operation}`, resource: tableIn(table) });

/** A table may be named by its ARN. */
const tableIn = (nameOrArn: string): string => nameOrArn.split("/").at(-1) ?? nameOrArn;
