import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

export const NOON = new Date("2026-03-02T12:00:00.000Z");

/** One table with two whole indexes and one of keys only, and a stream. */
export const definition = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "gsi3pk"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  GlobalSecondaryIndexes: [
    ...["gsi1", "gsi2"].map((IndexName) => ({
      IndexName,
      KeySchema: [
        { AttributeName: `${IndexName}pk`, KeyType: "HASH" as const },
        { AttributeName: `${IndexName}sk`, KeyType: "RANGE" as const },
      ],
      Projection: { ProjectionType: "ALL" as const },
    })),
    { IndexName: "gsi3", KeySchema: [{ AttributeName: "gsi3pk", KeyType: "HASH" }], Projection: { ProjectionType: "KEYS_ONLY" } },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
});

/** A path for a state directory of one's own, not there yet. */
export const freshDirectory = (): string => join(mkdtempSync(join(tmpdir(), "numma-dynamodb-")), "table");

export const text = (S: string) => ({ S });
export const number = (N: number) => ({ N: String(N) });
export const keyOf = (pk: string, sk = "0") => ({ pk: text(pk), sk: text(sk) });
