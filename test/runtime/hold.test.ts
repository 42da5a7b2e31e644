import { afterAll, beforeAll, expect, it } from "vitest";
import { newHold } from "#runtime/hold";
import type { Action } from "#store/db";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
let mine: Awaited<ReturnType<typeof company>>;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
  mine = await company(world);
});
afterAll(() => world.end());

const pk = () => `COMPANY#${mine.id}#X`;
const put = (sk: string): Action => ({ Put: { TableName: "", Item: { pk: pk(), sk } } });

it("keeps what is written and sent for later, and tells the handler it is done", async () => {
  const hold = newHold(null);
  const db = hold.around(world.scoped(mine.id));
  expect(await db.transact([put("a"), put("b")])).toEqual({ done: true });
  const sent: unknown[] = [];
  await hold.aroundSender("jobs", { send: async (messages) => void sent.push(...messages) }).send([{ jobId: "j" }]);
  expect(sent).toEqual([]);
  expect(hold.messages).toEqual([{ queue: "jobs", message: { jobId: "j" } }]);
  expect(hold.actions).toHaveLength(2);
  expect(await world.table(mine.id).get({ Key: { pk: pk(), sk: "a" } })).toBeUndefined();
});

it("does not let a handler read what it only just wrote, and leaves every other read alone", async () => {
  const db = newHold(null).around(world.scoped(mine.id));
  await db.transact([put("a")]);
  await expect(db.get({ Key: { pk: pk(), sk: "a" } })).rejects.toThrow("only just wrote");
  const query = { KeyConditionExpression: "#pk = :pk", ExpressionAttributeNames: { "#pk": "pk" } };
  await expect(db.query({ ...query, ExpressionAttributeValues: { ":pk": pk() } })).rejects.toThrow("only just wrote");
  expect(await db.get({ Key: { pk: pk(), sk: "other" } })).toBeUndefined();
  expect((await db.query({ ...query, ExpressionAttributeValues: { ":pk": `COMPANY#${mine.id}#YEARS` } })).items.length).toBeGreaterThan(0);
});

it("tells a handler of several transactions which of them failed, and at which of its own places", async () => {
  const first = newHold(null);
  const db = first.around(world.scoped(mine.id));
  await db.transact([put("a"), put("b")]);
  await db.transact([put("c"), put("d"), put("e")]);
  const failed = first.blame([3]);
  expect(failed).toEqual({ at: 1, outcome: { done: false, failed: [1] } });
  const second = newHold(failed);
  const again = second.around(world.scoped(mine.id));
  expect(await again.transact([put("a"), put("b")])).toEqual({ done: true });
  expect(await again.transact([put("c"), put("d"), put("e")])).toEqual({ done: false, failed: [1] });
  expect(await again.transact([put("c2")])).toEqual({ done: true });
  expect(second.actions).toHaveLength(3);
  expect(second.blame([2])).toEqual({ at: 2, outcome: { done: false, failed: [0] } });
});

it("refuses what leaves the company at once, not when it is sent", async () => {
  const db = newHold(null).around(world.scoped(mine.id));
  await expect(db.transact([{ Delete: { TableName: "", Key: { pk: "COMPANY#other#X", sk: "a" } } }])).rejects.toMatchObject({
    name: "ForeignPartition",
  });
});
