import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import type { StreamRecord } from "#infra/local/dynamodb/engine";
import { openEngine } from "#infra/local/dynamodb/engine";
import { definition, freshDirectory, keyOf, NOON, number, text } from "./definition.ts";
import { clientOf, errorOf, openTable } from "./table.ts";

const told = (records: readonly StreamRecord[]) =>
  records.map(({ sequence, eventName, keys }) => `${sequence} ${eventName} ${keys["pk"]?.S}`);

async function writeSome({ client, table }: Pick<Awaited<ReturnType<typeof openTable>>, "client" | "table">) {
  const one = { TableName: table, Key: keyOf("a") };
  await client.send(new PutItemCommand({ TableName: table, Item: { ...keyOf("a"), n: number(1) } }));
  await client.send(new UpdateItemCommand({ ...one, UpdateExpression: "SET n = :n", ExpressionAttributeValues: { ":n": number(2) } }));
  await client.send(new DeleteItemCommand(one));
  const puts = ["b", "c"].map((pk) => ({ Put: { TableName: table, Item: keyOf(pk) } }));
  await client.send(new TransactWriteItemsCommand({ TransactItems: puts }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: [{ PutRequest: { Item: keyOf("d") } }] } }));
}

describe("the stream", () => {
  it("tells every change in the order of commits, with both images", async () => {
    const opened = await openTable();
    await writeSome(opened);
    const records = await opened.engine.stream.read(0, 100);
    expect(told(records)).toEqual(["1 INSERT a", "2 MODIFY a", "3 REMOVE a", "4 INSERT b", "5 INSERT c", "6 INSERT d"]);
    expect(records[1]).toEqual({
      sequence: 2,
      eventName: "MODIFY",
      at: NOON.getTime(),
      table: "numma",
      keys: keyOf("a"),
      oldImage: { ...keyOf("a"), n: number(1) },
      newImage: { ...keyOf("a"), n: number(2) },
    });
    expect(told(await opened.engine.stream.read(4, 1))).toEqual(["5 INSERT c"]);
    await opened.engine.close();
  });

  it("is silent about what changed nothing: failed conditions, cancelled transactions, the same item again", async () => {
    const { engine, client, table } = await openTable();
    const put = { TableName: table, Item: { ...keyOf("a"), tags: { SS: ["x", "y"] } } };
    await client.send(new PutItemCommand(put));
    await client.send(new PutItemCommand({ ...put, Item: { ...keyOf("a"), tags: { SS: ["y", "x"] } } }));
    await errorOf(client.send(new PutItemCommand({ ...put, ConditionExpression: "attribute_not_exists(pk)" })));
    const never = { TableName: table, Key: keyOf("z"), ConditionExpression: "attribute_exists(pk)" };
    await errorOf(
      client.send(
        new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: table, Item: keyOf("b") } }, { ConditionCheck: never }] }),
      ),
    );
    await client.send(new DeleteItemCommand({ TableName: table, Key: keyOf("nobody") }));
    expect(told(await engine.stream.read(0, 100))).toEqual(["1 INSERT a"]);
    await engine.close();
  });

  it("survives a restart and goes on counting, even when all of it was trimmed", async () => {
    const path = freshDirectory();
    const opened = await openTable({ path });
    await writeSome(opened);
    await opened.engine.stream.trim(4);
    await opened.engine.close();
    const second = await openEngine({ path, now: () => NOON });
    expect(told(await second.stream.read(0, 100))).toEqual(["5 INSERT c", "6 INSERT d"]);
    await second.stream.trim(6);
    await second.close();
    const third = await openEngine({ path, now: () => NOON });
    await clientOf(third).send(new PutItemCommand({ TableName: opened.table, Item: keyOf("e") }));
    expect(told(await third.stream.read(0, 100))).toEqual(["7 INSERT e"]);
    await third.close();
  });

  it("wakes its listeners after a commit, until they stop", async () => {
    const { engine, client, table } = await openTable();
    const calls = { number: 0 };
    const stop = engine.stream.onChange(() => {
      calls.number += 1;
    });
    await client.send(new PutItemCommand({ TableName: table, Item: keyOf("a") }));
    expect(calls.number).toBe(1);
    stop();
    await client.send(new PutItemCommand({ TableName: table, Item: keyOf("b") }));
    expect(calls.number).toBe(1);
    await engine.close();
  });

  it("keeps only what it is asked to keep", async () => {
    const { engine, client, table } = await openTable({ keepInStream: ({ newImage }) => newImage?.["event"] !== undefined });
    await client.send(new PutItemCommand({ TableName: table, Item: keyOf("row") }));
    await client.send(new PutItemCommand({ TableName: table, Item: { ...keyOf("outbox"), event: text("paid") } }));
    expect(told(await engine.stream.read(0, 100))).toEqual(["1 INSERT outbox"]);
    await engine.close();
  });

  it("of a table without one is empty", async () => {
    const { engine } = await openTable();
    const { StreamSpecification, ...silent } = definition("silent");
    await engine.exec("CreateTable", silent);
    await engine.exec("PutItem", { TableName: "silent", Item: keyOf("a") });
    expect(await engine.stream.read(0, 100)).toEqual([]);
    await engine.close();
  });
});
