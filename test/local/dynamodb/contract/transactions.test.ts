import {
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { keyOf, number, text } from "../definition.ts";
import { errorOf } from "../table.ts";
import { tableOverHttp } from "./over-http.ts";

const at = tableOverHttp();
type Actions = NonNullable<TransactWriteItemsCommandInput["TransactItems"]>;
const transact = (TransactItems: Actions, more: Partial<TransactWriteItemsCommandInput> = {}) =>
  at.client.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
const get = async (pk: string) =>
  (await at.client.send(new GetItemCommand({ TableName: at.table, Key: keyOf(pk), ConsistentRead: true }))).Item;

const put = (pk: string, more: Record<string, { S: string } | { N: string }> = {}) => ({
  Put: { TableName: at.table, Item: { ...keyOf(pk), ...more } },
});
const putNew = (pk: string) => ({ Put: { ...put(pk).Put, ConditionExpression: "attribute_not_exists(pk)" } });
const add = (pk: string, amount = 1) => ({
  Update: {
    TableName: at.table,
    Key: keyOf(pk),
    UpdateExpression: "ADD n :n",
    ExpressionAttributeValues: { ":n": number(amount) },
  },
});
const check = (pk: string) => ({
  ConditionCheck: { TableName: at.table, Key: keyOf(pk), ConditionExpression: "attribute_exists(pk)" },
});

async function reasonsOf(call: Promise<unknown>) {
  const error = await errorOf(call);
  if (!(error instanceof TransactionCanceledException)) throw error;
  return error.CancellationReasons ?? [];
}

describe("a transaction", () => {
  it("puts, updates, deletes and checks as one", async () => {
    await transact([put("doomed"), put("guard")]);
    await transact([
      put("new", { v: text("1") }),
      add("sum", 5),
      { Delete: { TableName: at.table, Key: keyOf("doomed") } },
      check("guard"),
    ]);
    expect([await get("new"), await get("sum"), await get("doomed")]).toEqual([
      { ...keyOf("new"), v: text("1") },
      { ...keyOf("sum"), n: { N: "5" } },
      undefined,
    ]);
  });

  it("does nothing when one condition fails, and says which, in order", async () => {
    const reasons = await reasonsOf(transact([add("untouched"), check("missing"), put("also-not")]));
    expect(reasons.map(({ Code }) => Code)).toEqual(["None", "ConditionalCheckFailed", "None"]);
    expect([await get("untouched"), await get("also-not")]).toEqual([undefined, undefined]);
  });

  it("tells the item that stood in the way", async () => {
    await transact([put("taken", { owner: text("a") })]);
    const [reason] = await reasonsOf(transact([{ Put: { ...putNew("taken").Put, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } }]));
    expect(reason).toMatchObject({ Code: "ConditionalCheckFailed", Item: { owner: text("a") } });
    const [silent] = await reasonsOf(transact([putNew("taken")]));
    expect(silent).not.toHaveProperty("Item");
  });

  it("is cancelled when an update does not fit the item it finds", async () => {
    await transact([put("words", { n: text("not a number") })]);
    const reasons = await reasonsOf(transact([put("beside"), add("words")]));
    expect(reasons.map(({ Code }) => Code)).toEqual(["None", "ValidationError"]);
    expect(await get("beside")).toBeUndefined();
  });

  it("has one winner among 50 that want the same unique key", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => transact([putNew("unique"), add("winners"), put(`racer${index}`)])),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await get("winners"))?.["n"]).toEqual({ N: "1" });
  });

  it("is done once per request token, and refuses the token for another request", async () => {
    const ClientRequestToken = `token-${at.table.slice(-20)}`;
    await transact([add("tokened")], { ClientRequestToken });
    await transact([add("tokened")], { ClientRequestToken });
    expect((await get("tokened"))?.["n"]).toEqual({ N: "1" });
    const other = await errorOf(transact([add("tokened", 2)], { ClientRequestToken }));
    expect(other.name).toBe("IdempotentParameterMismatchException");
  });
});

describe("refused is a transaction", () => {
  const refusal = async (call: Promise<unknown>) => {
    const { name, message } = await errorOf(call);
    expect(name).toBe("ValidationException");
    return message;
  };

  it("with one item twice", async () => {
    expect(await refusal(transact([put("twice"), check("twice")]))).toContain("multiple operations on one item");
  });

  it("of 101 actions, or none; 100 are done", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => put(`many${index}`));
    expect(await refusal(transact(many(101)))).toContain("less than or equal to 100");
    await refusal(transact([]));
    await transact(many(100));
    expect(await get("many99")).toBeDefined();
  });

  it("over 4 MB", async () => {
    const large = Array.from({ length: 11 }, (_, index) => put(`large${index}`, { v: text("x".repeat(390_000)) }));
    const { name } = await errorOf(transact(large));
    expect(["ValidationException", "TransactionCanceledException"]).toContain(name);
    await transact(large.slice(0, 10));
    expect(await get("large9")).toBeDefined();
  });

  it("on a table that is not there", async () => {
    const error = await errorOf(transact([{ Put: { TableName: "no-such-table", Item: keyOf("x") } }]));
    expect(error.name).toBe("ResourceNotFoundException");
  });
});

describe("a transactional read", () => {
  const read = (keys: readonly string[]) =>
    at.client.send(new TransactGetItemsCommand({ TransactItems: keys.map((pk) => ({ Get: { TableName: at.table, Key: keyOf(pk) } })) }));

  it("answers in the order asked, with a gap for what is missing", async () => {
    await at.client.send(new PutItemCommand({ TableName: at.table, Item: { ...keyOf("read"), v: text("1") } }));
    const { Responses } = await read(["absent", "read"]);
    expect(Responses?.map(({ Item }) => Item?.["v"])).toEqual([undefined, text("1")]);
  });

  it("reads 100 items and refuses 101, or none", async () => {
    const keys = Array.from({ length: 101 }, (_, index) => `many-${index}`);
    expect((await read(keys.slice(0, 100))).Responses).toHaveLength(100);
    for (const wrong of [keys, []]) expect((await errorOf(read(wrong))).name).toBe("ValidationException");
  });

  it("refuses more than 4 MB, and a table that is not there", async () => {
    const large = Array.from({ length: 11 }, (_, index) => `large-${index}`);
    for (const pk of large)
      await at.client.send(new PutItemCommand({ TableName: at.table, Item: { ...keyOf(pk), v: text("x".repeat(399 * 1_024)) } }));
    expect((await read(large.slice(0, 10))).Responses).toHaveLength(10);
    expect((await errorOf(read(large))).message).toContain("4 MB");
    const nowhere = new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName: "no-such-table", Key: keyOf("x") } }] });
    expect((await errorOf(at.client.send(nowhere))).name).toBe("ResourceNotFoundException");
  });

  it("shows what is projected, and costs two units for each 4 KB of an item, or for its absence", async () => {
    await at.client.send(new PutItemCommand({ TableName: at.table, Item: { ...keyOf("wide"), v: text("x".repeat(5_000)), w: text("y") } }));
    const gets = ["wide", "absent"].map((pk) => ({ Get: { TableName: at.table, Key: keyOf(pk), ProjectionExpression: "w" } }));
    const command = new TransactGetItemsCommand({ TransactItems: gets, ReturnConsumedCapacity: "TOTAL" });
    const { Responses, ConsumedCapacity } = await at.client.send(command);
    expect(Responses?.[0]?.Item).toEqual({ w: text("y") });
    expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(6);
  });

  it("refuses one item twice", async () => {
    expect((await errorOf(read(["read", "read"]))).message).toContain("multiple operations on one item");
  });
});
