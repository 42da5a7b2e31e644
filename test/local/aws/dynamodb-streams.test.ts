import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { streamsOperations } from "#infra/local/aws/dynamodb-streams";
import { type Engine, openEngine } from "#infra/local/dynamodb/engine";
import { ensureTable } from "#infra/local/table";
import { type Endpoint, fixedClock, OWNER, READER, startEndpoint } from "#test/local/aws/endpoint";

const clock = fixedClock();
const opened: { engine?: Engine; endpoint?: Endpoint } = {};
const local = (): Endpoint => {
  if (!opened.endpoint) throw new Error("not open yet");
  return opened.endpoint;
};
beforeAll(async () => {
  const engine = await openEngine({ now: clock.now });
  opened.engine = engine;
  for (const name of ["numma", "other"]) await ensureTable(engine, name);
  const { exec } = engine;
  opened.endpoint = await startEndpoint(
    { dynamodb: (operation, input) => exec(operation, input), streams: streamsOperations(engine) },
    clock,
  );
  for (const [table, pk] of [
    ["numma", "a"],
    ["other", "x"],
    ["numma", "b"],
  ] as const)
    await put(table, pk);
});
afterAll(async () => {
  await opened.endpoint?.stop();
  await opened.engine?.close();
});

const put = (TableName: string, pk: string) =>
  new DynamoDBClient(local().config(OWNER)).send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: "1" } } }));
const client = (keys = OWNER) => new DynamoDBStreamsClient(local().config(keys));

async function place() {
  const { Streams = [] } = await client().send(new ListStreamsCommand({ TableName: "numma" }));
  const { StreamArn } = Streams[0] ?? {};
  const { StreamDescription } = await client().send(new DescribeStreamCommand({ StreamArn }));
  return { StreamArn, ShardId: StreamDescription?.Shards?.[0]?.ShardId, StreamDescription };
}

async function read(more: Pick<GetShardIteratorCommandInput, "ShardIteratorType" | "SequenceNumber">, Limit?: number) {
  const { StreamArn, ShardId } = await place();
  const { ShardIterator } = await client().send(new GetShardIteratorCommand({ StreamArn, ShardId, ...more }));
  return client().send(new GetRecordsCommand({ ShardIterator, ...(Limit !== undefined && { Limit }) }));
}
const keysOf = ({ Records = [] }: Awaited<ReturnType<typeof read>>) => Records.map(({ dynamodb }) => dynamodb?.Keys?.["pk"]?.S);

describe("the stream of a table over HTTP", () => {
  it("describes itself: new images, one shard", async () => {
    const { StreamDescription } = await place();
    expect(StreamDescription).toMatchObject({ StreamStatus: "ENABLED", StreamViewType: "NEW_IMAGE", TableName: "numma" });
    expect(StreamDescription?.Shards).toHaveLength(1);
  });

  it("tells the changes of its own table only, in order, from the start, from a place, or from now on", async () => {
    const all = await read({ ShardIteratorType: "TRIM_HORIZON" });
    expect(keysOf(all)).toEqual(["a", "b"]);
    expect(all.Records?.[0]).toMatchObject({ eventName: "INSERT", dynamodb: { NewImage: { pk: { S: "a" } } } });
    const SequenceNumber = all.Records?.[0]?.dynamodb?.SequenceNumber;
    expect(keysOf(await read({ ShardIteratorType: "AT_SEQUENCE_NUMBER", SequenceNumber }))).toEqual(["a", "b"]);
    expect(keysOf(await read({ ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber }))).toEqual(["b"]);
    const latest = await read({ ShardIteratorType: "LATEST" });
    expect(keysOf(latest)).toEqual([]);
    await put("numma", "c");
    expect(keysOf(await client().send(new GetRecordsCommand({ ShardIterator: latest.NextShardIterator })))).toEqual(["c"]);
  });

  it("goes on where a page ended, also over pages that hold nothing of its table", async () => {
    const first = await read({ ShardIteratorType: "TRIM_HORIZON" }, 1);
    const second = await client().send(new GetRecordsCommand({ ShardIterator: first.NextShardIterator, Limit: 1 }));
    const third = await client().send(new GetRecordsCommand({ ShardIterator: second.NextShardIterator, Limit: 1 }));
    expect([keysOf(first), keysOf(second), keysOf(third)]).toEqual([["a"], [], ["b"]]);
  });

  it("refuses another stream, another shard, a place without a number, a forged iterator, and who may not", async () => {
    const { StreamArn, ShardId } = await place();
    const iterator = (more: object) =>
      client().send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON", ...more }));
    const missing = { name: "ResourceNotFoundException" };
    await expect(iterator({ StreamArn: `${StreamArn}x` })).rejects.toMatchObject(missing);
    await expect(iterator({ ShardId: "shardId-00000000000000000000-other" })).rejects.toMatchObject(missing);
    await expect(iterator({ ShardIteratorType: "AFTER_SEQUENCE_NUMBER" })).rejects.toMatchObject({ name: "ValidationException" });
    const forged = new GetRecordsCommand({ ShardIterator: "bm9uc2Vuc2U" });
    await expect(client().send(forged)).rejects.toMatchObject({ name: "ValidationException" });
    const stranger = new DescribeStreamCommand({ StreamArn });
    await expect(client(READER).send(stranger)).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

it("met no bug of its own", () => expect(local().bugs).toEqual([]));
