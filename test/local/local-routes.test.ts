import { afterAll, beforeAll, expect, it } from "vitest";
import { withLocalRoutes } from "#infra/local/local-routes";
import { type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const ask = async (method: string, url: string, given?: unknown) => {
  const reply = await withLocalRoutes(world)({
    method,
    url,
    headers: { host: "localhost" },
    body: Buffer.from(given === undefined ? "" : JSON.stringify(given)),
    sourceIp: "127.0.0.1",
  });
  return { status: reply.status, body: JSON.parse(reply.body.toString("utf8")) };
};

it("shows every queue with its dead letters", async () => {
  const { status, body } = await ask("GET", "/_local/queues");
  expect(status).toBe(200);
  expect(body.queues.map(({ name }: { name: string }) => name).sort()).toEqual([
    "exports",
    "exports-dlq",
    "jobs",
    "jobs-dlq",
    "sync",
    "sync-dlq",
    "webhooks",
    "webhooks-dlq",
  ]);
  expect(body.queues[0]).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 });
});

it("fires a schedule at will, and says when there is none", async () => {
  expect(await ask("POST", "/_local/schedules/sync-tick/run")).toEqual({ status: 200, body: { schedule: "sync-tick", fired: true } });
  expect(await ask("POST", "/_local/schedules/nope/run")).toMatchObject({ status: 404 });
  expect(await ask("GET", "/_local/other")).toMatchObject({ status: 404 });
});

it("sends a queue's dead letters back to it, and says when there is no such queue", async () => {
  world.sqs.queue("webhooks-dlq").send([{ body: "{}" }, { body: "{}" }]);
  const received = world.sqs.queue("webhooks");
  expect(await ask("POST", "/_local/queues/webhooks-dlq/redrive")).toEqual({ status: 200, body: { queue: "webhooks", moved: 2 } });
  expect(world.sqs.queue("webhooks-dlq").counts().visible).toBe(0);
  expect(Object.values(received.counts()).reduce((sum, count) => sum + count)).toBe(2);
  received.purge();
  expect(await ask("POST", "/_local/queues/webhooks/redrive")).toEqual({ status: 200, body: { queue: "webhooks", moved: 0 } });
  expect(await ask("POST", "/_local/queues/nowhere/redrive")).toMatchObject({ status: 404 });
  expect(await ask("GET", "/_local/queues/webhooks/redrive")).toMatchObject({ status: 404 });
});

it("makes the indexes late while the product runs, and whole again", async () => {
  expect(await ask("GET", "/_local/indexes")).toEqual({ status: 200, body: { lag_ms: 0 } });
  expect(await ask("PUT", "/_local/indexes", { lag_ms: 2_000 })).toEqual({ status: 200, body: { lag_ms: 2_000 } });
  for (const wrong of [{ lag_ms: -1 }, { lag_ms: "soon" }, {}, undefined])
    expect(await ask("PUT", "/_local/indexes", wrong)).toMatchObject({ status: 400 });
  expect(await ask("PUT", "/_local/indexes", { lag_ms: 0 })).toEqual({ status: 200, body: { lag_ms: 0 } });
});

it("deletes what has expired when asked to, which DynamoDB does in its own time", async () => {
  const ttl = { N: String(Math.floor(world.clock.now().getTime() / 1_000) - 60) };
  await world.engine.exec("PutItem", { TableName: "numma", Item: { pk: { S: "SYSTEM#TEST" }, sk: { S: "OLD" }, ttl } });
  const there = async () =>
    Object(await world.engine.exec("GetItem", { TableName: "numma", Key: { pk: { S: "SYSTEM#TEST" }, sk: { S: "OLD" } } })).Item;
  expect(await there()).toBeDefined();
  expect(await ask("POST", "/_local/expired/sweep")).toEqual({ status: 200, body: { deleted: 1 } });
  expect(await there()).toBeUndefined();
});

it("leaves everything else to the gateway, which knows no such address", async () => {
  expect(await ask("GET", "/health")).toMatchObject({ status: 200, body: { status: "ok" } });
  expect((await world.request("GET", "/_local/queues")).status).toBe(404);
});
