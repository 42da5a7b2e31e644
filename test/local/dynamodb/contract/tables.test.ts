import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { expect, it } from "vitest";
import { definition, keyOf } from "../definition.ts";
import { errorOf, LOCAL_CREDENTIALS, REGION } from "../table.ts";
import { tableOverHttp } from "./over-http.ts";

const at = tableOverHttp();

it("a table describes itself: active, on demand, with its indexes and its stream", async () => {
  const { Table } = await at.client.send(new DescribeTableCommand({ TableName: at.table }));
  expect(Table).toMatchObject({
    TableStatus: "ACTIVE",
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
  expect(Table?.LatestStreamArn).toContain(at.table);
  expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName, IndexStatus }) => `${IndexName} ${IndexStatus}`).sort()).toEqual([
    "gsi1 ACTIVE",
    "gsi2 ACTIVE",
    "gsi3 ACTIVE",
  ]);
  expect((await at.client.send(new ListTablesCommand({}))).TableNames).toContain(at.table);
});

it("a table cannot be made twice, nor used when it is not there", async () => {
  expect((await errorOf(at.client.send(new CreateTableCommand(definition(at.table))))).name).toBe("ResourceInUseException");
  const reading = at.client.send(new GetItemCommand({ TableName: "no-such-table", Key: keyOf("a") }));
  expect((await errorOf(reading)).name).toBe("ResourceNotFoundException");
});

it("a deleted table comes back empty", async () => {
  const TableName = `${at.table}-short`;
  const create = async () => {
    await at.client.send(new CreateTableCommand(definition(TableName)));
    for (;;) if ((await at.client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus === "ACTIVE") return;
  };
  await create();
  await at.client.send(new PutItemCommand({ TableName, Item: keyOf("a") }));
  await at.client.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists({ client: at.client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { TableName });
  await create();
  expect((await at.client.send(new GetItemCommand({ TableName, Key: keyOf("a") }))).Item).toBeUndefined();
  await at.client.send(new DeleteTableCommand({ TableName }));
});

it("time to live is off, then on", async () => {
  const described = async () =>
    (await at.client.send(new DescribeTimeToLiveCommand({ TableName: at.table }))).TimeToLiveDescription?.TimeToLiveStatus;
  expect(await described()).toBe("DISABLED");
  const on = new UpdateTimeToLiveCommand({ TableName: at.table, TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true } });
  await at.client.send(on);
  expect(["ENABLED", "ENABLING"]).toContain(await described());
  expect((await errorOf(at.client.send(on))).name).toBe("ValidationException");
});

it("an operation nobody knows and a request nobody signed are refused", async () => {
  const call = async (headers: Record<string, string>) => {
    const response = await fetch(at.endpoint, {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.0", ...headers },
      body: "{}",
    });
    return { status: response.status, body: await response.text() };
  };
  expect(await call({ "x-amz-target": "DynamoDB_20120810.ListTables" })).toMatchObject({ status: 400 });
  expect((await call({ "x-amz-target": "DynamoDB_20120810.ListTables" })).body).toContain("MissingAuthenticationToken");
  expect((await call({ "x-amz-target": "DynamoDB_20120810.Juggle", authorization: "AWS4-HMAC-SHA256 x" })).status).toBe(400);
});

it("a client retries nothing that was the caller's fault", async () => {
  const client = new DynamoDBClient({ endpoint: at.endpoint, region: REGION, credentials: LOCAL_CREDENTIALS, maxAttempts: 3 });
  const error = await errorOf(client.send(new GetItemCommand({ TableName: "no-such-table", Key: keyOf("a") })));
  expect(error).toMatchObject({ $metadata: { attempts: 1 } });
  client.destroy();
});
