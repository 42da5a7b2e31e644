import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompanyId } from "#domain/ids";
import type { Db } from "#store/db";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: CompanyId;
let theirs: CompanyId;
let db: Db;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
  mine = (await company(world)).id;
  theirs = (await company(world)).id;
  db = world.scoped(mine);
});
afterAll(() => world.end());

const foreign = () => ({ pk: `COMPANY#${theirs}#COMPANY`, sk: "COMPANY" });
const query = (condition: string, values: Record<string, string>, names: Record<string, string> = { "#pk": "pk" }) => ({
  KeyConditionExpression: condition,
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: values,
});

describe("a handle of one company", () => {
  it("reads its own", async () => {
    expect(await db.get({ Key: { pk: `COMPANY#${mine}#COMPANY`, sk: "COMPANY" } })).toBeDefined();
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    ["get", () => db.get({ Key: foreign() })],
    ["put", () => db.put({ Item: foreign() })],
    [
      "put with a foreign index entry",
      () => db.put({ Item: { pk: `COMPANY#${mine}#X`, sk: "x", gsi1pk: `COMPANY#${theirs}#X`, gsi1sk: "x" } }),
    ],
    ["update", () => db.update({ Key: foreign(), UpdateExpression: "SET a = :a", ExpressionAttributeValues: { ":a": 1 } })],
    [
      "update of an index key",
      () =>
        db.update({
          Key: { pk: `COMPANY#${mine}#X`, sk: "x" },
          UpdateExpression: "SET #g = :g",
          ExpressionAttributeNames: { "#g": "gsi1pk" },
          ExpressionAttributeValues: { ":g": `COMPANY#${theirs}#X` },
        }),
    ],
    ["delete", () => db.delete({ Key: foreign() })],
    ["batch get", () => db.batchGet([{ pk: `COMPANY#${mine}#COMPANY`, sk: "COMPANY" }, foreign()])],
    ["query", () => db.query(query("#pk = :pk", { ":pk": foreign().pk }))],
    ["query of an index", () => db.query({ IndexName: "gsi1", ...query("#pk = :pk", { ":pk": foreign().pk }, { "#pk": "gsi1pk" }) })],
    ["query that hides its partition", () => db.query(query("sk = :sk and #pk = :pk", { ":sk": "x", ":pk": `COMPANY#${mine}#X` }))],
    ["query on something that is no partition key", () => db.query(query("#pk = :pk", { ":pk": `COMPANY#${mine}#X` }, { "#pk": "sk" }))],
    [
      "transaction",
      () =>
        db.transact([
          { Put: { TableName: "", Item: { pk: `COMPANY#${mine}#X`, sk: "x" } } },
          { Delete: { TableName: "", Key: foreign() } },
        ]),
    ],
    [
      "condition check",
      () => db.transact([{ ConditionCheck: { TableName: "", Key: foreign(), ConditionExpression: "attribute_exists(pk)" } }]),
    ],
    ["system partition", () => db.get({ Key: { pk: "SYSTEM#LOGIN#x", sk: "LOGIN" } })],
    ["company whose id merely begins alike", () => db.get({ Key: { pk: `COMPANY#${mine}X#COMPANY`, sk: "COMPANY" } })],
    ["key that is no text", () => db.get({ Key: { pk: 1, sk: "x" } })],
    ["nothing at all", () => db.get({ Key: undefined })],
  ])("refuses a %s that leaves it", async (_, run) => {
    await expect((async () => run())()).rejects.toMatchObject({ name: "ForeignPartition" });
  });
});
