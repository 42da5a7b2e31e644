import { BatchWriteItemCommand, PutItemCommand, QueryCommand, type QueryCommandInput, ScanCommand } from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, it } from "vitest";
import { keyOf, number, text } from "../definition.ts";
import { errorOf } from "../table.ts";
import { eventually, tableOverHttp } from "./over-http.ts";

const at = tableOverHttp();
const DAYS = Array.from({ length: 60 }, (_, index) => `2026-11-${String(1 + (index % 28)).padStart(2, "0")}#${index}`);

beforeAll(async () => {
  const writes = DAYS.map((sk, index) => ({
    PutRequest: {
      Item: {
        pk: text("rows"),
        sk: text(sk),
        gsi1pk: text(index % 2 ? "odd" : "even"),
        gsi1sk: text("same"),
        n: number(index),
        gsi3pk: text("keys"),
      },
    },
  }));
  for (let start = 0; start < writes.length; start += 20)
    await at.client.send(new BatchWriteItemCommand({ RequestItems: { [at.table]: writes.slice(start, start + 20) } }));
});

const query = (more: Partial<QueryCommandInput>) =>
  at.client.send(
    new QueryCommand({
      TableName: at.table,
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": text("rows") },
      ...more,
    }),
  );
const index = (name: string, value: string, more: Partial<QueryCommandInput> = {}) =>
  query({ IndexName: name, KeyConditionExpression: `${name}pk = :p`, ExpressionAttributeValues: { ":p": text(value) }, ...more });

/** Every page of a query, as its sort keys. */
async function pages(ask: (start: QueryCommandInput["ExclusiveStartKey"]) => ReturnType<typeof query>): Promise<(string | undefined)[][]> {
  const found: (string | undefined)[][] = [];
  let start: QueryCommandInput["ExclusiveStartKey"];
  do {
    const { Items = [], LastEvaluatedKey } = await ask(start);
    found.push(Items.map(({ sk }) => sk?.S));
    start = LastEvaluatedKey;
  } while (start);
  return found;
}
const from = (start: QueryCommandInput["ExclusiveStartKey"]) => (start ? { ExclusiveStartKey: start } : {});

describe("a query", () => {
  it("answers in the order of the sort key, both ways", async () => {
    const sorted = [...DAYS].sort();
    expect((await query({})).Items?.map(({ sk }) => sk?.S)).toEqual(sorted);
    expect((await query({ ScanIndexForward: false })).Items?.map(({ sk }) => sk?.S)).toEqual(sorted.reverse());
  });

  it("narrows by begins_with, between and comparisons", async () => {
    const narrowed = async (condition: string, values: Record<string, string>) => {
      const named = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));
      const all = { ":p": text("rows"), ...named };
      return (await query({ KeyConditionExpression: `pk = :p and ${condition}`, ExpressionAttributeValues: all })).Items?.map(
        ({ sk }) => sk?.S,
      );
    };
    const expected = (keep: (sk: string) => boolean) => DAYS.filter(keep).sort();
    expect(await narrowed("begins_with(sk, :s)", { ":s": "2026-11-1" })).toEqual(expected((sk) => sk.startsWith("2026-11-1")));
    expect(await narrowed("sk between :a and :b", { ":a": "2026-11-03", ":b": "2026-11-06" })).toEqual(
      expected((sk) => sk >= "2026-11-03" && sk <= "2026-11-06"),
    );
    expect(await narrowed("sk > :s", { ":s": "2026-11-20" })).toEqual(expected((sk) => sk > "2026-11-20"));
    expect(await narrowed("sk < :s", { ":s": "2026-11-20" })).toEqual(expected((sk) => sk < "2026-11-20"));
    expect(await narrowed("sk = :s", { ":s": "2026-11-01#28" })).toEqual(["2026-11-01#28"]);
  });

  it("pages by limit, forwards and backwards, without a gap or a repetition", async () => {
    const forwards = await pages((start) => query({ Limit: 7, ...from(start) }));
    expect(forwards.flat()).toEqual([...DAYS].sort());
    expect(forwards.slice(0, 8).every((page) => page.length === 7)).toBe(true);
    const backwards = await pages((start) => query({ Limit: 13, ScanIndexForward: false, ...from(start) }));
    expect(backwards.flat()).toEqual([...DAYS].sort().reverse());
  });

  it("counts before the filter and after it", async () => {
    const filtered = { FilterExpression: "n >= :n", ExpressionAttributeValues: { ":p": text("rows"), ":n": number(50) } };
    expect(await query(filtered)).toMatchObject({ Count: 10, ScannedCount: 60 });
    expect(await query({ ...filtered, Select: "COUNT" })).not.toHaveProperty("Items");
    const empty = await query({
      ...filtered,
      Limit: 5,
      FilterExpression: "n > :n",
      ExpressionAttributeValues: { ":p": text("rows"), ":n": number(99) },
    });
    expect(empty).toMatchObject({ Count: 0, ScannedCount: 5, LastEvaluatedKey: { pk: text("rows") } });
  });

  it("shows only what is projected", async () => {
    const { Items } = await query({ Limit: 1, ProjectionExpression: "n" });
    expect(Items).toEqual([{ n: { N: "0" } }]);
  });

  it("ends a page with the item that reaches 1 MB", async () => {
    for (const sk of ["1", "2", "3", "4"])
      await at.client.send(new PutItemCommand({ TableName: at.table, Item: { ...keyOf("large", sk), v: text("x".repeat(390_000)) } }));
    const { Count, LastEvaluatedKey } = await query({ ExpressionAttributeValues: { ":p": text("large") } });
    expect({ Count, LastEvaluatedKey }).toEqual({ Count: 3, LastEvaluatedKey: keyOf("large", "3") });
  });

  it("refuses bounds the wrong way round, whatever was asked before", async () => {
    const between = (low: number, high: number) =>
      query({
        FilterExpression: "n between :low and :high",
        ExpressionAttributeValues: { ":p": text("rows"), ":low": number(low), ":high": number(high) },
      });
    expect((await between(1, 2)).Count).toBe(2);
    expect((await errorOf(between(2, 1))).name).toBe("ValidationException");
  });

  it("refuses a start that is not in the partition", async () => {
    const error = await errorOf(query({ ExclusiveStartKey: keyOf("other") }));
    expect(error.name).toBe("ValidationException");
  });
});

describe("an index", () => {
  it("holds the items that have its keys, all of them even under one index key", async () => {
    const { Items = [] } = await eventually(
      () => index("gsi1", "odd"),
      ({ Count }) => Count === 30,
    );
    expect(new Set(Items.map(({ sk }) => sk?.S)).size).toBe(30);
    const paged = await pages((start) => index("gsi1", "odd", { Limit: 4, ...from(start) }));
    expect(new Set(paged.flat()).size).toBe(30);
    expect(paged.flat()).toHaveLength(30);
  });

  it("of keys only shows keys only", async () => {
    const { Items = [] } = await eventually(
      () => index("gsi3", "keys", { Limit: 1 }),
      ({ Count }) => Count === 1,
    );
    expect(Object.keys(Items[0] ?? {}).sort()).toEqual(["gsi3pk", "pk", "sk"]);
  });

  it("follows an item whose index key moves and forgets it when the key goes", async () => {
    const item = (more: Record<string, { S: string }>) =>
      at.client.send(new PutItemCommand({ TableName: at.table, Item: { ...keyOf("mover"), ...more } }));
    const seen = async (expected: number, value: string) =>
      (
        await eventually(
          () => index("gsi2", value),
          ({ Count }) => Count === expected,
        )
      ).Count;
    await item({ gsi2pk: text("here"), gsi2sk: text("1") });
    expect(await seen(1, "here")).toBe(1);
    await item({ gsi2pk: text("there"), gsi2sk: text("1") });
    expect([await seen(0, "here"), await seen(1, "there")]).toEqual([0, 1]);
    await item({ gsi2pk: text("there") });
    expect(await seen(0, "there")).toBe(0);
  });

  it("refuses a consistent read, and an unknown index", async () => {
    expect((await errorOf(index("gsi1", "odd", { ConsistentRead: true }))).message).toContain("Consistent reads are not supported");
    expect((await errorOf(query({ IndexName: "gsi9" }))).message).toContain("does not have the specified index");
  });
});

it("a parallel scan sees every item once", async () => {
  const segment = (Segment: number) =>
    pages((start) =>
      at.client.send(new ScanCommand({ TableName: at.table, Segment, TotalSegments: 3, ConsistentRead: true, ...from(start) })),
    );
  const seen = (await Promise.all([0, 1, 2].map(segment))).flat(2);
  expect(seen.filter((sk) => sk?.startsWith("2026-11"))).toHaveLength(60);
  const { Count } = await eventually(
    () => at.client.send(new ScanCommand({ TableName: at.table, IndexName: "gsi3" })),
    (page) => page.Count === 60,
  );
  expect(Count).toBe(60);
});
