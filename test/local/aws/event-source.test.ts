import { randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type EventSource, type Poller, pollQueue } from "#infra/local/aws/event-source";
import { openSqs } from "#infra/local/aws/sqs";
import { fixedClock, freshDirectory, removeDirectories } from "#test/local/aws/endpoint";

const pollers: Poller[] = [];
afterEach(async () => {
  for (const poller of pollers.splice(0)) await poller.stop();
});

afterAll(removeDirectories);

type Handle = EventSource["handle"];

/** A queue with dead letters after 3 deliveries, polled by a handler. */
function polled(handle: Handle, more: Partial<EventSource> = {}) {
  const clock = fixedClock();
  const sqs = openSqs({ directory: freshDirectory(), now: clock.now, newId: randomUUID });
  const dead = sqs.declare("dead");
  const queue = sqs.declare("work", { visibilitySeconds: 60, redrive: { deadLetterQueue: "dead", receiveCountMax: 3 } });
  const errors: unknown[] = [];
  const start = () => {
    const source = { queue, handle, functionName: "worker", batchSize: 10, concurrency: 2, functionTimeoutMs: 5000, now: clock.now };
    const poller = pollQueue({ ...source, newId: randomUUID, onError: (error) => errors.push(error), ...more });
    pollers.push(poller);
    return poller;
  };
  /** Lets the visibility of what failed end. */
  const comeBack = () => {
    clock.advance(60_000);
    sqs.tick();
  };
  return { clock, sqs, queue, dead, errors, start, comeBack };
}
const bodies = (count: number) => Array.from({ length: count }, (_, index) => ({ body: `m${index}` }));

describe("the event source", () => {
  it("hands messages over the moment they are sent, as Lambda writes them, and deletes them", async () => {
    const events: unknown[] = [];
    const { queue, start, errors } = polled(async (event, context) => {
      events.push(event);
      expect(context.getRemainingTimeInMillis()).toBe(5000);
    });
    const poller = start();
    await poller.idle();
    queue.send([{ body: '{"job":1}', attributes: { kind: { DataType: "String", StringValue: "x" } } }]);
    await poller.idle();
    expect(events).toMatchObject([
      {
        Records: [
          {
            body: '{"job":1}',
            eventSource: "aws:sqs",
            eventSourceARN: "arn:aws:sqs:eu-west-3:000000000000:work",
            awsRegion: "eu-west-3",
            attributes: { ApproximateReceiveCount: "1", SentTimestamp: "1772442000000" },
            messageAttributes: { kind: { stringValue: "x", dataType: "String" } },
          },
        ],
      },
    ]);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    expect(errors).toEqual([]);
  });

  it("keeps batches and concurrency within their bounds", async () => {
    const seen = { running: 0, most: 0, sizes: [] as number[] };
    const { queue, start } = polled(
      async ({ Records }) => {
        seen.sizes.push(Records.length);
        seen.running += 1;
        seen.most = Math.max(seen.most, seen.running);
        await new Promise((resolve) => setImmediate(resolve));
        seen.running -= 1;
      },
      { batchSize: 4, concurrency: 3 },
    );
    queue.send(bodies(30));
    await start().idle();
    expect(seen.sizes.reduce((sum, size) => sum + size)).toBe(30);
    expect(Math.max(...seen.sizes)).toBe(4);
    expect(seen.most).toBe(3);
  });

  it("brings back only the reported messages, and buries a poison one without blocking the others", async () => {
    const delivered = new Map<string, number>();
    const { queue, dead, start, comeBack, errors } = polled(async ({ Records }) => {
      for (const { body } of Records) delivered.set(body, (delivered.get(body) ?? 0) + 1);
      return { batchItemFailures: Records.filter(({ body }) => body === "m3").map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
    queue.send(bodies(10));
    const poller = start();
    await poller.idle();
    expect(queue.counts()).toMatchObject({ visible: 0, inFlight: 1 });
    for (let delivery = 2; delivery <= 4; delivery += 1) {
      comeBack();
      await poller.idle();
    }
    expect([...delivered.values()].sort()).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 3]);
    expect(queue.counts()).toMatchObject({ visible: 0, inFlight: 0 });
    expect(dead.receive({ max: 10 }).map(({ body }) => body)).toEqual(["m3"]);
    expect(errors).toEqual([]);
  });

  const wholeBatchFails: Record<string, Handle> = {
    "a throw": async () => {
      throw new Error("handler broke");
    },
    "an id that is not of the batch": async () => ({ batchItemFailures: [{ itemIdentifier: "unknown" }] }),
    "an empty id": async () => ({ batchItemFailures: [{ itemIdentifier: "" }] }),
  };
  it.each(Object.entries(wholeBatchFails))("fails the whole batch on %s", async (_, handle) => {
    const { queue, start, errors, comeBack } = polled(handle);
    queue.send(bodies(3));
    const poller = start();
    await poller.idle();
    expect(queue.counts()).toMatchObject({ inFlight: 3 });
    expect(errors).toHaveLength(1);
    comeBack();
    await poller.idle();
    expect(errors).toHaveLength(2);
  });

  it("takes an empty list of failures as success", async () => {
    const { queue, start } = polled(async () => ({ batchItemFailures: [] }));
    queue.send(bodies(3));
    await start().idle();
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it("fails the batch of a handler past its time, whatever it answers later", async () => {
    const late: { answer?: () => void } = {};
    const handle: Handle = () =>
      new Promise((resolve) => {
        late.answer = () => resolve({ batchItemFailures: [] });
      });
    const { queue, start, errors } = polled(handle, { functionTimeoutMs: 20 });
    queue.send(bodies(2));
    await start().idle();
    late.answer?.();
    expect(errors).toMatchObject([{ message: "worker timed out after 20 ms" }]);
    expect(queue.counts()).toMatchObject({ inFlight: 2 });
  });

  it("does not delete what became visible again while it worked: it is delivered again", async () => {
    const counts: string[] = [];
    const slowOnce: Handle = async ({ Records }) => {
      counts.push(...Records.map(({ attributes }) => attributes.ApproximateReceiveCount));
      if (counts.length === 1) clock.advance(60_000);
    };
    const { queue, start, clock, errors } = polled(slowOnce, { concurrency: 1 });
    queue.send([{ body: "slow" }]);
    await start().idle();
    expect(counts).toEqual(["1", "2"]);
    expect(errors).toMatchObject([{ code: "ReceiptHandleIsInvalid" }]);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it("stops after the running invocations, and takes nothing more", async () => {
    const gate: { open?: () => void } = {};
    const { queue, start } = polled(() => new Promise((resolve) => (gate.open = () => resolve())), { batchSize: 1, concurrency: 1 });
    queue.send(bodies(2));
    const poller = start();
    await new Promise((resolve) => setImmediate(resolve));
    const stopped = poller.stop();
    gate.open?.();
    await stopped;
    queue.send(bodies(1));
    expect(queue.counts()).toMatchObject({ visible: 2, inFlight: 0 });
  });
});
