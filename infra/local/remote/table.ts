import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { INDEXES, TTL_ATTRIBUTE, tableInput } from "#infra/local/table";

const WAIT_SECONDS_MAX = 120;

/** A table of that name is there and cannot be ours. */
class OtherTable extends Error {
  override readonly name = "OtherTable";
}

/** Creates the table when it is absent, with indexes, stream and time to live; waits until it answers. Gives its stream's ARN, if any. */
export async function ensureRemoteTable(client: DynamoDBClient, TableName: string): Promise<string | undefined> {
  const table = (await describe(client, TableName)) ?? (await create(client, TableName));
  const present = new Set((table.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName));
  const missing = INDEXES.filter((name) => !present.has(name));
  if (missing.length > 0) throw new OtherTable(`the table ${TableName} has no index ${missing.join(", ")}`);
  const { TimeToLiveDescription: ttl } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  if (ttl?.TimeToLiveStatus === undefined || ttl.TimeToLiveStatus === "DISABLED") {
    const TimeToLiveSpecification = { AttributeName: TTL_ATTRIBUTE, Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  }
  return table.LatestStreamArn;
}

async function describe(client: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(client: DynamoDBClient, TableName: string): Promise<TableDescription> {
  const input: CreateTableCommandInput = tableInput(TableName);
  await client.send(new CreateTableCommand(input));
  await waitUntilTableExists({ client, maxWaitTime: WAIT_SECONDS_MAX, minDelay: 1, maxDelay: 5 }, { TableName });
  const table = await describe(client, TableName);
  if (!table) throw new Error(`the table ${TableName} was created and is not there`);
  return table;
}
