import { afterEach, expect, it } from "vitest";
import * as z from "zod";
import { instantOf } from "#domain/dates";
import type { Engine } from "#infra/local/dynamodb/engine";
import { auditTrail } from "#store/audit";
import { feedHead } from "#store/feed-head";
import { commit } from "#store/outbox";
import { intactTrail, project } from "#test/events/trail";
import { openAccount } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

const Answered = z.object({ ConsumedCapacity: z.object({ CapacityUnits: z.number() }) });

let world: TestWorld;
afterEach(() => world.end());

const types = async (companyId: Parameters<typeof intactTrail>[1]) => (await intactTrail(world, companyId)).map(({ type }) => type);

it("numbers events once when the stream delivers them twice, in halves, and to two projectors at once", async () => {
  world = await testWorld({ withoutWorkers: true });
  const [mine, theirs] = [await company(world), await company(world)];
  for (const one of [mine, theirs, mine]) await openAccount(one);
  const records = await world.engine.stream.read(0, 100);
  await project(world, records.slice(0, 3));
  await Promise.all([project(world, records), project(world, records)]);
  await project(world, records);
  expect(await types(mine.id)).toEqual(["company.created", "account.created", "account.created"]);
  expect(await types(theirs.id)).toEqual(["company.created", "account.created"]);
});

it("says who, from which network, when, in which request, to what, and keeps no time to live", async () => {
  world = await testWorld();
  const mine = await company(world);
  const account = await openAccount(mine);
  await world.idle();
  const [, entry] = await intactTrail(world, mine.id);
  expect(entry).toMatchObject({
    type: "account.created",
    at: instantOf(world.clock.now()),
    doer: { kind: "person", id: mine.personId, network: "127.0.0.0/24" },
    objects: [{ id: account.id, version: 1 }],
    count: 1,
  });
  expect(entry?.requestId).not.toBe("");
  const stored = await world.table(mine.id).get({ Key: { pk: `COMPANY#${mine.id}#AUDIT`, sk: "000000000002" } });
  expect(stored).not.toHaveProperty("ttl");
});

it("counts the objects of an event that has too many to name", async () => {
  world = await testWorld();
  const mine = await company(world);
  const objects = Array.from({ length: 250 }, (_, index) => ({ id: `txn_${index}`, version: 1 }));
  const event = { id: world.newId("event"), type: "test.many", at: instantOf(world.clock.now()), requestId: "r", objects } as const;
  await commit(world.table(mine.id), mine.id, [], { ...event, doer: { kind: "system", id: "test" } });
  await world.idle();
  const entry = (await intactTrail(world, mine.id)).at(-1);
  expect([entry?.objects.length, entry?.count]).toEqual([100, 250]);
});

it("costs one write unit an event and one a batch, and one strong read", async () => {
  const spent: string[] = [];
  const counted = (engine: Engine): Engine => ({
    ...engine,
    async exec(operation, ...rest) {
      const answer = await engine.exec(operation, ...rest);
      spent.push(`${operation} ${Answered.parse(answer).ConsumedCapacity.CapacityUnits}`);
      return answer;
    },
  });
  world = await testWorld({ withoutWorkers: true, around: counted });
  const mine = await company(world);
  for (let one = 0; one < 9; one += 1) await openAccount(mine, `Compte ${one}`);
  const records = await world.engine.stream.read(0, 100);
  spent.length = 0;
  await project(world, records);
  expect(spent).toEqual(["GetItem 1", ...Array.from({ length: 10 }, () => "PutItem 1"), "UpdateItem 1"]);
});

it("goes on for the other companies when one company's events cannot be taken, and says so", async () => {
  world = await testWorld({ withoutWorkers: true });
  const [mine, theirs] = [await company(world), await company(world)];
  const trail = auditTrail(world.table(mine.id), mine.id);
  await project(world, await world.engine.stream.read(0, 1));
  const [first] = await intactTrail(world, mine.id);
  if (!first) throw new Error("no entry");
  await trail.add({ ...first, sequence: 2, eventId: world.newId("event") });
  await openAccount(mine);
  await openAccount(theirs);
  await expect(project(world, await world.engine.stream.read(0, 100))).rejects.toThrow("an entry stands where none may");
  expect(await types(theirs.id)).toEqual(["company.created", "account.created"]);
  expect(await feedHead(world.table(mine.id), mine.id)).toMatchObject({ sequence: 1 });
});
