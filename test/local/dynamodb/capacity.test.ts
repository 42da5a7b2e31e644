import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type ConsumedCapacity,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyOf, number, text } from "./definition.ts";
import { openTable } from "./table.ts";

const opened: { value?: Awaited<ReturnType<typeof openTable>> } = {};
beforeAll(async () => {
  opened.value = await openTable();
});
afterAll(async () => opened.value?.engine.close());
const client = () => {
  if (!opened.value) throw new Error("not opened");
  return opened.value.client;
};

const TableName = "numma";
const TOTAL = { TableName, ReturnConsumedCapacity: "TOTAL" } as const;
const INDEXES = { TableName, ReturnConsumedCapacity: "INDEXES" } as const;
const NAMES_BYTES = "pk".length + "sk".length + "v".length;

/** An item of exactly `bytes`, so long as `pk` and its sort key are short. */
const sized = (pk: string, bytes: number, sk = "0") => ({
  ...keyOf(pk, sk),
  v: text("x".repeat(bytes - NAMES_BYTES - pk.length - sk.length)),
});
const indexed = (pk: string, more: Record<string, { S: string }> = {}) => ({ ...keyOf(pk), gsi1pk: text("g"), gsi1sk: text(pk), ...more });

const units = (consumed: ConsumedCapacity | readonly ConsumedCapacity[] | undefined): number | undefined =>
  consumed === undefined || !("length" in consumed)
    ? consumed?.CapacityUnits
    : consumed.reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);
const put = async (Item: PutItemCommand["input"]["Item"]) =>
  units((await client().send(new PutItemCommand({ ...TOTAL, Item }))).ConsumedCapacity);
const transact = async (TransactItems: TransactWriteItemsCommandInput["TransactItems"]) =>
  (await client().send(new TransactWriteItemsCommand({ TransactItems, ReturnConsumedCapacity: "INDEXES" }))).ConsumedCapacity;

describe("a write", () => {
  it.each([
    [1024, 1],
    [1025, 2],
    [4096, 4],
    [4097, 5],
  ])("of %i bytes costs %i", async (bytes, expected) => {
    expect(await put(sized(`w${bytes}`, bytes))).toBe(expected);
  });

  it("costs the larger of the old and the new item", async () => {
    expect(await put(sized("shrinks", 2500))).toBe(3);
    expect(await put(sized("shrinks", 500))).toBe(3);
    expect(await put(sized("shrinks", 500))).toBe(1);
  });

  it("counts characters in bytes", async () => {
    expect(await put({ ...keyOf("accents"), v: text("é".repeat(512)) })).toBe(2);
  });

  it("of a counter costs 1, a delete what it deletes, of nothing 1", async () => {
    const counter = new UpdateItemCommand({
      ...TOTAL,
      Key: keyOf("n"),
      UpdateExpression: "ADD n :n",
      ExpressionAttributeValues: { ":n": number(1) },
    });
    expect(units((await client().send(counter)).ConsumedCapacity)).toBe(1);
    await put(sized("deleted", 1025));
    const remove = async () => units((await client().send(new DeleteItemCommand({ ...TOTAL, Key: keyOf("deleted") }))).ConsumedCapacity);
    expect([await remove(), await remove()]).toEqual([2, 1]);
  });
});

describe("an index entry", () => {
  const write = async (Item: PutItemCommand["input"]["Item"]) =>
    (await client().send(new PutItemCommand({ ...INDEXES, Item }))).ConsumedCapacity;
  const of = (consumed: ConsumedCapacity | undefined) =>
    Object.fromEntries(Object.entries(consumed?.GlobalSecondaryIndexes ?? {}).map(([name, { CapacityUnits }]) => [name, CapacityUnits]));

  it("costs 1 when it appears, changes or goes, 0 when it stays, 2 when its key moves", async () => {
    expect(await write(indexed("i"))).toEqual({
      TableName,
      CapacityUnits: 2,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { gsi1: { CapacityUnits: 1 } },
    });
    expect(of(await write(indexed("i")))).toEqual({});
    expect(of(await write(indexed("i", { v: text("1") })))).toEqual({ gsi1: 1 });
    expect(of(await write(indexed("i", { v: text("1"), gsi1sk: text("moved") })))).toEqual({ gsi1: 2 });
    expect(of(await write(keyOf("i")))).toEqual({ gsi1: 1 });
    expect(of(await write(keyOf("i")))).toEqual({});
  });

  it("costs per KB, and nothing where only unprojected attributes change", async () => {
    const wide = { gsi1pk: text("g"), gsi1sk: text("w"), gsi3pk: text("k") };
    expect(of(await write({ ...sized("wide", 1500), ...wide }))).toEqual({ gsi1: 2, gsi3: 1 });
    expect(of(await write({ ...sized("wide", 1501), ...wide }))).toEqual({ gsi1: 2 });
  });

  it("in two indexes is paid twice", async () => {
    const both = indexed("two", { gsi2pk: text("g"), gsi2sk: text("s") });
    expect(await put(both)).toBe(3);
    const removed = await client().send(new DeleteItemCommand({ ...INDEXES, Key: keyOf("two") }));
    expect([units(removed.ConsumedCapacity), of(removed.ConsumedCapacity)]).toEqual([3, { gsi1: 1, gsi2: 1 }]);
  });
});

describe("a batch or transaction", () => {
  it("write of 25 small items costs 25", async () => {
    const requests = Array.from({ length: 25 }, (_, index) => ({ PutRequest: { Item: sized(`batch${index}`, 460) } }));
    const batch = new BatchWriteItemCommand({ ReturnConsumedCapacity: "TOTAL", RequestItems: { [TableName]: requests } });
    expect((await client().send(batch)).ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 25 }]);
  });

  it("doubles what it costs in the table", async () => {
    const two = ["t1", "t2"].map((pk) => ({ Put: { TableName, Item: sized(pk, 500) } }));
    expect(await transact(two)).toEqual([
      { TableName, CapacityUnits: 4, WriteCapacityUnits: 4, Table: { CapacityUnits: 4, WriteCapacityUnits: 4 } },
    ]);
    expect(units(await transact([{ Put: { TableName, Item: sized("t3", 1025) } }]))).toBe(4);
  });

  it("of a small put with one index entry costs 3", async () => {
    const [consumed] = (await transact([{ Put: { TableName, Item: indexed("t4") } }])) ?? [];
    expect(consumed).toMatchObject({
      CapacityUnits: 3,
      Table: { CapacityUnits: 2 },
      GlobalSecondaryIndexes: { gsi1: { CapacityUnits: 1 } },
    });
  });

  it("pays 2 per KB for a check, at least 2", async () => {
    const check = (pk: string, condition: string) => ({ ConditionCheck: { TableName, Key: keyOf(pk), ConditionExpression: condition } });
    await put(sized("checked", 1025));
    expect(units(await transact([check("nobody", "attribute_not_exists(pk)")]))).toBe(2);
    expect(units(await transact([check("checked", "attribute_exists(pk)")]))).toBe(4);
  });

  it("done before, by its token, is only read", async () => {
    const input = {
      ClientRequestToken: "again",
      ReturnConsumedCapacity: "TOTAL",
      TransactItems: [{ Put: { TableName, Item: sized("t5", 500) } }],
    } as const;
    const send = async () =>
      (await client().send(new TransactWriteItemsCommand({ ...input, TransactItems: [...input.TransactItems] }))).ConsumedCapacity;
    expect(await send()).toEqual([{ TableName, CapacityUnits: 2, WriteCapacityUnits: 2 }]);
    expect(await send()).toEqual([{ TableName, CapacityUnits: 2, ReadCapacityUnits: 2 }]);
  });
});

describe("a read", () => {
  const get = async (pk: string, ConsistentRead: boolean) =>
    units((await client().send(new GetItemCommand({ ...TOTAL, Key: keyOf(pk), ConsistentRead }))).ConsumedCapacity);
  const query = async (more: Partial<QueryCommandInput>) =>
    (await client().send(new QueryCommand({ ...INDEXES, KeyConditionExpression: "pk = :p", ...more }))).ConsumedCapacity;
  const rows = { ExpressionAttributeValues: { ":p": text("rows") } };

  beforeAll(async () => {
    for (const bytes of [4096, 4097]) await put(sized(`r${bytes}`, bytes));
    const requests = Array.from({ length: 25 }, (_, index) => ({ PutRequest: { Item: sized("rows", 460, String(index + 10)) } }));
    await client().send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  });

  it.each([
    ["r4096", 0.5, 1],
    ["r4097", 1, 2],
    ["nobody", 0.5, 1],
  ])("of %s costs %d, consistent %d", async (pk, eventual, consistent) => {
    expect([await get(pk, false), await get(pk, true)]).toEqual([eventual, consistent]);
  });

  it("of a page is rounded up once, before the filter, whatever is projected", async () => {
    expect(units(await query(rows))).toBe(1.5);
    expect(units(await query({ ...rows, ConsistentRead: true }))).toBe(3);
    const filter = { FilterExpression: "v = :z", ExpressionAttributeValues: { ":p": text("rows"), ":z": text("no") } };
    expect(units(await query({ ...filter, ProjectionExpression: "pk" }))).toBe(1.5);
    expect(units(await query({ ...rows, Limit: 1 }))).toBe(0.5);
    expect(units(await query({ ExpressionAttributeValues: { ":p": text("nothing here") } }))).toBe(0.5);
  });

  it("of an index is paid there", async () => {
    await put(indexed("entry", { gsi1pk: text("read") }));
    const consumed = await query({
      IndexName: "gsi1",
      KeyConditionExpression: "gsi1pk = :p",
      ExpressionAttributeValues: { ":p": text("read") },
    });
    expect(consumed).toEqual({
      TableName,
      CapacityUnits: 0.5,
      Table: { CapacityUnits: 0 },
      GlobalSecondaryIndexes: { gsi1: { CapacityUnits: 0.5 } },
    });
  });

  it("of a batch is rounded up for every item, of a transaction twice that", async () => {
    const Keys = ["10", "11", "12"].map((sk) => keyOf("rows", sk));
    const batch = new BatchGetItemCommand({
      ReturnConsumedCapacity: "TOTAL",
      RequestItems: { [TableName]: { Keys: [...Keys, keyOf("nobody")] } },
    });
    expect(units((await client().send(batch)).ConsumedCapacity)).toBe(2);
    const gets = [keyOf("r4097"), keyOf("nobody")].map((Key) => ({ Get: { TableName, Key } }));
    const transaction = new TransactGetItemsCommand({ ReturnConsumedCapacity: "TOTAL", TransactItems: gets });
    expect((await client().send(transaction)).ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 6, ReadCapacityUnits: 6 }]);
  });

  it("is not reported unasked; a scan is a page like a query", async () => {
    expect((await client().send(new GetItemCommand({ TableName, Key: keyOf("x") }))).ConsumedCapacity).toBeUndefined();
    const { ConsumedCapacity } = await client().send(new ScanCommand({ ...TOTAL, IndexName: "gsi3" }));
    expect(ConsumedCapacity?.CapacityUnits).toBe(0.5);
  });
});
