import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acknowledge, IS_A_DEAD_LETTER_QUEUE } from "./acknowledge.ts";
import { alarm } from "./alarms.ts";
import { DEAD_LETTER_DAYS } from "./delivery.ts";
import { idOf, type Names } from "./names.ts";

export const ENCRYPTED = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/** A queue for what could not be worked, and the alarm that tells a person whom that hurts. */
export function deadLetters(
  scope: Construct,
  short: string,
  { names, errorImpact }: { readonly names: Names; readonly errorImpact: string },
): Queue {
  const queue = new Queue(scope, idOf(`${short}-dlq`), {
    queueName: names.queue(`${short}-dlq`),
    retentionPeriod: Duration.days(DEAD_LETTER_DAYS),
    ...ENCRYPTED,
  });
  acknowledge(queue, IS_A_DEAD_LETTER_QUEUE);
  alarm(scope, idOf(`${short}-dlq-alarm`), {
    description: errorImpact,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: "Maximum" }),
    threshold: 1,
    topicArn: names.alarmsArn,
  });
  return queue;
}
