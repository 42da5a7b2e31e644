import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AwsError } from "#infra/local/aws/aws-error";
import { ConnectionLost, fault } from "#infra/local/dynamodb/engine-fault";
import { type Compared, comparedClients } from "./compared-clients.ts";
import { type Desk, openDesk } from "./desk.ts";

const TableName = "numma";
const KEY = { pk: "COMPANY#one", sk: "item" };

let desk: Desk;
let compared: Compared;
let client: DynamoDBDocumentClient;
beforeAll(async () => {
  desk = await openDesk("2026-11-25T11:00:00.000Z");
  compared = comparedClients();
  client = compared.documents(desk.engine);
});
afterAll(() => desk.end());

/** What a command threw, by name. */
const thrown = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => "nothing",
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );

const EVERY_KIND = {
  ...{ text: "é", empty: "", whole: 12, fraction: -0.5, yes: true, no: false, nothing: null, missing: undefined },
  ...{ list: [1, "two", { three: [4] }], map: { deep: { er: "x", gone: undefined } }, words: new Set(["a", "b"]), sizes: new Set([1, 2]) },
  ...{ bytes: new Uint8Array([0, 255, 7]), none: [], bare: {}, pieces: new Set([new Uint8Array([1]), new Uint8Array([2])]) },
  ...{ inside: { bytes: new Uint8Array([9]), list: [new Uint8Array([8, 8]), undefined, null] }, large: Number.MAX_SAFE_INTEGER },
};

describe("the direct client of the table", () => {
  it("writes, changes, reads, lists and deletes what the SDK does, whatever kinds of values there are", async () => {
    await client.send(new PutCommand({ TableName, Item: { ...KEY, ...EVERY_KIND }, ReturnConsumedCapacity: "TOTAL" }));
    const { Item } = await client.send(new GetCommand({ TableName, Key: KEY, ConsistentRead: true }));
    expect(Item).toMatchObject({ text: "é", fraction: -0.5, nothing: null, words: new Set(["a", "b"]) });
    await client.send(new GetCommand({ TableName, Key: { ...KEY, sk: "nowhere" } }));
    const set = { UpdateExpression: "SET #n = :n ADD #w :w", ExpressionAttributeNames: { "#n": "whole", "#w": "words" } };
    const values = { ":n": 13, ":w": new Set(["c"]) };
    await client.send(
      new UpdateCommand({
        TableName,
        Key: KEY,
        ...set,
        ExpressionAttributeValues: values,
        ReturnValues: "ALL_NEW",
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    for (const sk of ["a", "b", "c"]) await client.send(new PutCommand({ TableName, Item: { ...KEY, sk, n: 1 } }));
    const query = {
      KeyConditionExpression: "#pk = :pk",
      ExpressionAttributeNames: { "#pk": "pk" },
      ExpressionAttributeValues: { ":pk": KEY.pk },
    };
    const { LastEvaluatedKey } = await client.send(new QueryCommand({ TableName, ...query, Limit: 2 }));
    expect(LastEvaluatedKey).toEqual({ ...KEY, sk: "b" });
    await client.send(new QueryCommand({ TableName, ...query, ExclusiveStartKey: LastEvaluatedKey, ScanIndexForward: false }));
    const Keys = ["a", "b", "zz"].map((sk) => ({ ...KEY, sk }));
    await client.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } }, ReturnConsumedCapacity: "TOTAL" }),
    );
    await client.send(new DeleteCommand({ TableName, Key: { ...KEY, sk: "a" }, ReturnValues: "ALL_OLD" }));
    expect(compared.differences).toEqual([]);
  });

  it("names a condition that does not hold, a cancelled transaction and a wrong request as the SDK does", async () => {
    const never = { ConditionExpression: "attribute_not_exists(pk)" };
    expect(await thrown(client.send(new PutCommand({ TableName, Item: KEY, ...never })))).toBe("ConditionalCheckFailedException");
    const TransactItems = [
      { Put: { TableName, Item: { ...KEY, sk: "new" } } },
      { Update: { TableName, Key: KEY, UpdateExpression: "SET n = :n", ExpressionAttributeValues: { ":n": 1 }, ...never } },
      { Delete: { TableName, Key: { ...KEY, sk: "b" } } },
      { ConditionCheck: { TableName, Key: { ...KEY, sk: "c" }, ConditionExpression: "attribute_exists(pk)" } },
    ];
    const asked = { ClientRequestToken: "one", ReturnConsumedCapacity: "TOTAL" } as const;
    expect(await thrown(client.send(new TransactWriteCommand({ TransactItems, ...asked })))).toBe("TransactionCanceledException");
    await client.send(new TransactWriteCommand({ TransactItems: TransactItems.filter(({ Update }) => !Update), ...asked }));
    expect(await thrown(client.send(new PutCommand({ TableName, Item: { pk: "" } })))).toBe("ValidationException");
    expect(compared.differences).toEqual([]);
  });

  it("tries again what the SDK does, as often, and nothing else", async () => {
    const passing: readonly unknown[] = [
      fault("ThrottlingException", "slow down"),
      new ConnectionLost("hung up"),
      { statusCode: 500, body: { __type: "InternalServerError" } },
    ];
    const final = [fault("ResourceNotFoundException", "no table"), new AwsError(400, "AccessDeniedException", "not yours")];
    for (const error of [...passing, ...final]) {
      let calls = 0;
      const failing = compared.documents({
        async exec() {
          calls += 1;
          throw error;
        },
      });
      expect(await thrown(failing.send(new GetCommand({ TableName, Key: KEY })))).not.toBe("nothing");
      expect([error, calls]).toEqual([error, passing.includes(error) ? 4 : 1]);
    }
    expect(compared.differences).toEqual([]);
  });
});
