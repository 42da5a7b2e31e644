import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { WorkerFunction } from "#runtime/functions";
import { acknowledge, IS_A_DEAD_LETTER_QUEUE } from "./acknowledge.ts";
import { DEAD_LETTER_DAYS } from "./delivery.ts";
import { idOf, type Names } from "./names.ts";

export const ENCRYPTED = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/** Short name of the queue where a worker's failed work waits. */
export const deadLettersOf = (worker: WorkerFunction): string =>
  `${worker.kind === "consumer" ? worker.queue : worker.name.replaceAll("/", "-")}-dlq`;

/** A queue for what a worker could not do. Its alarm is one of infra/parts/worker-alarms.ts. */
export function deadLetters(scope: Construct, worker: WorkerFunction, names: Names): Queue {
  const short = deadLettersOf(worker);
  const queue = new Queue(scope, idOf(short), {
    queueName: names.queue(short),
    retentionPeriod: Duration.days(DEAD_LETTER_DAYS),
    ...ENCRYPTED,
  });
  acknowledge(queue, IS_A_DEAD_LETTER_QUEUE);
  return queue;
}
