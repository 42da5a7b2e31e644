import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureRemoteQueue, type RemoteQueue } from "#infra/local/remote/queues";
import { contractAt } from "./at.ts";

const at = contractAt();
const made: { queue?: RemoteQueue } = {};
const queue = (): RemoteQueue => {
  if (!made.queue) throw new Error("not made yet");
  return made.queue;
};
const wanted = { queue: "sync" as const, timeoutSeconds: 5, receivesMax: 2 };
beforeAll(async () => {
  made.queue = await ensureRemoteQueue(at.clients.sqs, at.name(""), wanted);
});
afterAll(async () => {
  for (const QueueUrl of [queue().url, queue().deadLetters.url]) await at.clients.sqs.send(new DeleteQueueCommand({ QueueUrl }));
  await expect(at.clients.sqs.send(new GetQueueUrlCommand({ QueueName: at.name("sync") }))).rejects.toMatchObject({
    name: "QueueDoesNotExist",
  });
});

const receive = async (QueueUrl: string, WaitTimeSeconds = 2) => {
  const asked = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds, MessageSystemAttributeNames: ["All" as const] };
  return (await at.clients.sqs.send(new ReceiveMessageCommand(asked))).Messages ?? [];
};
const send = (bodies: readonly string[]) => {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  return at.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: queue().url, Entries }));
};

it("making a queue again changes nothing and gives the same one", async () => {
  expect(await ensureRemoteQueue(at.clients.sqs, at.name(""), wanted)).toEqual(queue());
});

it("messages sent in a batch come, and those deleted do not come back", async () => {
  const { Successful = [], Failed = [] } = await send(["a", "b", "c"]);
  expect([Successful.length, Failed.length]).toEqual([3, 0]);
  const seen = new Map<string, string>();
  for (let round = 0; round < 5 && seen.size < 3; round += 1)
    for (const { Body = "", ReceiptHandle = "" } of await receive(queue().url)) seen.set(Body, ReceiptHandle);
  expect([...seen.keys()].sort()).toEqual(["a", "b", "c"]);
  const Entries = [...seen.values()].map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
  expect((await at.clients.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue().url, Entries }))).Successful).toHaveLength(3);
});

it("a message given back twice is a dead letter", async () => {
  await send(["poison"]);
  const counts: (string | undefined)[] = [];
  for (let round = 0; round < 2; round += 1) {
    const [message] = await receive(queue().url);
    counts.push(message?.Attributes?.ApproximateReceiveCount);
    const back = { QueueUrl: queue().url, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 };
    await at.clients.sqs.send(new ChangeMessageVisibilityCommand(back));
  }
  expect(counts).toEqual(["1", "2"]);
  expect(await receive(queue().url, 0)).toEqual([]);
  const [letter] = await receive(queue().deadLetters.url);
  expect(letter?.Body).toBe("poison");
  await at.clients.sqs.send(new DeleteMessageCommand({ QueueUrl: queue().deadLetters.url, ReceiptHandle: letter?.ReceiptHandle }));
});
