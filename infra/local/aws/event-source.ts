import type { Context, SQSBatchResponse, SQSEvent, SQSMessageAttribute, SQSRecord } from "aws-lambda";
import { REGION } from "./arn.ts";
import { systemAttributes } from "./sqs-message.ts";
import type { Delivery, Queue } from "./sqs-queue.ts";

/** The part of a Lambda context a batch handler may use. */
type BatchContext = Pick<Context, "awsRequestId" | "functionName" | "getRemainingTimeInMillis">;

export type EventSource = {
  readonly queue: Queue;
  readonly functionName: string;
  // biome-ignore lint/suspicious/noConfusingVoidType: a Lambda handler that reports no failures returns nothing
  readonly handle: (event: SQSEvent, context: BatchContext) => Promise<SQSBatchResponse | void>;
  /** Messages an invocation gets at most: 1 to 10. */
  readonly batchSize: number;
  /** Invocations at the same time at most. */
  readonly concurrency: number;
  readonly functionTimeoutMs: number;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Told of every failed invocation and of answers nobody can honour. */
  readonly onError: (error: unknown) => void;
};

export type Poller = {
  /** Takes no more messages, and resolves once the running invocations have ended. */
  readonly stop: () => Promise<void>;
  /** Resolves once nothing is visible in the queue and nothing runs. */
  readonly idle: () => Promise<void>;
};

/**
 * Feeds a queue to a handler as Lambda's event source mapping does with ReportBatchItemFailures: what the handler does not
 * report is deleted; what it reports comes back when its visibility ends. A throw, a timeout, or the id of a message that is
 * not in the batch fails the whole batch. Wakes on send, without polling.
 */
export function pollQueue(source: EventSource): Poller {
  const { queue, concurrency, batchSize } = source;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const idle = idleWatch(() => running.size === 0 && queue.counts().visible === 0);
  const start = (batch: readonly Delivery[]): void => {
    const invocation = invoke(source, batch).finally(() => {
      running.delete(invocation);
      idle.check();
    });
    running.add(invocation);
  };
  const startOrSleep = async (): Promise<void> => {
    const batch = queue.receive({ max: batchSize });
    if (batch.length > 0) start(batch);
    else {
      idle.check();
      await queue.untilVisible(stopping.signal);
    }
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) await (running.size < concurrency ? startOrSleep() : Promise.race(running));
  };
  const looping = loop().catch(source.onError);
  return {
    async stop() {
      stopping.abort();
      await looping;
      await Promise.all(running);
      idle.release();
    },
    idle: idle.reached,
  };
}

/** Lets callers wait until a condition holds; `check` is called whenever it may have become true. */
function idleWatch(isIdle: () => boolean) {
  const waiting = new Set<() => void>();
  const release = (): void => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  const check = (): void => {
    if (waiting.size > 0 && isIdle()) release();
  };
  const reached = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.add(resolve);
      check();
    });
  return { check, release, reached };
}

async function invoke(source: EventSource, batch: readonly Delivery[]): Promise<void> {
  try {
    const failed = await failuresOf(source, eventOf(source.queue, batch));
    for (const { id, receipt } of batch) if (!failed.has(id)) source.queue.delete(receipt);
  } catch (error) {
    source.onError(error);
  }
}

/** What running a batch needs of its function. */
export type BatchFunction = Pick<EventSource, "functionName" | "functionTimeoutMs" | "handle" | "now" | "newId">;

/** Runs a function on a batch: ids of the messages it reports. Throws when the whole batch failed. */
export async function failuresOf(of: BatchFunction, event: SQSEvent): Promise<ReadonlySet<string>> {
  return failedIds(await withinTimeout(of, event), event);
}

/** A handler past its time cannot be stopped in process, but its answer no longer counts. */
async function withinTimeout({ functionName, functionTimeoutMs, handle, now, newId }: BatchFunction, event: SQSEvent): Promise<unknown> {
  const endsAt = now().getTime() + functionTimeoutMs;
  const context: BatchContext = {
    functionName,
    awsRequestId: newId(),
    getRemainingTimeInMillis: () => Math.max(0, endsAt - now().getTime()),
  };
  const timer: { handle?: NodeJS.Timeout } = {};
  const timeout = new Promise<never>((_, reject) => {
    timer.handle = setTimeout(() => reject(new Error(`${functionName} timed out after ${functionTimeoutMs} ms`)), functionTimeoutMs);
  });
  try {
    return await Promise.race([handle(event, context), timeout]);
  } finally {
    clearTimeout(timer.handle);
  }
}

function failedIds(answer: unknown, { Records }: SQSEvent): ReadonlySet<string> {
  if (typeof answer !== "object" || answer === null || !("batchItemFailures" in answer)) return new Set();
  const failures: unknown = answer.batchItemFailures;
  if (failures === null || failures === undefined) return new Set();
  if (!Array.isArray(failures)) throw new Error("batchItemFailures is not a list: the whole batch failed");
  const sent = new Set(Records.map(({ messageId }) => messageId));
  return new Set(
    failures.map((failure: unknown) => {
      const id = typeof failure === "object" && failure !== null && "itemIdentifier" in failure ? failure.itemIdentifier : undefined;
      if (typeof id !== "string" || !sent.has(id))
        throw new Error("batchItemFailures names no message of the batch: the whole batch failed");
      return id;
    }),
  );
}

/** The event a Lambda gets for a batch. */
const eventOf = (queue: Queue, batch: readonly Delivery[]): SQSEvent => ({
  Records: batch.map((message) => recordOf(queue, message)),
});

function recordOf(queue: Queue, message: Delivery): SQSRecord {
  const custom = Object.entries(message.attributes).map(([name, { DataType, StringValue, BinaryValue }]): [string, SQSMessageAttribute] => [
    name,
    {
      dataType: DataType,
      ...(StringValue === undefined ? {} : { stringValue: StringValue }),
      ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
    },
  ]);
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: {
      SenderId: "local",
      SentTimestamp: String(message.sentAt),
      ApproximateReceiveCount: String(message.receiveCount),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
      ...systemAttributes(message),
    },
    messageAttributes: Object.fromEntries(custom),
    md5OfBody: message.md5,
    eventSource: "aws:sqs",
    eventSourceARN: queue.arn,
    awsRegion: REGION,
  };
}
