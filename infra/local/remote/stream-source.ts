import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  type _Record as StreamedRecord,
} from "@aws-sdk/client-dynamodb-streams";
import type { StreamFunction } from "#runtime/functions";
import type { Handler } from "#runtime/host";
import { pause } from "./queue-source.ts";
import { DONE, type StreamPlace } from "./stream-place.ts";

export type RemoteStream = {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly worker: Pick<StreamFunction, "batchSize" | "timeoutSeconds">;
  readonly handle: Handler;
  readonly place: StreamPlace;
  readonly onError: (error: unknown) => void;
};

const PAUSE_MS = 1_000;
const SHARDS_MAX = 1_000;

/** Every shard the stream has. Throws what the endpoint answers: one without DynamoDB Streams is found out by asking. */
export async function shardsOf({ client, streamArn }: Pick<RemoteStream, "client" | "streamArn">): Promise<readonly Shard[]> {
  const found: Shard[] = [];
  let after: string | undefined;
  do {
    const asked = new DescribeStreamCommand({ StreamArn: streamArn, ...(after !== undefined && { ExclusiveStartShardId: after }) });
    const { StreamDescription } = await client.send(asked);
    found.push(...(StreamDescription?.Shards ?? []));
    after = StreamDescription?.LastEvaluatedShardId;
  } while (after !== undefined && found.length < SHARDS_MAX);
  return found;
}

/**
 * Follows a table's stream and feeds it to a function, in order: a shard after its parent, a batch after the one before, from where
 * it stopped last time. A batch that fails is tried again, and a batch may come twice.
 */
export function followRemoteStream(stream: RemoteStream): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const iterators = new Map<string, string>();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const isBusy = await round(stream, iterators, stopping.signal).catch((error: unknown) => {
        iterators.clear();
        if (!stopping.signal.aborted) stream.onError(error);
        return false;
      });
      if (!isBusy) await pause(PAUSE_MS, stopping.signal);
    }
  };
  const looping = loop();
  return {
    async stop() {
      stopping.abort();
      await looping;
    },
  };
}

/** One look at every shard whose turn it is; whether there was anything. An iterator that is lost or too old is asked for again. */
async function round(stream: RemoteStream, iterators: Map<string, string>, signal: AbortSignal): Promise<boolean> {
  const shards = await shardsOf(stream);
  const ids = shards.map(({ ShardId = "" }) => ShardId);
  stream.place.keepOnly(ids);
  let isBusy = false;
  for (const { ShardId = "", ParentShardId = "" } of shards) {
    if (signal.aborted) return false;
    const { place } = stream;
    const isItsTurn = !ids.includes(ParentShardId) || place.of(ParentShardId) === DONE;
    if (place.of(ShardId) !== DONE && isItsTurn) isBusy = (await batchOf(stream, ShardId, iterators)) || isBusy;
  }
  return isBusy;
}

async function batchOf(stream: RemoteStream, shardId: string, iterators: Map<string, string>): Promise<boolean> {
  const { client, worker, handle, place } = stream;
  const ShardIterator = iterators.get(shardId) ?? (await iteratorAt(stream, shardId));
  const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator, Limit: worker.batchSize }));
  if (Records.length > 0) {
    await handle({ Records: Records.map(recordOf) }, { getRemainingTimeInMillis: () => worker.timeoutSeconds * 1_000 });
    place.move(shardId, Records.at(-1)?.dynamodb?.SequenceNumber ?? "");
  }
  if (NextShardIterator === undefined) {
    iterators.delete(shardId);
    place.move(shardId, DONE);
  } else iterators.set(shardId, NextShardIterator);
  return Records.length > 0;
}

const recordOf = ({ eventName, dynamodb: { SequenceNumber, Keys, NewImage, OldImage } = {} }: StreamedRecord) => ({
  eventName,
  eventSource: "aws:dynamodb",
  dynamodb: { SequenceNumber, Keys, ...(NewImage && { NewImage }), ...(OldImage && { OldImage }) },
});

/** What was read is a day old at most on AWS; where the stream no longer reaches back that far, its oldest record is next. */
async function iteratorAt({ client, streamArn, place }: RemoteStream, ShardId: string): Promise<string | undefined> {
  const known = place.of(ShardId);
  const oldest = new GetShardIteratorCommand({ StreamArn: streamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" });
  if (known === undefined) return (await client.send(oldest)).ShardIterator;
  const next = { StreamArn: streamArn, ShardId, ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber: known };
  try {
    return (await client.send(new GetShardIteratorCommand(next))).ShardIterator;
  } catch (error) {
    if (error instanceof Error && error.name === "TrimmedDataAccessException") return (await client.send(oldest)).ShardIterator;
    throw error;
  }
}
