import { afterAll, beforeAll, expect, it } from "vitest";
import { withLocalRoutes } from "#infra/local/local-routes";
import { type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const ask = async (method: string, url: string) => {
  const reply = await withLocalRoutes(world)({ method, url, headers: { host: "localhost" }, body: Buffer.alloc(0), sourceIp: "127.0.0.1" });
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

it("leaves everything else to the gateway, which knows no such address", async () => {
  expect(await ask("GET", "/health")).toMatchObject({ status: 200, body: { status: "ok" } });
  expect((await world.request("GET", "/_local/queues")).status).toBe(404);
});
