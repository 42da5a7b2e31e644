import { type DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { expect, it } from "vitest";
import { openEngine } from "#infra/local/dynamodb/engine";
import { newLevel } from "#infra/local/dynamodb/level";
import { openRequestTokens, TOKEN_LIFE_MS } from "#infra/local/dynamodb/request-tokens";
import { freshDirectory, keyOf, number } from "./definition.ts";
import { clientOf, errorOf, openTable } from "./table.ts";

const TableName = "numma";
const add = (client: DynamoDBClient, token: string, amount = 1) => {
  const Update = { TableName, Key: keyOf("n"), UpdateExpression: "ADD n :n", ExpressionAttributeValues: { ":n": number(amount) } };
  return client.send(new TransactWriteItemsCommand({ ClientRequestToken: token, TransactItems: [{ Update }] }));
};
const count = async (client: DynamoDBClient) => (await client.send(new GetItemCommand({ TableName, Key: keyOf("n") }))).Item?.["n"]?.N;

it("a transaction is recognised by its token after a restart, for ten minutes", async () => {
  const path = freshDirectory();
  const first = await openTable({ path });
  await add(first.client, "t");
  await first.engine.close();
  const clock = { at: new Date(first.clock.at.getTime() + TOKEN_LIFE_MS - 1) };
  const engine = await openEngine({ path, now: () => clock.at });
  const client = clientOf(engine);
  await add(client, "t");
  expect(await count(client)).toBe("1");
  expect((await errorOf(add(client, "t", 5))).name).toBe("IdempotentParameterMismatchException");
  clock.at = new Date(first.clock.at.getTime() + TOKEN_LIFE_MS);
  await add(client, "t");
  expect(await count(client)).toBe("2");
  await engine.close();
});

it("a cancelled transaction leaves its token free", async () => {
  const { engine, client } = await openTable();
  const Put = { TableName, Item: keyOf("x"), ConditionExpression: "attribute_exists(pk)" };
  await errorOf(client.send(new TransactWriteItemsCommand({ ClientRequestToken: "t", TransactItems: [{ Put }] })));
  await add(client, "t");
  expect(await count(client)).toBe("1");
  await engine.close();
});

it("tokens that are over are removed with the next transactions", async () => {
  const level = newLevel();
  await level.open();
  const clock = { at: new Date("2026-03-02T12:00:00Z") };
  const tokens = await openRequestTokens(level, () => clock.at);
  for (const token of ["a", "b", "c"]) {
    await level.batch(tokens.operationsFor(token, "digest"));
    tokens.remember(token, "digest");
  }
  clock.at = new Date(clock.at.getTime() + TOKEN_LIFE_MS);
  await level.batch(tokens.operationsFor("d", "digest"));
  expect(["a", "b", "c", "d"].map((token) => level.getSync(`token~${token}`) !== undefined)).toEqual([false, false, false, true]);
  await level.close();
});
