import type { CreateTableCommandInput, KeySchemaElement } from "@aws-sdk/client-dynamodb";
import type { Engine } from "#infra/local/dynamodb/engine";

/** The one table and its two indexes, as the data stack declares them. */
export const INDEXES = ["gsi1", "gsi2"] as const;

/** Seconds since 1970 after which an item may be deleted. */
export const TTL_ATTRIBUTE = "ttl";

/** Creates the table when it is not there yet. */
export async function ensureTable(engine: Pick<Engine, "exec">, TableName: string): Promise<void> {
  try {
    await engine.exec("DescribeTable", { TableName });
  } catch {
    await engine.exec("CreateTable", tableInput(TableName));
    await engine.exec("UpdateTimeToLive", { TableName, TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true } });
  }
}

/** What creates it. */
export const tableInput = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: "PAY_PER_REQUEST",
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
  AttributeDefinitions: ["pk", "sk", ...INDEXES.flatMap((name) => [`${name}pk`, `${name}sk`])].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
  KeySchema: keys("pk", "sk"),
  GlobalSecondaryIndexes: INDEXES.map((name) => ({
    IndexName: name,
    KeySchema: keys(`${name}pk`, `${name}sk`),
    Projection: { ProjectionType: "ALL" },
  })),
});

const keys = (partition: string, sort: string): KeySchemaElement[] => [
  { AttributeName: partition, KeyType: "HASH" },
  { AttributeName: sort, KeyType: "RANGE" },
];
