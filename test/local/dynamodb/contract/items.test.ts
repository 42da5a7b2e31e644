import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { keyOf, number, text } from "../definition.ts";
import { errorOf } from "../table.ts";
import { tableOverHttp } from "./over-http.ts";

const at = tableOverHttp();
const get = async (pk: string) =>
  (await at.client.send(new GetItemCommand({ TableName: at.table, Key: keyOf(pk), ConsistentRead: true }))).Item;
const put = (item: PutItemCommand["input"]["Item"], more: Partial<PutItemCommand["input"]> = {}) =>
  at.client.send(new PutItemCommand({ TableName: at.table, Item: item, ...more }));
const update = (pk: string, more: Partial<UpdateItemCommand["input"]>) =>
  at.client.send(new UpdateItemCommand({ TableName: at.table, Key: keyOf(pk), ...more }));

describe("one item", () => {
  it("comes back as it was put, binary and nested values too", async () => {
    const item = {
      ...keyOf("whole"),
      bytes: { B: new Uint8Array([0, 255, 7]) },
      list: { L: [number(1), { NULL: true as const }, { BOOL: false }] },
      map: { M: { inner: text("é€😀") } },
      set: { SS: ["a", "b"] },
      empty: text(""),
    };
    await put(item);
    expect(await get("whole")).toEqual(item);
  });

  it("is not put over another when the condition says so, and the failure tells the item on demand", async () => {
    await put({ ...keyOf("once"), n: number(1) });
    const again = (more: Partial<PutItemCommand["input"]>) =>
      put({ ...keyOf("once"), n: number(2) }, { ConditionExpression: "attribute_not_exists(pk)", ...more });
    const silent = await errorOf(again({}));
    expect(silent).toBeInstanceOf(ConditionalCheckFailedException);
    expect(silent).toMatchObject({ Item: undefined });
    expect(await errorOf(again({ ReturnValuesOnConditionCheckFailure: "ALL_OLD" }))).toMatchObject({ Item: { n: { N: "1" } } });
    expect(await get("once")).toMatchObject({ n: { N: "1" } });
  });

  it("tells the item when a conditional update or delete fails", async () => {
    await put({ ...keyOf("kept"), n: number(1) });
    const condition = {
      ConditionExpression: "n = :n",
      ExpressionAttributeValues: { ":n": number(9) },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    };
    const failedDelete = at.client.send(new DeleteItemCommand({ TableName: at.table, Key: keyOf("kept"), ...condition }));
    expect(await errorOf(failedDelete)).toMatchObject({ name: "ConditionalCheckFailedException", Item: { n: { N: "1" } } });
    expect(await errorOf(update("kept", { ...condition, UpdateExpression: "REMOVE n" }))).toMatchObject({ Item: { n: { N: "1" } } });
  });

  it("tells the old item when it is deleted", async () => {
    await put({ ...keyOf("gone"), n: number(1) });
    const { Attributes } = await at.client.send(
      new DeleteItemCommand({ TableName: at.table, Key: keyOf("gone"), ReturnValues: "ALL_OLD" }),
    );
    expect(Attributes).toMatchObject({ n: { N: "1" } });
    expect(await get("gone")).toBeUndefined();
  });

  it("counts to 50 when 50 add one at once", async () => {
    const add = () => update("counter", { UpdateExpression: "ADD n :one", ExpressionAttributeValues: { ":one": number(1) } });
    await Promise.all(Array.from({ length: 50 }, add));
    expect((await get("counter"))?.["n"]).toEqual({ N: "50" });
  });

  it("updates lists, sets, maps and numbers, and shows the result", async () => {
    await put({ ...keyOf("mixed"), list: { L: [number(1)] }, set: { SS: ["x", "y"] }, map: { M: { n: number(2) } }, balance: number(10) });
    const { Attributes } = await update("mixed", {
      UpdateExpression: "SET #l = list_append(#l, :more), #m.n = :nine, balance = balance - :three REMOVE nothing DELETE #s :x",
      ExpressionAttributeNames: { "#l": "list", "#m": "map", "#s": "set" },
      ExpressionAttributeValues: { ":more": { L: [number(3)] }, ":nine": number(9), ":three": number(3), ":x": { SS: ["x"] } },
      ReturnValues: "ALL_NEW",
    });
    expect(Attributes).toMatchObject({
      list: { L: [{ N: "1" }, { N: "3" }] },
      set: { SS: ["y"] },
      map: { M: { n: { N: "9" } } },
      balance: { N: "7" },
    });
  });

  it("keeps 38 digits of a number, also when adding", async () => {
    await put({ ...keyOf("digits"), n: { N: "12345678901234567890123456789012345677" } });
    await update("digits", { UpdateExpression: "ADD n :one", ExpressionAttributeValues: { ":one": number(1) } });
    expect((await get("digits"))?.["n"]).toEqual({ N: "12345678901234567890123456789012345678" });
  });

  it("compares lists and maps by what they hold", async () => {
    const list = { L: [number(1), { M: { a: text("x"), b: { SS: ["1", "2"] } } }] };
    await put({ ...keyOf("deep"), list, map: { M: { inner: list } } });
    const reordered = { L: [number(1), { M: { b: { SS: ["2", "1"] }, a: text("x") } }] };
    const attempt = (condition: string, value: typeof list) =>
      put(
        { ...keyOf("deep"), list, map: { M: { inner: list } } },
        { ConditionExpression: condition, ExpressionAttributeNames: { "#l": "list" }, ExpressionAttributeValues: { ":v": value } },
      );
    await attempt("#l = :v", reordered);
    await attempt("NOT #l <> :v AND (#l = :v OR attribute_not_exists(pk))", list);
    await attempt("#l IN (:v)", list);
    const other = { L: [number(2)] };
    expect((await errorOf(attempt("#l = :v", other))).name).toBe("ConditionalCheckFailedException");
    expect((await errorOf(attempt("#l <> :v", reordered))).name).toBe("ConditionalCheckFailedException");
    await attempt("#l <> :v", other);
  });

  it("gives every call its own values although the expression is the same", async () => {
    const set = (pk: string, value: string) =>
      update(pk, {
        UpdateExpression: "SET #v = :v",
        ExpressionAttributeNames: { "#v": "v" },
        ExpressionAttributeValues: { ":v": text(value) },
      });
    await set("first", "one");
    await set("second", "two");
    await update("second", {
      UpdateExpression: "SET #v = :v",
      ExpressionAttributeNames: { "#v": "w" },
      ExpressionAttributeValues: { ":v": text("three") },
    });
    expect(await get("first")).toEqual({ ...keyOf("first"), v: text("one") });
    expect(await get("second")).toEqual({ ...keyOf("second"), v: text("two"), w: text("three") });
  });
});

describe("refused", () => {
  const refusal = async (call: Promise<unknown>): Promise<string> => {
    const error = await errorOf(call);
    expect(error.name).toBe("ValidationException");
    return error.message;
  };

  it("an unused value, an unused name, a reserved word", async () => {
    const values = { ":a": text("x"), ":b": text("y") };
    expect(await refusal(update("r", { UpdateExpression: "SET a = :a", ExpressionAttributeValues: values }))).toContain("unused");
    const names = { "#a": "a", "#b": "b" };
    expect(await refusal(update("r", { UpdateExpression: "REMOVE #a", ExpressionAttributeNames: names }))).toContain("unused");
    expect(await refusal(update("r", { UpdateExpression: "SET status = :a", ExpressionAttributeValues: { ":a": text("x") } }))).toContain(
      "reserved keyword: status",
    );
  });

  it("an item over 400 KB, measured in bytes", async () => {
    const room = 400 * 1024 - "pk".length - "sk".length - "v".length - "big".length - 1;
    await put({ ...keyOf("big"), v: text("x".repeat(room)) });
    expect(await refusal(put({ ...keyOf("big"), v: text("x".repeat(room + 1)) }))).toContain("Item size has exceeded");
    expect(await refusal(put({ ...keyOf("big"), v: text("é".repeat(room / 2 + 1)) }))).toContain("Item size has exceeded");
    const growing = { UpdateExpression: "SET w = :w", ExpressionAttributeValues: { ":w": text("x") } };
    expect(await refusal(update("big", growing))).toContain("Item size to update has exceeded");
  });

  it("an empty key, of the table or of an index; empty text elsewhere is fine", async () => {
    expect(await refusal(put(keyOf("")))).toContain("empty string value. Key: pk");
    const indexed = { ...keyOf("r"), gsi1pk: text(""), gsi1sk: text("a") };
    expect(await refusal(put(indexed))).toContain("secondary index key");
    await put(keyOf("r"));
    const updated = update("r", { UpdateExpression: "SET gsi1sk = :e", ExpressionAttributeValues: { ":e": text("") } });
    expect(await refusal(updated)).toContain("secondary index key");
  });

  it("a changed key, a wrong type, a missing key", async () => {
    const moved = update("r", { UpdateExpression: "SET sk = :s", ExpressionAttributeValues: { ":s": text("1") } });
    expect(await refusal(moved)).toContain("This attribute is part of the key");
    expect(await refusal(put({ pk: number(1), sk: text("0") }))).toContain("Type mismatch for key pk");
    expect(await refusal(put({ pk: text("x") }))).toContain("Missing the key sk");
    expect(await refusal(put({ ...keyOf("r"), gsi1pk: number(1) }))).toContain("Type mismatch for Index Key gsi1pk");
  });

  it("39 digits, an empty set", async () => {
    expect(await refusal(put({ ...keyOf("r"), n: { N: "1".repeat(39) } }))).toContain("38 significant digits");
    expect(await refusal(put({ ...keyOf("r"), s: { SS: [] } }))).toContain("may not be empty");
  });
});

describe("batches", () => {
  const puts = (names: readonly string[]) => names.map((pk) => ({ PutRequest: { Item: keyOf(pk) } }));
  const names = (count: number) => Array.from({ length: count }, (_, index) => `b${index}`);
  const write = (requests: ReturnType<typeof puts>) =>
    at.client.send(new BatchWriteItemCommand({ RequestItems: { [at.table]: requests } }));

  it("write 25 items and read 100 keys, in any order", async () => {
    const { UnprocessedItems } = await write(puts(names(25)));
    expect(UnprocessedItems).toEqual({});
    const Keys = names(100).map((pk) => keyOf(pk));
    const { Responses } = await at.client.send(new BatchGetItemCommand({ RequestItems: { [at.table]: { Keys, ConsistentRead: true } } }));
    expect(Responses?.[at.table]?.map(({ pk }) => pk?.S).sort()).toEqual(names(25).sort());
  });

  it("delete beside putting", async () => {
    await at.client.send(
      new BatchWriteItemCommand({
        RequestItems: { [at.table]: [{ DeleteRequest: { Key: keyOf("b0") } }, { PutRequest: { Item: { ...keyOf("b1"), n: number(1) } } }] },
      }),
    );
    expect(await get("b0")).toBeUndefined();
    expect(await get("b1")).toMatchObject({ n: { N: "1" } });
  });

  it("are refused with 26 writes, 101 keys or one item twice", async () => {
    expect((await errorOf(write(puts(names(26))))).name).toBe("ValidationException");
    expect((await errorOf(write(puts(["same", "same"])))).message).toContain("duplicates");
    const Keys = names(101).map((pk) => keyOf(pk));
    const reading = at.client.send(new BatchGetItemCommand({ RequestItems: { [at.table]: { Keys } } }));
    expect((await errorOf(reading)).name).toBe("ValidationException");
  });
});
