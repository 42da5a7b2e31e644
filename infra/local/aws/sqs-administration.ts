import * as z from "zod";
import { ACCOUNT } from "./arn.ts";
import { AwsError } from "./aws-error.ts";
import { type Operation, type Operations, operation } from "./operation.ts";
import type { Sqs } from "./sqs.ts";
import { attributesOf, settingsFrom } from "./sqs-attributes.ts";
import { INVALID, may, Names, onQueue, ToQueue } from "./sqs-inputs.ts";
import { moveTasksOf, sourcesOf } from "./sqs-move-tasks.ts";
import type { Queue } from "./sqs-queue.ts";

const Create = z.object({ QueueName: z.string(), Attributes: z.record(z.string(), z.string()).exactOptional() });

/** The operations about queues themselves. */
export const administrationOf = (sqs: Sqs): Operations =>
  new Map([
    ["CreateQueue", createQueue(sqs)],
    ["GetQueueUrl", getQueueUrl(sqs)],
    ["GetQueueAttributes", getQueueAttributes(sqs)],
    ["PurgeQueue", onQueue(sqs, { action: "PurgeQueue", input: ToQueue, run: (queue) => queue.purge() })],
    ["SetQueueAttributes", setQueueAttributes(sqs)],
    ["DeleteQueue", onQueue(sqs, { action: "DeleteQueue", input: ToQueue, run: (queue) => sqs.drop(queue.name) })],
    ["ListQueues", listQueues(sqs)],
    ["ListDeadLetterSourceQueues", listDeadLetterSourceQueues(sqs)],
    ...moveTasksOf(sqs),
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

const setQueueAttributes = (sqs: Sqs): Operation =>
  onQueue(sqs, {
    action: "SetQueueAttributes",
    input: ToQueue.extend({ Attributes: z.record(z.string(), z.string()) }),
    run: (queue, { Attributes }) => void sqs.declare(queue.name, settingsFrom(Attributes, queue.settings())),
  });

const listQueues = (sqs: Sqs): Operation =>
  operation({
    input: z.object({ QueueNamePrefix: z.string().default("") }),
    refusal: INVALID,
    grants: () => may("ListQueues", "*"),
    run: ({ QueueNamePrefix }, { origin }) => {
      const names = sqs.names().filter((name) => name.startsWith(QueueNamePrefix));
      return { QueueUrls: names.slice(0, QUEUES_LISTED_MAX).map((name) => urlOf(origin, name)) };
    },
  });

const listDeadLetterSourceQueues = (sqs: Sqs): Operation =>
  onQueue(sqs, {
    action: "ListDeadLetterSourceQueues",
    input: ToQueue,
    run: (queue, _, { origin }) => ({ queueUrls: sourcesOf(sqs, queue.name).map((name) => urlOf(origin, name)) }),
  });

const QUEUES_LISTED_MAX = 1_000;

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
