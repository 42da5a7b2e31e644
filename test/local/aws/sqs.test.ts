import { createHash } from "node:crypto";
import {
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attributesMd5 } from "#infra/local/aws/sqs-message";
import { type Endpoint, READER, startEndpoint } from "#test/local/aws/endpoint";

const started: { endpoint?: Endpoint } = {};
const local = (): Endpoint => {
  if (!started.endpoint) throw new Error("the endpoint is not started");
  return started.endpoint;
};
beforeAll(async () => {
  started.endpoint = await startEndpoint();
});
afterAll(() => local().stop());

const numbers = { next: 0 };
/** A queue of its own, with the calls of these tests. */
async function queueWith(Attributes: Record<string, string> = {}, given?: string) {
  numbers.next += 1;
  const name = given ?? `queue-${numbers.next}`;
  const client = local().sqs();
  const { QueueUrl = "" } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return {
    name,
    client,
    QueueUrl,
    send: (MessageBody: string, more: object = {}) => client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more })),
    receive: async (more: Partial<ReceiveMessageCommandInput> = {}) => {
      const wanted = { MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["All" as const], ...more };
      return (await client.send(new ReceiveMessageCommand({ QueueUrl, ...wanted }))).Messages ?? [];
    },
    delete: (ReceiptHandle: string | undefined) => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
    count: async () => {
      const { Attributes: found } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
      const named = new Map(Object.entries(found ?? {}));
      const read = (name: string) => Number(named.get(`ApproximateNumberOfMessages${name}`));
      return { visible: read(""), inFlight: read("NotVisible"), delayed: read("Delayed"), all: found };
    },
  };
}
const seconds = (count: number) => local().clock.advance(count * 1000);

describe("queues", () => {
  it("are created twice with the same attributes, never with others", async () => {
    const first = await queueWith({ VisibilityTimeout: "60" }, "again");
    expect((await queueWith({ VisibilityTimeout: "60" }, "again")).QueueUrl).toBe(first.QueueUrl);
    expect((await queueWith({}, "again")).QueueUrl).toBe(first.QueueUrl);
    await expect(queueWith({ VisibilityTimeout: "61" }, "again")).rejects.toMatchObject({ name: "QueueNameExists" });
    await expect(queueWith({ VisibilityTimeout: "43201" })).rejects.toMatchObject({ name: "InvalidAttributeValue" });
    await expect(queueWith({ Speed: "high" })).rejects.toMatchObject({ name: "InvalidAttributeName" });
    await expect(queueWith({}, "no spaces")).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  it("are found by name under the address the caller used", async () => {
    const { QueueUrl, name, client } = await queueWith();
    expect(QueueUrl).toBe(`${local().endpoint}/000000000000/${name}`);
    expect((await client.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl).toBe(QueueUrl);
    await expect(client.send(new GetQueueUrlCommand({ QueueName: "none" }))).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  });

  it("tell their attributes and purge their messages", async () => {
    const queue = await queueWith({ DelaySeconds: "0", VisibilityTimeout: "12" });
    await queue.send("a");
    await queue.send("b", { DelaySeconds: 5 });
    await queue.send("c");
    await queue.receive({ MaxNumberOfMessages: 1 });
    const { visible, inFlight, delayed, all } = await queue.count();
    expect({ visible, inFlight, delayed }).toEqual({ visible: 1, inFlight: 1, delayed: 1 });
    expect(all).toMatchObject({ QueueArn: `arn:aws:sqs:eu-west-3:000000000000:${queue.name}`, VisibilityTimeout: "12" });
    await queue.client.send(new PurgeQueueCommand(queue));
    expect(await queue.count()).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 });
  });
});

describe("messages", () => {
  it("come with the MD5 of their body, their attributes and when they were sent", async () => {
    const queue = await queueWith();
    const MessageAttributes = {
      kind: { DataType: "String", StringValue: "sync" },
      raw: { DataType: "Binary", BinaryValue: Buffer.from([1, 2]) },
    };
    const sent = await queue.send("café €", { MessageAttributes });
    expect(sent.MD5OfMessageBody).toBe(createHash("md5").update("café €").digest("hex"));
    const [message] = await queue.receive({ MessageAttributeNames: ["All"] });
    expect(message).toMatchObject({ Body: "café €", MessageId: sent.MessageId, MessageAttributes: { kind: { StringValue: "sync" } } });
    expect(message?.MessageAttributes?.raw?.BinaryValue).toEqual(new Uint8Array([1, 2]));
    expect(message?.Attributes).toMatchObject({ ApproximateReceiveCount: "1", SentTimestamp: String(local().clock.now().getTime()) });
  });

  it("have the attribute digest every SDK computes", () => {
    // One attribute: name, type and value, each after its length, with the kind byte of a string before the value.
    const bytes = Buffer.concat([
      Buffer.from([0, 0, 0, 1]), Buffer.from("a"),
      Buffer.from([0, 0, 0, 6]), Buffer.from("String"),
      Buffer.from([1, 0, 0, 0, 1]), Buffer.from("b"),
    ]); // biome-ignore format: one field a line
    expect(attributesMd5({ a: { DataType: "String", StringValue: "b" } })).toBe(createHash("md5").update(bytes).digest("hex"));
  });

  it("are hidden once received, and come back with a higher count when the visibility ends", async () => {
    const queue = await queueWith({ VisibilityTimeout: "30" });
    await queue.send("work");
    const [first] = await queue.receive();
    expect(await queue.receive()).toEqual([]);
    seconds(29);
    expect(await queue.receive()).toEqual([]);
    seconds(1);
    const [second] = await queue.receive();
    expect(second?.Attributes?.ApproximateReceiveCount).toBe("2");
    expect(second?.Attributes?.ApproximateFirstReceiveTimestamp).toBe(first?.Attributes?.ApproximateFirstReceiveTimestamp);
    await expect(queue.delete(first?.ReceiptHandle)).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
    await queue.delete(second?.ReceiptHandle);
    await queue.delete(second?.ReceiptHandle);
    seconds(60);
    expect(await queue.receive()).toEqual([]);
  });

  it("cannot be deleted by a receipt past its visibility, nor by nonsense", async () => {
    const queue = await queueWith();
    await queue.send("work");
    const [message] = await queue.receive({ VisibilityTimeout: 5 });
    seconds(5);
    await expect(queue.delete(message?.ReceiptHandle)).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
    await expect(queue.delete("nonsense")).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
  });

  it("stay hidden as long as their visibility is changed to, and come back at once at zero", async () => {
    const queue = await queueWith();
    await queue.send("work");
    const [message] = await queue.receive();
    const change = (VisibilityTimeout: number) =>
      queue.client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: queue.QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout }),
      );
    await change(100);
    seconds(99);
    expect(await queue.receive()).toEqual([]);
    await change(0);
    expect(await queue.receive()).toHaveLength(1);
    seconds(30);
    await expect(change(10)).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
  });

  it("wait their delay", async () => {
    const queue = await queueWith({ DelaySeconds: "10" });
    await queue.send("usual");
    await queue.send("now", { DelaySeconds: 0 });
    expect((await queue.receive()).map(({ Body }) => Body)).toEqual(["now"]);
    seconds(10);
    expect((await queue.receive()).map(({ Body }) => Body)).toEqual(["usual"]);
  });

  it("are forgotten after their retention", async () => {
    const queue = await queueWith({ MessageRetentionPeriod: "60" });
    await queue.send("old");
    seconds(61);
    expect(await queue.receive()).toEqual([]);
    expect((await queue.count()).visible).toBe(0);
  });

  it("hold at most 1 MB of allowed characters", async () => {
    const queue = await queueWith();
    await queue.send("x".repeat(1_048_576));
    await expect(queue.send("x".repeat(1_048_577))).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await expect(queue.send("a\u0000b")).rejects.toMatchObject({ name: "InvalidMessageContents" });
    await expect(queue.send("")).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });
});

describe("long polling", () => {
  it("answers as soon as a message is sent", async () => {
    const queue = await queueWith();
    const waiting = queue.receive({ WaitTimeSeconds: 20 });
    await queue.send("wake up");
    expect((await waiting).map(({ Body }) => Body)).toEqual(["wake up"]);
  });

  it("answers as soon as a hidden message is visible again", async () => {
    const queue = await queueWith({ ReceiveMessageWaitTimeSeconds: "20" });
    await queue.send("again");
    await queue.receive();
    const waiting = queue.receive();
    await queue.count();
    seconds(30);
    local().services.sqs.tick();
    expect(await waiting).toHaveLength(1);
  });

  it("gives up after its time, and takes nothing for a caller who hung up", async () => {
    const queue = await queueWith();
    const hangUp = new AbortController();
    const command = new ReceiveMessageCommand({ QueueUrl: queue.QueueUrl, WaitTimeSeconds: 20 });
    const left = queue.client.send(command, { abortSignal: hangUp.signal });
    await queue.count();
    hangUp.abort();
    await expect(left).rejects.toMatchObject({ name: "AbortError" });
    expect(await queue.receive({ WaitTimeSeconds: 1 })).toEqual([]);
    await queue.send("still there");
    expect(await queue.receive()).toHaveLength(1);
  });

  it("leaves to others a message sent right after the caller hung up", async () => {
    const queue = local().services.sqs.declare("left-alone");
    const hangUp = new AbortController();
    const waiting = queue.receiveWithin(20_000, { max: 1 }, hangUp.signal);
    hangUp.abort();
    queue.send([{ body: "for others" }]);
    expect(await waiting).toEqual([]);
    expect(queue.receive({ max: 1 })).toHaveLength(1);
  });
});

describe("batches", () => {
  it("succeed and fail entry by entry", async () => {
    const { client, QueueUrl, receive } = await queueWith();
    const sent = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: "a", MessageBody: "a" },
          { Id: "b", MessageBody: "\u0001" },
          { Id: "c", MessageBody: "c" },
        ],
      }),
    );
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(["a", "c"]);
    expect(sent.Failed).toMatchObject([{ Id: "b", Code: "InvalidMessageContents", SenderFault: true }]);
    const messages = await receive();
    const Entries = messages.map(({ ReceiptHandle, Body: Id }) => ({ Id, ReceiptHandle, VisibilityTimeout: 0 }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    const again = await receive();
    const deleted = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: "ok", ReceiptHandle: again[0]?.ReceiptHandle },
          { Id: "no", ReceiptHandle: "?" },
        ],
      }),
    );
    expect(deleted).toMatchObject({ Successful: [{ Id: "ok" }], Failed: [{ Id: "no", Code: "ReceiptHandleIsInvalid" }] });
  });

  it("hold 1 to 10 entries with their own ids, and 1 MB in all", async () => {
    const { client, QueueUrl } = await queueWith();
    const send = (bodies: string[], id = (index: number) => `id${index}`) =>
      client.send(new SendMessageBatchCommand({ QueueUrl, Entries: bodies.map((MessageBody, index) => ({ Id: id(index), MessageBody })) }));
    await expect(send([])).rejects.toMatchObject({ name: "EmptyBatchRequest" });
    await expect(send(Array.from({ length: 11 }, () => "x"))).rejects.toMatchObject({ name: "TooManyEntriesInBatchRequest" });
    await expect(send(["x", "y"], () => "same")).rejects.toMatchObject({ name: "BatchEntryIdsNotDistinct" });
    await expect(send(["x".repeat(600_000), "y".repeat(600_000)])).rejects.toMatchObject({ name: "BatchRequestTooLong" });
    await expect(client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 }))).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
  });
});

describe("dead letters", () => {
  const pair = async (maxReceiveCount: number) => {
    const dead = await queueWith();
    const deadLetterTargetArn = `arn:aws:sqs:eu-west-3:000000000000:${dead.name}`;
    const queue = await queueWith({ VisibilityTimeout: "10", RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }) });
    return { queue, dead, deadLetterTargetArn };
  };

  it("are messages received as often as allowed and never deleted", async () => {
    const { queue, dead } = await pair(3);
    const { MessageId } = await queue.send("poison");
    for (const count of ["1", "2", "3"]) {
      const [message] = await queue.receive();
      expect(message?.Attributes?.ApproximateReceiveCount).toBe(count);
      seconds(10);
    }
    expect(await dead.receive()).toEqual([]);
    expect(await queue.receive()).toEqual([]);
    const [letter] = await dead.receive();
    expect(letter).toMatchObject({ MessageId, Body: "poison" });
    expect(letter?.Attributes?.DeadLetterQueueSourceArn).toBe(`arn:aws:sqs:eu-west-3:000000000000:${queue.name}`);
  });

  it("go back where they died when redriven, as new messages", async () => {
    const { queue, dead, deadLetterTargetArn } = await pair(1);
    const { MessageId } = await queue.send("retry me");
    await queue.receive();
    seconds(10);
    await queue.receive();
    await dead.client.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetterTargetArn }));
    const [message] = await queue.receive();
    expect(message).toMatchObject({ Body: "retry me", Attributes: { ApproximateReceiveCount: "1" } });
    expect(message?.MessageId).not.toBe(MessageId);
    expect((await dead.count()).visible).toBe(0);
  });

  it("are moved by a task that is listed once it is done, and that nothing can stop any more", async () => {
    const { queue, dead, deadLetterTargetArn: SourceArn } = await pair(1);
    const other = await queueWith();
    await queue.send("elsewhere");
    await queue.receive();
    seconds(10);
    await queue.receive();
    const DestinationArn = `arn:aws:sqs:eu-west-3:000000000000:${other.name}`;
    const list = (MaxResults?: number) => dead.client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults }));
    expect((await list()).Results).toEqual([]);
    const { TaskHandle } = await dead.client.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
    expect((await other.receive())[0]?.Body).toBe("elsewhere");
    await dead.client.send(new StartMessageMoveTaskCommand({ SourceArn }));
    expect((await list()).Results).toMatchObject([{ Status: "COMPLETED", SourceArn, ApproximateNumberOfMessagesMoved: 0 }]);
    expect((await list(10)).Results?.[1]).toMatchObject({ DestinationArn, ApproximateNumberOfMessagesMoved: 1 });
    const cancel = (handle: string | undefined) => dead.client.send(new CancelMessageMoveTaskCommand({ TaskHandle: handle }));
    await expect(cancel(TaskHandle)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(cancel("nonsense")).rejects.toMatchObject({ name: "InvalidParameterValue" });
    const sources = await dead.client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.QueueUrl }));
    expect(sources.queueUrls).toEqual([queue.QueueUrl]);
  });

  it("take their rule from attributes set later", async () => {
    const queue = await queueWith();
    const dead = await queueWith();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `arn:aws:sqs:eu-west-3:000000000000:${dead.name}`, maxReceiveCount: 1 });
    const Attributes = { VisibilityTimeout: "10", RedrivePolicy };
    await queue.client.send(new SetQueueAttributesCommand({ QueueUrl: queue.QueueUrl, Attributes }));
    await queue.send("late rule");
    await queue.receive();
    seconds(10);
    expect(await queue.receive()).toEqual([]);
    expect((await dead.receive())[0]?.Body).toBe("late rule");
    const wrong = new SetQueueAttributesCommand({ QueueUrl: queue.QueueUrl, Attributes: { VisibilityTimeout: "-1" } });
    await expect(queue.client.send(wrong)).rejects.toMatchObject({ name: "InvalidAttributeValue" });
    const { QueueUrls = [] } = await queue.client.send(new ListQueuesCommand({ QueueNamePrefix: queue.name }));
    expect(QueueUrls).toContain(queue.QueueUrl);
  });

  it("need a queue that is there, and only a dead-letter queue is redriven", async () => {
    const policy = { deadLetterTargetArn: "arn:aws:sqs:eu-west-3:000000000000:nowhere", maxReceiveCount: 1 };
    await expect(queueWith({ RedrivePolicy: JSON.stringify(policy) })).rejects.toMatchObject({ name: "QueueDoesNotExist" });
    const plain = await queueWith();
    const move = new StartMessageMoveTaskCommand({ SourceArn: `arn:aws:sqs:eu-west-3:000000000000:${plain.name}` });
    await expect(plain.client.send(move)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });
});

it("refuses what the signer was not granted", async () => {
  const { QueueUrl } = await queueWith({}, "inbox");
  const reader = local().sqs(READER);
  await reader.send(new SendMessageCommand({ QueueUrl, MessageBody: "allowed" }));
  await expect(reader.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({ name: "AccessDeniedException" });
  const other = await queueWith();
  const denied = reader.send(new SendMessageCommand({ QueueUrl: other.QueueUrl, MessageBody: "no" }));
  await expect(denied).rejects.toMatchObject({ name: "AccessDeniedException", $metadata: { httpStatusCode: 400 } });
});

it("met no bug of its own", () => expect(local().bugs).toEqual([]));
