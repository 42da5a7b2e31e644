import { expect, it } from "vitest";
import * as z from "zod";
import { WORKERS } from "#functions/all";
import type { ConsumerFunction, ScheduleFunction, StreamFunction, WorkerFunction } from "#runtime/functions";
import { QUEUE_NAMES } from "#runtime/messages";
import { OUTBOX_PREFIX } from "#store/outbox";
import { ofType, STAGE, shaped, type Templates } from "../templates.ts";

const deployedName = (name: string) => `numma-${STAGE}-${name.replace("/", "-")}`;
const isConsumer = (worker: WorkerFunction): worker is ConsumerFunction => worker.kind === "consumer";
const isSchedule = (worker: WorkerFunction): worker is ScheduleFunction => worker.kind === "schedule";
const isStream = (worker: WorkerFunction): worker is StreamFunction => worker.kind === "stream";

const FOURTEEN_DAYS = 1_209_600;
const Redrive = z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() });
const Queue = z.object({
  QueueName: z.string(),
  SqsManagedSseEnabled: z.literal(true),
  MessageRetentionPeriod: z.number().exactOptional(),
  VisibilityTimeout: z.number().exactOptional(),
  RedrivePolicy: Redrive.exactOptional(),
});
const Source = z.looseObject({ EventSourceArn: z.string(), FunctionName: z.string(), BatchSize: z.number() });

export function workerRules({ Workers }: Templates): void {
  const queues = shaped(Workers, "AWS::SQS::Queue", Queue);
  const sources = shaped(Workers, "AWS::Lambda::EventSourceMapping", Source);

  it("has a consumer for every queue messages are declared for", () => {
    expect(
      WORKERS.filter(isConsumer)
        .map(({ queue }) => queue)
        .sort(),
    ).toEqual([...QUEUE_NAMES].sort());
  });

  it.each(WORKERS.filter(isConsumer).map((worker) => [worker.queue, worker] as const))(
    "hands the queue %s to its consumer as declared",
    (short, worker) => {
      expect(queues.find(({ QueueName }) => QueueName === `numma-${STAGE}-${short}`)).toMatchObject({
        VisibilityTimeout: worker.timeoutSeconds * 6,
        RedrivePolicy: { deadLetterTargetArn: `<numma-${STAGE}-${short}-dlq.Arn>`, maxReceiveCount: worker.receivesMax },
      });
      expect(sources.filter(({ EventSourceArn }) => EventSourceArn === `<numma-${STAGE}-${short}.Arn>`)).toEqual([
        {
          ...{
            EventSourceArn: `<numma-${STAGE}-${short}.Arn>`,
            FunctionName: `<${deployedName(worker.name)}>`,
            BatchSize: worker.batchSize,
          },
          ...{ FunctionResponseTypes: ["ReportBatchItemFailures"], ScalingConfig: { MaximumConcurrency: worker.concurrency } },
        },
      ]);
    },
  );

  it("keeps what failed fourteen days", () => {
    const dead = queues.filter(({ QueueName }) => QueueName.endsWith("-dlq"));
    expect(dead.map(({ MessageRetentionPeriod }) => MessageRetentionPeriod)).toEqual(WORKERS.map(() => FOURTEEN_DAYS));
  });

  it("bounds how many of a worker run at once, and tries a message five times before it waits for a person", () => {
    for (const { name, concurrency, receivesMax } of WORKERS.filter(isConsumer)) {
      expect(concurrency, name).toBeGreaterThanOrEqual(2);
      expect(concurrency, name).toBeLessThanOrEqual(20);
      expect(receivesMax, name).toBeGreaterThanOrEqual(5);
    }
  });

  it("fires schedules by the clock in Paris, and keeps what could not be fired or done", () => {
    const found = ofType(Workers, "AWS::Scheduler::Schedule").map(
      ({ properties: { Name, ScheduleExpression, ScheduleExpressionTimezone, Target } }) => {
        const { Arn, DeadLetterConfig, Input } = z
          .object({ Arn: z.string(), DeadLetterConfig: z.object({ Arn: z.string() }), Input: z.string() })
          .parse(Target);
        return { Name, ScheduleExpression, ScheduleExpressionTimezone, Arn, dead: DeadLetterConfig.Arn, Input };
      },
    );
    const expected = WORKERS.filter(isSchedule).map(({ name, expression }) => ({
      ...{
        Name: deployedName(name),
        ScheduleExpression: expression,
        ScheduleExpressionTimezone: "Europe/Paris",
        Arn: `<${deployedName(name)}.Arn>`,
      },
      ...{ dead: `<${deployedName(name)}-dlq.Arn>`, Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}' },
    }));
    expect(found).toEqual(expected);
    const afterwards = ofType(Workers, "AWS::Lambda::EventInvokeConfig").map(({ properties }) => [
      properties["FunctionName"],
      properties["DestinationConfig"],
    ]);
    expect(afterwards).toEqual(expected.map(({ Name, dead }) => [`<${Name}>`, { OnFailure: { Destination: dead } }]));
  });

  it("hands the stream's consumer the inserts under its prefix, and tries a bad one for as long as the stream holds it", () => {
    const fed = sources.filter(({ EventSourceArn }) => EventSourceArn.includes("StreamArn"));
    const expected = WORKERS.filter(isStream).map(({ name, batchSize, sortKeyPrefix }) => ({
      ...{
        FunctionName: `<${deployedName(name)}>`,
        BatchSize: batchSize,
        StartingPosition: "TRIM_HORIZON",
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: -1,
      },
      ...{
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        DestinationConfig: { OnFailure: { Destination: `<${deployedName(name)}-dlq.Arn>` } },
      },
      FilterCriteria: {
        Filters: [{ Pattern: JSON.stringify({ eventName: ["INSERT"], dynamodb: { Keys: { sk: { S: [{ prefix: sortKeyPrefix }] } } } }) }],
      },
    }));
    expect(fed.map(({ EventSourceArn: _arn, ...others }) => others)).toEqual(expected);
    expect(WORKERS.filter(isStream).map(({ sortKeyPrefix }) => sortKeyPrefix)).toContain(OUTBOX_PREFIX);
  });
}
