import * as z from "zod";
import type { Engine, StreamRecord } from "#infra/local/dynamodb/engine";
import { REGION } from "./arn.ts";
import { AwsError, type Grant } from "./aws-error.ts";
import { type Operation, type Operations, operation } from "./operation.ts";

const INVALID = "ValidationException";
/** A stream here is one shard that never ends: one process writes it, in one order. */
const SHARD = "shardId-00000000000000000000-local";
const RECORDS_MAX = 1_000;

const OfStream = z.object({ StreamArn: z.string() });
const Described = z.object({
  Table: z.looseObject({
    TableName: z.string(),
    KeySchema: z.array(z.unknown()),
    LatestStreamArn: z.string().exactOptional(),
    LatestStreamLabel: z.string().exactOptional(),
    StreamSpecification: z.looseObject({ StreamViewType: z.string().exactOptional() }).exactOptional(),
  }),
});
const GetIterator = OfStream.extend({
  ShardId: z.string(),
  ShardIteratorType: z.enum(["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"]),
  SequenceNumber: z
    .string()
    .regex(/^\d{1,21}$/)
    .exactOptional(),
});
/** Where a reader stands: it is what an iterator holds. */
const Iterator = z.object({ arn: z.string(), after: z.int().min(0) });
type Iterator = z.infer<typeof Iterator>;

/** DynamoDB Streams in its JSON 1.0 protocol, over the stream of an engine. */
export const streamsOperations = (engine: Pick<Engine, "exec" | "stream">): Operations =>
  new Map([
    ["ListStreams", listStreams(engine)],
    ["DescribeStream", describeStream(engine)],
    ["GetShardIterator", getShardIterator(engine)],
    ["GetRecords", getRecords(engine)],
  ]);

type Source = Pick<Engine, "exec" | "stream">;

const listStreams = (engine: Source): Operation =>
  operation({
    input: z.object({ TableName: z.string() }),
    refusal: INVALID,
    grants: () => may("ListStreams", "*"),
    async run({ TableName }) {
      const { LatestStreamArn, LatestStreamLabel } = await tableOf(engine, TableName);
      return { Streams: LatestStreamArn ? [{ StreamArn: LatestStreamArn, TableName, StreamLabel: LatestStreamLabel }] : [] };
    },
  });

const describeStream = (engine: Source): Operation =>
  operation({
    input: OfStream.extend({ ExclusiveStartShardId: z.string().exactOptional() }),
    refusal: INVALID,
    grants: ({ StreamArn }) => may("DescribeStream", StreamArn),
    async run({ StreamArn, ExclusiveStartShardId }) {
      const { TableName, KeySchema, LatestStreamLabel, StreamSpecification } = await streamOf(engine, StreamArn);
      const shard = { ShardId: SHARD, SequenceNumberRange: { StartingSequenceNumber: "1".padStart(21, "0") } };
      const Shards = ExclusiveStartShardId === undefined ? [shard] : [];
      const { StreamViewType } = StreamSpecification ?? {};
      return {
        StreamDescription: {
          StreamArn,
          StreamLabel: LatestStreamLabel,
          StreamStatus: "ENABLED",
          StreamViewType,
          TableName,
          KeySchema,
          Shards,
        },
      };
    },
  });

const getShardIterator = (engine: Source): Operation =>
  operation({
    input: GetIterator,
    refusal: INVALID,
    grants: ({ StreamArn }) => may("GetShardIterator", StreamArn),
    async run({ StreamArn, ShardId, ShardIteratorType: type, SequenceNumber }) {
      await streamOf(engine, StreamArn);
      if (ShardId !== SHARD) throw new AwsError(400, "ResourceNotFoundException", `Requested resource not found: Shard: ${ShardId}`);
      if (type.endsWith("SEQUENCE_NUMBER") && SequenceNumber === undefined)
        throw new AwsError(400, INVALID, `SequenceNumber is required for ${type}`);
      const given = Number(SequenceNumber ?? "0");
      const after = {
        TRIM_HORIZON: 0,
        LATEST: engine.stream.last(),
        AT_SEQUENCE_NUMBER: Math.max(0, given - 1),
        AFTER_SEQUENCE_NUMBER: given,
      };
      return { ShardIterator: iteratorText({ arn: StreamArn, after: after[type] }) };
    },
  });

const getRecords = (engine: Source): Operation =>
  operation({
    input: z.object({ ShardIterator: z.string().max(2_048), Limit: z.int().min(1).max(RECORDS_MAX).default(RECORDS_MAX) }),
    refusal: INVALID,
    grants: ({ ShardIterator }) => may("GetRecords", iteratorOf(ShardIterator).arn),
    async run({ ShardIterator, Limit }) {
      const { arn, after } = iteratorOf(ShardIterator);
      const { TableName, StreamSpecification } = await streamOf(engine, arn);
      const read = await engine.stream.read(after, Limit);
      const last = read.at(-1)?.sequence ?? after;
      const own = read.filter(({ table }) => table === undefined || table === TableName);
      const Records = own.map((record) => recordOnWire(record, StreamSpecification?.StreamViewType));
      return { Records, NextShardIterator: iteratorText({ arn, after: last }) };
    },
  });

const may = (action: string, arn: string): readonly Grant[] => [{ action: `dynamodb:${action}`, resource: tableIn(arn) }];

/** `arn:aws:dynamodb:…:table/NAME/stream/LABEL` -> NAME. */
const tableIn = (streamArn: string): string => streamArn.split("/")[1] ?? streamArn;

const tableOf = async (engine: Source, TableName: string) => Described.parse(await engine.exec("DescribeTable", { TableName })).Table;

async function streamOf(engine: Source, arn: string) {
  const table = await tableOf(engine, tableIn(arn));
  if (table.LatestStreamArn !== arn)
    throw new AwsError(400, "ResourceNotFoundException", `Requested resource not found: Stream: ${arn} not found`);
  return table;
}

const iteratorText = (iterator: Iterator): string => Buffer.from(JSON.stringify(iterator)).toString("base64url");

function iteratorOf(text: string): Iterator {
  try {
    return Iterator.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
  } catch {
    throw new AwsError(400, INVALID, "Invalid ShardIterator");
  }
}

const recordOnWire = ({ sequence, eventName, keys, newImage, oldImage, at }: StreamRecord, viewType: string | undefined) => ({
  eventID: String(sequence),
  eventName,
  eventVersion: "1.1",
  eventSource: "aws:dynamodb",
  awsRegion: REGION,
  dynamodb: {
    ApproximateCreationDateTime: Math.floor(at / 1_000),
    Keys: keys,
    ...(newImage && { NewImage: newImage }),
    ...(oldImage && { OldImage: oldImage }),
    SequenceNumber: String(sequence).padStart(21, "0"),
    SizeBytes: Buffer.byteLength(JSON.stringify([keys, newImage, oldImage])),
    ...(viewType !== undefined && { StreamViewType: viewType }),
  },
});
