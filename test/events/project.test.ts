import { afterEach, expect, it } from "vitest";
import type { StreamRecord } from "#infra/local/dynamodb/engine";
import { openAccount } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
afterEach(() => world.end());

const INVOCATION = { getRemainingTimeInMillis: () => 60_000 };
const batch = (records: readonly StreamRecord[]) => ({
  Records: records.map(({ eventName, sequence, keys, newImage }) => ({
    eventName,
    dynamodb: { SequenceNumber: String(sequence), Keys: keys, NewImage: newImage },
  })),
});

async function feed(companyId: Awaited<ReturnType<typeof company>>["id"]): Promise<readonly unknown[]> {
  const pk = `COMPANY#${companyId}#CHANGES`;
  const { items } = await world
    .table(companyId)
    .query({ KeyConditionExpression: "#pk = :pk", ExpressionAttributeNames: { "#pk": "pk" }, ExpressionAttributeValues: { ":pk": pk } });
  return items.filter(({ sk }) => sk !== "HEAD").map(({ type }) => type);
}

it("numbers events once when the stream delivers them twice, in halves, and to two projectors at once", async () => {
  world = await testWorld({ withoutWorkers: true });
  const [mine, theirs] = [await company(world), await company(world)];
  for (const one of [mine, theirs, mine]) await openAccount(one);
  const records = await world.engine.stream.read(0, 100);
  const project = (some: readonly StreamRecord[]) => world.handlers.get("events/project")?.(batch(some), INVOCATION);
  await project(records.slice(0, 3));
  await Promise.all([project(records), project(records)]);
  await project(records);
  expect(await feed(mine.id)).toEqual(["company.created", "account.created", "account.created"]);
  expect(await feed(theirs.id)).toEqual(["company.created", "account.created"]);
});
