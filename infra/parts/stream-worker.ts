import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { StreamFunction } from "#runtime/functions";
import { acknowledge, streamsOfOneTable } from "./acknowledge.ts";
import { deadLetters, deadLettersOf } from "./dead-letters.ts";
import { allow } from "./grants.ts";
import { idOf } from "./names.ts";
import { type Ground, smallFunction } from "./small-function.ts";

/**
 * Without end: a batch that keeps failing is halved until the one item at fault stands alone, and that one holds its shard up until it is
 * taken or the stream forgets it, after 24 hours. A trail of events must wait rather than go on without one; the alarm on the
 * stream's lag rings after ten minutes, and a check of the trail names what was lost all the same.
 */
const RETRIES = -1;

/** A declared consumer of the table's stream. Only inserts under its sort key prefix reach it; others cost nothing. */
export function streamWorker(scope: Construct, worker: StreamFunction, table: Table, ground: Ground): void {
  const { names } = ground;
  const queue = deadLetters(scope, worker, names);
  const target = smallFunction(scope, worker, ground, [
    allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"], [names.streamsArn]),
    allow(["sqs:SendMessage"], [names.queueArn(deadLettersOf(worker))]),
  ]);
  if (target.role) acknowledge(target.role, streamsOfOneTable(ground.deployment));
  const inserted = {
    eventName: FilterRule.isEqual("INSERT"),
    dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(worker.sortKeyPrefix) } } },
  };
  new EventSourceMapping(scope, `${idOf(worker.name)}Source`, {
    ...{
      target,
      eventSourceArn: ground.deployment.restoredStream || (table.tableStreamArn ?? ""),
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: worker.batchSize,
    },
    ...{ filters: [FilterCriteria.filter(inserted)], reportBatchItemFailures: true, bisectBatchOnError: true, retryAttempts: RETRIES },
    onFailure: { bind: () => ({ destination: queue.queueArn }) },
  });
}
