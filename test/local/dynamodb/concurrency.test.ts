import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { type Engine, openEngine } from "#infra/local/dynamodb/engine";
import { definition, freshDirectory, keyOf, NOON, number } from "./definition.ts";

/** On disk, where a write takes a moment, and without a client in between, so that the next one comes in that moment. */
const opened: { engine?: Engine } = {};
beforeAll(async () => {
  opened.engine = await openEngine({ path: freshDirectory(), now: () => NOON });
  await opened.engine.exec("CreateTable", definition(TableName));
});
afterAll(async () => opened.engine?.close());
const exec: Engine["exec"] = (operation, input) => {
  if (!opened.engine) throw new Error("not opened");
  return opened.engine.exec(operation, input);
};

const TableName = "numma";
const Reply = z.object({ Responses: z.array(z.unknown()).length(2) });
const RACERS = Array.from({ length: 50 }, (_, index) => index);
const adding = (pk: string) => ({
  TableName,
  Key: keyOf(pk),
  UpdateExpression: "ADD n :one",
  ExpressionAttributeValues: { ":one": number(1) },
});
const item = (pk: string) => exec("GetItem", { TableName, Key: keyOf(pk), ConsistentRead: true });

it("50 additions and 50 transactions at once make 100", async () => {
  const single = RACERS.map(() => exec("UpdateItem", adding("sum")));
  const transactions = RACERS.map(() => exec("TransactWriteItems", { TransactItems: [{ Update: adding("sum") }] }));
  await Promise.all([...single, ...transactions]);
  expect(await item("sum")).toEqual({ Item: { ...keyOf("sum"), n: number(100) } });
});

it("50 transactions that want one unique key have one winner, and it alone is counted", async () => {
  const Put = { TableName, Item: keyOf("unique"), ConditionExpression: "attribute_not_exists(pk)" };
  const attempts = RACERS.map(() => exec("TransactWriteItems", { TransactItems: [{ Put }, { Update: adding("wins") }] }));
  const outcomes = await Promise.allSettled(attempts);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await item("wins")).toEqual({ Item: { ...keyOf("wins"), n: number(1) } });
});

it("a transactional read sees a transaction whole or not at all", async () => {
  const pair = ["left", "right"];
  const step = () => exec("TransactWriteItems", { TransactItems: pair.map((pk) => ({ Update: adding(pk) })) });
  const look = () =>
    exec("TransactGetItems", { TransactItems: pair.map((pk) => ({ Get: { TableName, Key: keyOf(pk), ProjectionExpression: "n" } })) });
  const looks = RACERS.map(async () => {
    const [, seen] = await Promise.all([step(), look()]);
    return seen;
  });
  for (const seen of await Promise.all(looks)) {
    const { Responses } = Reply.parse(seen);
    expect(Responses[0]).toEqual(Responses[1]);
  }
});
