import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import type { Engine } from "#infra/local/dynamodb/engine";
import { Killed } from "#infra/local/dynamodb/engine-fault";
import { type FaultRates, planFaults } from "#infra/local/dynamodb/fault-plan";
import { withFaults } from "#infra/local/dynamodb/faults";
import { inProcess } from "#infra/local/dynamodb/in-process";
import { keyOf, number, text } from "./definition.ts";
import { listening, portOf } from "./serve.ts";
import { errorOf, LOCAL_CREDENTIALS, openTable, REGION } from "./table.ts";

const TableName = "numma";
const SEED = Number(process.env["FAULT_SEED"] ?? 20260302);
const clientOf = (engine: Engine, maxAttempts: number) => new DynamoDBClient({ ...inProcess(engine), region: REGION, maxAttempts });

/** A table, and the same through a plan. */
async function unlucky(rates: FaultRates, maxAttempts = 1) {
  const opened = await openTable();
  const plan = planFaults(SEED, rates);
  const engine = withFaults(opened.engine, plan);
  return { ...opened, plan, unlucky: engine, client: clientOf(engine, maxAttempts), healthy: opened.client };
}
const put = (client: DynamoDBClient, pk: string) => client.send(new PutItemCommand({ TableName, Item: keyOf(pk) }));
const there = async (client: DynamoDBClient, pk: string) =>
  (await client.send(new GetItemCommand({ TableName, Key: keyOf(pk) }))).Item !== undefined;
const add = (client: DynamoDBClient, pk: string) =>
  client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        { Update: { TableName, Key: keyOf(pk), UpdateExpression: "ADD n :n", ExpressionAttributeValues: { ":n": number(1) } } },
      ],
    }),
  );

describe("the plan", () => {
  const outcomes = async (seed: number) => {
    const { engine } = await openTable();
    const plan = planFaults(seed, { throttle: 0.2, replyLost: 0.2, conflict: 0.2 });
    const client = clientOf(withFaults(engine, plan), 1);
    const names: string[] = [];
    for (let index = 0; index < 40; index += 1) {
      const call = index % 2 ? add(client, "n") : put(client, `p${index}`);
      names.push(
        await call.then(
          () => "done",
          (error: Error) => error.name,
        ),
      );
    }
    await engine.close();
    return { names, injected: plan.injected, description: plan.description };
  };

  it("repeats itself with the same seed, and not with another", async () => {
    const first = await outcomes(SEED);
    expect(await outcomes(SEED)).toEqual(first);
    expect((await outcomes(SEED + 1)).names).not.toEqual(first.names);
    expect(new Set(first.names).size).toBeGreaterThan(3);
    expect(first.description).toContain(`FAULT_SEED=${SEED}`);
  });
});

describe("the SDK overcomes", () => {
  it("throttles and lost replies: every transaction is done exactly once", async () => {
    const { client, healthy, plan, engine } = await unlucky({ throttle: 0.3, replyLost: 0.3 }, 16);
    await Promise.all(Array.from({ length: 30 }, () => add(client, "n")));
    const { Item } = await healthy.send(new GetItemCommand({ TableName, Key: keyOf("n") }));
    expect(Item?.["n"], plan.description).toEqual({ N: "30" });
    expect(plan.injected.throttle).toBeGreaterThan(0);
    expect(plan.injected.replyLost).toBeGreaterThan(0);
    await engine.close();
  });
});

describe("a lost reply", () => {
  it("leaves the write done", async () => {
    const { client, healthy, engine } = await unlucky({ replyLost: 1 });
    await errorOf(put(client, "a"));
    expect(await there(healthy, "a")).toBe(true);
    await engine.close();
  });

  it("over HTTP is a closed connection", async () => {
    const { unlucky: engine, healthy } = await unlucky({ replyLost: 1 });
    const server = await listening(engine);
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${portOf(server)}`,
      region: REGION,
      credentials: LOCAL_CREDENTIALS,
      maxAttempts: 1,
    });
    expect(await errorOf(put(client, "a"))).toMatchObject({ code: "ECONNRESET" });
    expect(await there(healthy, "a")).toBe(true);
    client.destroy();
    server.close();
    await engine.close();
  });
});

describe("a partial batch", () => {
  it("hands back exactly what it did not do, and always does something", async () => {
    const { client, healthy, engine } = await unlucky({ unprocessed: 0.5 });
    const names = Array.from({ length: 20 }, (_, index) => `b${index}`);
    const requests = names.map((pk) => ({ PutRequest: { Item: keyOf(pk) } }));
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
    const back = new Set(UnprocessedItems?.[TableName]?.map(({ PutRequest }) => PutRequest?.Item?.["pk"]?.S));
    expect(back.size).toBeGreaterThan(0);
    for (const pk of names) expect(await there(healthy, pk)).toBe(!back.has(pk));
    const reading = new BatchGetItemCommand({
      RequestItems: { [TableName]: { Keys: names.map((pk) => keyOf(pk)), ConsistentRead: true } },
    });
    const { Responses, UnprocessedKeys } = await client.send(reading);
    const unread = UnprocessedKeys?.[TableName]?.Keys ?? [];
    const missed = unread.filter(({ pk }) => !back.has(pk?.S)).length;
    expect((Responses?.[TableName]?.length ?? 0) + missed).toBe(names.length - back.size);
    expect(UnprocessedKeys?.[TableName]).toMatchObject({ ConsistentRead: true });
    await engine.close();
  });

  it("ends, however unlucky", async () => {
    const { client, engine } = await unlucky({ unprocessed: 1 });
    const requests = ["a", "b"].map((pk) => ({ PutRequest: { Item: keyOf(pk) } }));
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
    expect(UnprocessedItems?.[TableName]).toHaveLength(1);
    await engine.close();
  });
});

it("a conflict cancels a transaction without effect", async () => {
  const { client, healthy, engine } = await unlucky({ conflict: 1 });
  expect(await errorOf(add(client, "n"))).toMatchObject({ CancellationReasons: [{ Code: "TransactionConflict" }] });
  expect(await there(healthy, "n")).toBe(false);
  await engine.close();
});

it("a lagging index shows what was there so many writes ago; the table itself is up to date", async () => {
  const { client, engine } = await unlucky({ gsiLag: 2 });
  const counts: (number | undefined)[] = [];
  for (let index = 1; index <= 4; index += 1) {
    await client.send(new PutItemCommand({ TableName, Item: { ...keyOf(`g${index}`), gsi1pk: text("g"), gsi1sk: text(`${index}`) } }));
    const query = { TableName, IndexName: "gsi1", KeyConditionExpression: "gsi1pk = :g", ExpressionAttributeValues: { ":g": text("g") } };
    counts.push((await client.send(new QueryCommand(query))).Count);
    expect(await there(client, `g${index}`)).toBe(true);
  }
  expect(counts).toEqual([0, 0, 1, 2]);
  await engine.close();
});

describe("a killed process", () => {
  const update = (client: DynamoDBClient) =>
    client.send(
      new UpdateItemCommand({ TableName, Key: keyOf("x"), UpdateExpression: "SET v = :v", ExpressionAttributeValues: { ":v": text("1") } }),
    );

  it.each([
    ["before", { killBefore: 2 }, false],
    ["after", { killAfter: 2 }, true],
  ])("dies %s its second write and does nothing any more", async (_side, rates, done) => {
    const { client, healthy, plan, unlucky: engine } = await unlucky(rates, 3);
    await put(client, "first");
    expect(await errorOf(update(client))).toBeInstanceOf(Killed);
    expect([plan.dead, plan.writes]).toEqual([true, 2]);
    expect(await errorOf(put(client, "third"))).toBeInstanceOf(Killed);
    expect(await errorOf(there(client, "first"))).toBeInstanceOf(Killed);
    expect(await errorOf(engine.stream.read(0, 1))).toBeInstanceOf(Killed);
    expect([await there(healthy, "first"), await there(healthy, "x"), await there(healthy, "third")]).toEqual([true, done, false]);
    await engine.close();
  });
});
