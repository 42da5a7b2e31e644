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

export function workerRules({ Workers, Api }: Templates): void {
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

  it("keeps what failed fourteen days, and tells a person whom it hurts", () => {
    const dead = queues.filter(({ QueueName }) => QueueName.endsWith("-dlq"));
    expect(dead.map(({ MessageRetentionPeriod }) => MessageRetentionPeriod)).toEqual(WORKERS.map(() => FOURTEEN_DAYS));
    const Ringing = z.object({
      AlarmDescription: z.string(),
      AlarmActions: z.array(z.string()),
      Dimensions: z.array(z.object({ Value: z.string() })),
      Threshold: z.literal(1),
    });
    const alarms = shaped(Workers, "AWS::CloudWatch::Alarm", Ringing).map(({ AlarmDescription, Dimensions }) => [
      Dimensions[0]?.Value,
      AlarmDescription,
    ]);
    const short = (worker: WorkerFunction) => (worker.kind === "consumer" ? worker.queue : worker.name.replace("/", "-"));
    expect(alarms.sort()).toEqual(WORKERS.map((worker) => [`<numma-${STAGE}-${short(worker)}-dlq.QueueName>`, worker.errorImpact]).sort());
  });

  it("has at most fifteen alarms, all sent to one topic", () => {
    const alarms = ofType([...Workers, ...Api], "AWS::CloudWatch::Alarm");
    expect(alarms.length).toBeLessThanOrEqual(15);
    for (const { properties } of alarms)
      expect(properties["AlarmActions"]).toEqual([`arn:<AWS::Partition>:sns:<AWS::Region>:<AWS::AccountId>:numma-${STAGE}-alarms`]);
    expect(ofType(Workers, "AWS::SNS::Topic").map(({ properties }) => properties["TopicName"])).toEqual([`numma-${STAGE}-alarms`]);
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

  it("hands the stream's consumer the inserts under its prefix, and sets one bad item aside", () => {
    const fed = sources.filter(({ EventSourceArn }) => EventSourceArn.includes("StreamArn"));
    const expected = WORKERS.filter(isStream).map(({ name, batchSize, sortKeyPrefix }) => ({
      ...{
        FunctionName: `<${deployedName(name)}>`,
        BatchSize: batchSize,
        StartingPosition: "TRIM_HORIZON",
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
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
