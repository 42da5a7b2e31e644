import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, it } from "vitest";
import { inProcess } from "#infra/local/dynamodb/in-process";
import { keyOf } from "./definition.ts";
import { errorOf, openTable, REGION } from "./table.ts";

it("a client that may only read is denied the write, which has no effect", async () => {
  const { engine, client, table } = await openTable();
  const reader = new DynamoDBClient({ ...inProcess(engine, (operation) => operation === "GetItem"), region: REGION });
  const error = await errorOf(reader.send(new PutItemCommand({ TableName: table, Item: keyOf("a") })));
  expect(error).toMatchObject({ name: "AccessDeniedException", $metadata: { httpStatusCode: 400 } });
  expect((await reader.send(new GetItemCommand({ TableName: table, Key: keyOf("a") }))).Item).toBeUndefined();
  await client.send(new PutItemCommand({ TableName: table, Item: keyOf("a") }));
  expect((await reader.send(new GetItemCommand({ TableName: table, Key: keyOf("a") }))).Item).toEqual(keyOf("a"));
  await engine.close();
});

it("the caller's input is left as it was", async () => {
  const { engine, table } = await openTable();
  const input = { TableName: table, Item: { ...keyOf("a"), n: { N: "1.00" } }, Unknown: true };
  const before = structuredClone(input);
  await engine.exec("PutItem", input);
  expect(input).toEqual(before);
  await engine.close();
});

it("nothing is answered once the engine is closed", async () => {
  const { engine, client, table } = await openTable();
  await engine.close();
  await errorOf(client.send(new PutItemCommand({ TableName: table, Item: keyOf("a") })));
});
