import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import type { Sqs } from "#infra/local/aws/sqs";
import { fakeBank } from "#test/bank";
import { bodyOf, connected, eventsOf } from "#test/webhooks/hooks";
import { testWorld } from "#test/world";

const SECRET = "whsec_example";

/** Counts what is sent to and taken from queues. */
function counting() {
  const calls: string[] = [];
  const around = (real: Sqs): Sqs => ({
    ...real,
    queue(name) {
      const queue = real.queue(name);
      return {
        ...queue,
        send(...given) {
          calls.push(`send ${name}`);
          return queue.send(...given);
        },
      };
    },
  });
  return { calls, around };
}

it("from the door to the read it asks for, a webhook is three calls to queues and two write units (C15)", async () => {
  const bank = await fakeBank();
  const { calls, around } = counting();
  const settings = { SANDBOX_BASE_URL: bank.url, BRIDGE_WEBHOOK_SECRET: SECRET };
  const world = await testWorld({ withoutWorkers: true, aroundQueues: around, settings });
  const mine = await connected(world, "user-1");
  calls.length = 0;
  world.events.length = 0;

  const raw = bodyOf("user-1");
  const signature = `v1=${createHmac("sha256", SECRET).update(raw).digest("hex")}`;
  expect((await world.request("POST", "/api/webhooks/bridge", { raw, headers: { "bridgeapi-signature": signature } })).status).toBe(200);
  const door = world.events.find(({ event }) => event === "request");
  expect(door).toMatchObject({ rru: 0, wru: 0 });

  const received = world.sqs.queue("webhooks").receive({ max: 10 });
  calls.push("receive webhooks");
  const Records = received.map(({ id, body }) => ({ messageId: id, body, attributes: { ApproximateReceiveCount: "1" } }));
  await world.handlers.get("webhooks/process")?.({ Records }, { getRemainingTimeInMillis: () => 30_000 });

  expect(calls).toEqual(["send webhooks", "receive webhooks", "send sync"]);
  const worked = world.events.filter(({ event }) => event === "worked");
  expect(worked.map(({ rru, wru }) => [rru, wru])).toEqual([[1.5, 2]]);
  expect(await eventsOf(mine)).toMatchObject([{ outcome: "sync_requested" }]);
  await world.end();
  await bank.close();
});
