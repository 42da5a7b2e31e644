import { createHash } from "node:crypto";
import { join } from "node:path";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { type Schedules, startSchedules } from "#infra/local/aws/schedules";
import { batchAnswer } from "#infra/local/batch-answer";
import { SCHEDULE_TIMEZONE } from "#infra/parts/delivery";
import type { ConsumerFunction, StreamFunction, WorkerFunction } from "#runtime/functions";
import type { Handler } from "#runtime/host";
import type { RemoteAddress } from "./address.ts";
import { streamNotice } from "./notices.fr.ts";
import { pollRemoteQueue } from "./queue-source.ts";
import type { RemoteQueue } from "./queues.ts";
import { openPlace } from "./stream-place.ts";
import { followRemoteStream, shardsOf } from "./stream-source.ts";

export type RemoteWorkers = { readonly schedules: Schedules; readonly notices: readonly string[]; readonly stop: () => Promise<void> };

type Starting = {
  readonly workers: readonly WorkerFunction[];
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly address: RemoteAddress;
  readonly sqs: SQSClient;
  readonly queues: ReadonlyMap<string, RemoteQueue>;
  readonly streamArn: string | undefined;
  readonly directory: string;
  readonly now: () => Date;
  readonly unique: () => string;
  readonly onError: (error: unknown) => void;
};

type Running = { readonly stop: () => Promise<void> };

/** Runs every declared worker in this process, fed from queues and a stream somewhere else, and by this machine's clock. */
export async function startRemoteWorkers(starting: Starting): Promise<RemoteWorkers> {
  const { workers, now, onError } = starting;
  const running: Running[] = [];
  for (const worker of workers) if (worker.kind === "consumer") running.push(consume(starting, worker));
  const streams = workers.filter((worker) => worker.kind === "stream");
  const isStreaming = await hasStream(starting);
  if (isStreaming) for (const worker of streams) running.push(follow(starting, worker));
  const planned = workers.flatMap((worker) => {
    if (worker.kind !== "schedule") return [];
    const handle = handlerOf(starting, worker);
    const fire = async (at: Date) => void (await handle({ scheduledTime: at.toISOString() }, timeOf(worker)));
    return [{ name: worker.name.replaceAll("/", "-"), expression: worker.expression, timezone: SCHEDULE_TIMEZONE, fire }];
  });
  const schedules = startSchedules(planned, { now, onError });
  return {
    schedules,
    notices: isStreaming || streams.length === 0 ? [] : [streamNotice(streams.map(({ name }) => name))],
    async stop() {
      schedules.stop();
      await Promise.all(running.map(({ stop }) => stop()));
    },
  };
}

function consume(starting: Starting, worker: ConsumerFunction): Running {
  const { sqs: client, queues, address, now, unique: newId, onError } = starting;
  const queue = queues.get(worker.queue);
  if (!queue) throw new Error(`no queue for ${worker.name}`);
  const handle = handlerOf(starting, worker);
  const { name: functionName, batchSize, concurrency, timeoutSeconds } = worker;
  return pollRemoteQueue({
    ...{ client, url: queue.url, arn: queue.arn, region: address.sdk.region, functionName, batchSize, concurrency, now, newId, onError },
    functionTimeoutMs: timeoutSeconds * 1_000,
    handle: async (event, context) => batchAnswer(await handle(event, context)),
  });
}

function follow(starting: Starting, worker: StreamFunction): Running {
  const { address, streamArn = "", directory, onError } = starting;
  // Another table's stream has other shards: each keeps its own place.
  const mark = createHash("sha256").update(streamArn).digest("hex").slice(0, 12);
  const place = openPlace(join(directory, `stream-${worker.name.replaceAll("/", "-")}-${mark}`));
  const client = new DynamoDBStreamsClient({ ...address.sdk });
  return followRemoteStream({ client, streamArn, worker, handle: handlerOf(starting, worker), place, onError });
}

/** An endpoint may say that a table has a stream and not serve it. */
async function hasStream({ streamArn, address, onError }: Starting): Promise<boolean> {
  if (streamArn === undefined) return false;
  try {
    await shardsOf({ client: new DynamoDBStreamsClient({ ...address.sdk }), streamArn });
    return true;
  } catch (error) {
    onError(error);
    return false;
  }
}

const timeOf = ({ timeoutSeconds }: Pick<WorkerFunction, "timeoutSeconds">) => ({
  getRemainingTimeInMillis: () => timeoutSeconds * 1_000,
});

function handlerOf({ handlers }: Starting, { name }: Pick<WorkerFunction, "name">): Handler {
  const handle = handlers.get(name);
  if (!handle) throw new Error(`no handler for ${name}`);
  return handle;
}
