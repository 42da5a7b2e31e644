import { createHmac } from "node:crypto";
import type { Sqs } from "#infra/local/aws/sqs";
import { fakeBank } from "#test/bank";
import { testWorld } from "#test/world";
import { bodyOf, connected, eventsOf } from "./hooks.ts";

const SECRET = "whsec_example";

type Units = { readonly rru: number; readonly wru: number };

/** What a webhook took from its door to the read it asks for: the answer, the calls to queues, the door's and the worker's units, what it became. */
export type WebhookCost = {
  readonly status: number;
  readonly calls: readonly string[];
  readonly door: Units;
  readonly worker: Units;
  readonly outcomes: readonly unknown[];
};

/** Counts what is sent to queues. */
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

/** Sends one webhook of a known user, and does what it asks its worker for (C15). */
export async function webhookCost(): Promise<WebhookCost> {
  const bank = await fakeBank();
  const { calls, around } = counting();
  const settings = { SANDBOX_BASE_URL: bank.url, BRIDGE_WEBHOOK_SECRET: SECRET };
  const world = await testWorld({ withoutWorkers: true, aroundQueues: around, settings });
  const mine = await connected(world, "user-1");
  calls.length = 0;
  world.events.length = 0;
  const unitsOf = (name: string): Units => {
    const found = world.events.filter(({ event }) => event === name);
    const sum = (unit: "rru" | "wru") => found.reduce((total, event) => total + Number(event[unit]), 0);
    return { rru: sum("rru"), wru: sum("wru") };
  };

  const raw = bodyOf("user-1");
  const signature = `v1=${createHmac("sha256", SECRET).update(raw).digest("hex")}`;
  const { status } = await world.request("POST", "/api/webhooks/bridge", { raw, headers: { "bridgeapi-signature": signature } });
  const door = unitsOf("request");
  const received = world.sqs.queue("webhooks").receive({ max: 10 });
  calls.push("receive webhooks");
  const Records = received.map(({ id, body }) => ({ messageId: id, body, attributes: { ApproximateReceiveCount: "1" } }));
  await world.handlers.get("webhooks/process")?.({ Records }, { getRemainingTimeInMillis: () => 30_000 });
  const worker = unitsOf("worked");
  const outcomes = (await eventsOf(mine)).map(({ outcome }) => outcome);
  await world.end();
  await bank.close();
  return { status, calls: [...calls], door, worker, outcomes };
}
