import * as z from "zod";
import { ACCOUNT, nameIn } from "./arn.ts";
import { AwsError } from "./aws-error.ts";
import { type Operation, type Operations, operation } from "./operation.ts";
import type { Sqs } from "./sqs.ts";
import { attributesOf, settingsFrom } from "./sqs-attributes.ts";
import { INVALID, may, Names, onQueue, ToQueue } from "./sqs-inputs.ts";
import type { Queue } from "./sqs-queue.ts";

const Create = z.object({ QueueName: z.string(), Attributes: z.record(z.string(), z.string()).exactOptional() });
const Move = z.object({ SourceArn: z.string(), DestinationArn: z.string().exactOptional() });

/** The operations about queues themselves. */
export const administrationOf = (sqs: Sqs): Operations =>
  new Map([
    ["CreateQueue", createQueue(sqs)],
    ["GetQueueUrl", getQueueUrl(sqs)],
    ["GetQueueAttributes", getQueueAttributes(sqs)],
    ["PurgeQueue", onQueue(sqs, { action: "PurgeQueue", input: ToQueue, run: (queue) => queue.purge() })],
    ["StartMessageMoveTask", startMessageMoveTask(sqs)],
  ]);

const getQueueUrl = (sqs: Sqs): Operation =>
  operation({
    input: z.object({ QueueName: z.string() }),
    refusal: INVALID,
    grants: ({ QueueName }) => may("GetQueueUrl", QueueName),
    run: ({ QueueName }, { origin }) => ({ QueueUrl: urlOf(origin, sqs.queue(QueueName).name) }),
  });

const getQueueAttributes = (sqs: Sqs): Operation =>
  onQueue(sqs, {
    action: "GetQueueAttributes",
    input: ToQueue.extend({ AttributeNames: Names.exactOptional() }),
    run: (queue, { AttributeNames: names = [] }) => {
      const all = Object.entries(allAttributes(sqs, queue));
      return { Attributes: Object.fromEntries(all.filter(([name]) => names.includes("All") || names.includes(name))) };
    },
  });

/** Creating a queue again is fine with the attributes it has, refused with others. */
const createQueue = (sqs: Sqs): Operation =>
  operation({
    input: Create,
    refusal: INVALID,
    grants: ({ QueueName }) => may("CreateQueue", QueueName),
    run: ({ QueueName, Attributes = {} }, { origin }) => {
      if (!sqs.names().includes(QueueName)) sqs.declare(QueueName, settingsFrom(Attributes));
      const has = sqs.queue(QueueName).settings();
      if (JSON.stringify(attributesOf(settingsFrom(Attributes, has))) !== JSON.stringify(attributesOf(has))) {
        throw new AwsError(400, "QueueNameExists", "A queue already exists with the same name and a different value for an attribute.");
      }
      return { QueueUrl: urlOf(origin, QueueName) };
    },
  });

/** The whole move is done when the answer goes out: there is no task to follow or cancel. */
const startMessageMoveTask = (sqs: Sqs): Operation =>
  operation({
    input: Move,
    refusal: INVALID,
    grants: ({ SourceArn }) => may("StartMessageMoveTask", nameIn(SourceArn)),
    run: ({ SourceArn, DestinationArn }) => {
      const from = sqs.queue(nameIn(SourceArn)).name;
      if (!sqs.names().some((name) => sqs.queue(name).settings().redrive?.deadLetterQueue === from)) {
        throw new AwsError(400, INVALID, "Source queue must be configured as a Dead Letter Queue.");
      }
      sqs.redrive(from, DestinationArn === undefined ? undefined : nameIn(DestinationArn));
      return { TaskHandle: Buffer.from(`moved from ${from}`).toString("base64url") };
    },
  });

function allAttributes(sqs: Sqs, queue: Queue): Record<string, string> {
  const { visible, inFlight, delayed } = queue.counts();
  const { createdAt, changedAt } = sqs.dates(queue.name);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(changedAt / 1000)),
    ...attributesOf(queue.settings()),
  };
}

const urlOf = (origin: string, name: string): string => `${origin}/${ACCOUNT}/${name}`;
