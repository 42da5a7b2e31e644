import { Duration } from "aws-cdk-lib";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { ConsumerFunction } from "#runtime/functions";
import { deadLetters, ENCRYPTED } from "./dead-letters.ts";
import { VISIBILITY_TIMES_TIMEOUT } from "./delivery.ts";
import { allow } from "./grants.ts";
import { idOf } from "./names.ts";
import { type Ground, smallFunction } from "./small-function.ts";

/** A declared consumer: queue, DLQ, function, and the mapping that hands it batches and takes back what failed. */
export function queueWorker(scope: Construct, worker: ConsumerFunction, ground: Ground): void {
  const { queue: short, timeoutSeconds, receivesMax, batchSize, concurrency } = worker;
  const { names } = ground;
  const queue = new Queue(scope, idOf(`${short}-queue`), {
    queueName: names.queue(short),
    visibilityTimeout: Duration.seconds(timeoutSeconds * VISIBILITY_TIMES_TIMEOUT),
    deadLetterQueue: { queue: deadLetters(scope, worker, names), maxReceiveCount: receivesMax },
    ...ENCRYPTED,
  });
  const receiving = allow(["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], [names.queueArn(short)]);
  const target = smallFunction(scope, worker, ground, [receiving]);
  new EventSourceMapping(scope, `${idOf(worker.name)}Source`, {
    ...{ target, eventSourceArn: queue.queueArn, batchSize, maxConcurrency: concurrency, reportBatchItemFailures: true },
  });
}
