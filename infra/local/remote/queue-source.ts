import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { type BatchFunction, failuresOf } from "#infra/local/aws/event-source";

export type RemoteSource = BatchFunction & {
  readonly client: SQSClient;
  readonly url: string;
  readonly arn: string;
  readonly region: string;
  /** Messages an invocation gets at most: 1 to 10. */
  readonly batchSize: number;
  /** Invocations at the same time at most. */
  readonly concurrency: number;
  readonly onError: (error: unknown) => void;
};

/** How long one question waits at the queue: the longest SQS allows, so that an idle queue costs three calls a minute. */
const WAIT_SECONDS = 20;
const RETRY_MS = 2_000;

/**
 * Feeds a queue somewhere else to a handler, as Lambda's event source mapping would: long polling, batches, at most `concurrency`
 * of them at once; what the handler does not report as failed is deleted, the rest comes back when its visibility ends.
 */
export function pollRemoteQueue(source: RemoteSource): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      if (running.size >= source.concurrency) await Promise.race(running);
      else start(await receive(source, stopping.signal));
    }
  };
  const start = (messages: readonly Message[]): void => {
    if (messages.length === 0) return;
    const invocation = invoke(source, messages).finally(() => running.delete(invocation));
    running.add(invocation);
  };
  const looping = loop();
  return {
    async stop() {
      stopping.abort();
      await looping;
      await Promise.all(running);
    },
  };
}

/** Nothing when the endpoint does not answer: it is asked again a little later. */
async function receive({ client, url, batchSize, onError }: RemoteSource, signal: AbortSignal): Promise<readonly Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: batchSize,
    WaitTimeSeconds: WAIT_SECONDS,
    MessageSystemAttributeNames: ["All"],
    MessageAttributeNames: ["All"],
  });
  try {
    return (await client.send(command, { abortSignal: signal })).Messages ?? [];
  } catch (error) {
    if (signal.aborted) return [];
    onError(error);
    await pause(RETRY_MS, signal);
    return [];
  }
}

/** Sleeps, unless the signal aborts first. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });

async function invoke(source: RemoteSource, messages: readonly Message[]): Promise<void> {
  try {
    const failed = await failuresOf(source, eventOf(source, messages));
    const Entries = messages
      .filter(({ MessageId = "" }) => !failed.has(MessageId))
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    if (Entries.length === 0) return;
    const { Failed = [] } = await source.client.send(new DeleteMessageBatchCommand({ QueueUrl: source.url, Entries }));
    if (Failed.length > 0) throw new Error(`${Failed.length} messages of ${source.functionName} were worked on and not deleted`);
  } catch (error) {
    source.onError(error);
  }
}

const eventOf = (source: RemoteSource, messages: readonly Message[]): SQSEvent => ({
  Records: messages.map((message) => recordOf(source, message)),
});

function recordOf({ arn, region }: RemoteSource, message: Message): SQSRecord {
  const {
    SenderId = "",
    SentTimestamp = "",
    ApproximateReceiveCount = "1",
    ApproximateFirstReceiveTimestamp = "",
  } = message.Attributes ?? {};
  const custom = Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType = "String", StringValue, BinaryValue }]) => {
    const binary = BinaryValue && { binaryValue: Buffer.from(BinaryValue).toString("base64") };
    return [name, { dataType: DataType, ...(StringValue !== undefined && { stringValue: StringValue }), ...binary }] as const;
  });
  return {
    messageId: message.MessageId ?? "",
    receiptHandle: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    attributes: { SenderId, SentTimestamp, ApproximateReceiveCount, ApproximateFirstReceiveTimestamp },
    messageAttributes: Object.fromEntries(custom),
    md5OfBody: message.MD5OfBody ?? "",
    eventSource: "aws:sqs",
    eventSourceARN: arn,
    awsRegion: region,
  };
}
