import { PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { expect, it } from "vitest";
import { withLateIndexes } from "#infra/local/dynamodb/stale-indexes";
import { keyOf, text } from "./definition.ts";
import { clientOf, openTable } from "./table.ts";

async function lateTable() {
  const { engine, table, clock } = await openTable();
  const indexes = withLateIndexes(engine, () => clock.at);
  const client = clientOf(indexes.engine);
  const pass = (milliseconds: number) => {
    clock.at = new Date(clock.at.getTime() + milliseconds);
  };
  const put = (pk: string) =>
    client.send(new PutItemCommand({ TableName: table, Item: { ...keyOf(pk), gsi1pk: text("g"), gsi1sk: text(pk) } }));
  const count = async (more: object) =>
    (await client.send(new QueryCommand({ TableName: table, ExpressionAttributeValues: { ":v": text("g") }, ...more }))).Count;
  const inIndex = () => count({ IndexName: "gsi1", KeyConditionExpression: "gsi1pk = :v" });
  return { engine, indexes, pass, put, inIndex };
}

it("an index shows a write once the lag is over, and each in its turn", async () => {
  const { engine, indexes, pass, put, inIndex } = await lateTable();
  indexes.lag(1_000);
  await put("a");
  pass(400);
  await put("b");
  expect(await inIndex()).toBe(0);
  pass(600);
  expect(await inIndex()).toBe(1);
  pass(399);
  expect(await inIndex()).toBe(1);
  pass(1);
  expect(await inIndex()).toBe(2);
  pass(5_000);
  await put("c");
  expect(await inIndex()).toBe(2);
  pass(1_000);
  expect(await inIndex()).toBe(3);
  await engine.close();
});

it("an index is whole at once without a lag, and when the lag is taken away", async () => {
  const { engine, indexes, put, inIndex } = await lateTable();
  await put("a");
  expect(await inIndex()).toBe(1);
  indexes.lag(60_000);
  await put("b");
  expect(await inIndex()).toBe(1);
  indexes.lag(0);
  expect(await inIndex()).toBe(2);
  await engine.close();
});

it("keeps a bounded number of moments: the oldest writes show early rather than the memory growing", async () => {
  const { engine, indexes, put, inIndex } = await lateTable();
  indexes.lag(60_000);
  for (let index = 0; index < 505; index += 1) await put(`m${index}`);
  expect(await inIndex()).toBeGreaterThan(0);
  expect(await inIndex()).toBeLessThan(10);
  await engine.close();
});
