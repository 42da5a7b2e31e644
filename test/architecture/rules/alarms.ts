import { App, Stack } from "aws-cdk-lib";
import { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { expect, it } from "vitest";
import * as z from "zod";
import { WORKERS } from "#functions/all";
import { ALARMS_MAX } from "#infra/parts/alarms";
import { namesOf } from "#infra/parts/names";
import { workerAlarms } from "#infra/parts/worker-alarms";
import type { WorkerFunction } from "#runtime/functions";
import { ofType, STAGE, shaped, type Templates } from "../templates.ts";

const Watched = z.object({
  MetricName: z.string(),
  Namespace: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
});
const Ringing = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.string()),
  Threshold: z.number(),
  TreatMissingData: z.literal("notBreaching"),
  ComparisonOperator: z.literal("GreaterThanOrEqualToThreshold"),
  EvaluationPeriods: z.number(),
  ExtendedStatistic: z.string().exactOptional(),
  EvaluateLowSampleCountPercentile: z.string().exactOptional(),
  MetricName: z.string().exactOptional(),
  Dimensions: z.array(z.object({ Value: z.string() })).exactOptional(),
  Metrics: z
    .array(z.object({ Expression: z.string().exactOptional(), MetricStat: z.object({ Metric: Watched }).exactOptional() }))
    .default([]),
});

/** Of rightly signed webhooks that are nobody's: one, whatever the workers. */
const UNMATCHED_ALARMS = 1;

const short = (worker: WorkerFunction) => (worker.kind === "consumer" ? worker.queue : worker.name.replaceAll("/", "-"));

export function alarmRules({ Workers, Api }: Templates): void {
  const alarms = shaped([...Workers, ...Api], "AWS::CloudWatch::Alarm", Ringing);
  const watching = (metricName: string) =>
    alarms.flatMap((alarm) => {
      const watched = alarm.Metrics.flatMap(({ MetricStat }) => MetricStat ?? []).filter(({ Metric }) => Metric.MetricName === metricName);
      return alarm.MetricName === metricName || watched.length > 0
        ? [{ ...alarm, of: watched.map(({ Metric }) => Metric.Dimensions[0]?.Value) }]
        : [];
    });

  it("tells a person of one message set aside, and for each queue whom that hurts", () => {
    const aside = watching("ApproximateNumberOfMessagesVisible");
    expect(aside.flatMap(({ of }) => of).sort()).toEqual(WORKERS.map((worker) => `numma-${STAGE}-${short(worker)}-dlq`).sort());
    for (const { AlarmDescription, Threshold, Metrics, of } of aside) {
      expect(Threshold).toBe(1);
      expect(Metrics.map(({ Expression }) => Expression).join("")).toBe(`SUM([${of.map((_, index) => `FILL(m${index}, 0)`).join(", ")}])`);
      for (const worker of WORKERS.filter((one) => of.includes(`numma-${STAGE}-${short(one)}-dlq`)))
        expect(AlarmDescription).toContain(`${short(worker)}-dlq : ${worker.errorImpact}`);
    }
  });

  it("watches errors, time, work that waits, the stream, the table, the account and the partners' signatures", () => {
    const watched = {
      "5xx": 5,
      Latency: 5_000,
      ApproximateAgeOfOldestMessage: 3_600,
      IteratorAge: 600_000,
      ReadThrottleEvents: 20,
      WriteThrottleEvents: 20,
      Throttles: 20,
      WebhooksRefused: 20,
      WebhooksUnmatched: 10,
    };
    for (const [name, threshold] of Object.entries(watched))
      expect(
        watching(name).map(({ Threshold }) => Threshold),
        name,
      ).toEqual([threshold]);
    expect(watching("Latency")).toMatchObject([
      { ExtendedStatistic: "p99", EvaluationPeriods: 3, EvaluateLowSampleCountPercentile: "ignore" },
    ]);
    const [waiting] = watching("ApproximateAgeOfOldestMessage");
    const consumers = WORKERS.filter(({ kind }) => kind === "consumer").map((worker) => `numma-${STAGE}-${short(worker)}`);
    expect([...(waiting?.of ?? [])].sort()).toEqual(consumers.sort());
    const [unmatched] = ofType(Workers, "AWS::Logs::MetricFilter");
    expect(unmatched?.properties).toMatchObject({
      FilterPattern: '{ ($.event = "webhook.unknown") || ($.event = "webhook.unreadable") }',
      MetricTransformations: [{ MetricName: "WebhooksUnmatched", MetricNamespace: `numma-${STAGE}` }],
    });
    const [filter] = ofType(Api, "AWS::Logs::MetricFilter");
    expect(filter?.properties).toMatchObject({
      FilterPattern: '{ ($.route = "POST /api/webhooks/*") && ($.status = "401") }',
      MetricTransformations: [{ MetricName: "WebhooksRefused", MetricNamespace: `numma-${STAGE}` }],
    });
  });

  it("has at most fifteen alarms, all in French sentences that fit, all sent to one topic", () => {
    expect(alarms.length).toBeLessThanOrEqual(ALARMS_MAX);
    expect(new Set(alarms.map(({ AlarmDescription }) => AlarmDescription)).size).toBe(alarms.length);
    for (const { AlarmActions, AlarmDescription } of alarms) {
      expect(AlarmActions).toEqual([`arn:<AWS::Partition>:sns:<AWS::Region>:<AWS::AccountId>:numma-${STAGE}-alarms`]);
      expect(AlarmDescription).toMatch(/^\p{Lu}.{30,}\.$/su);
      expect(AlarmDescription.length).toBeLessThanOrEqual(1_024);
    }
    expect(ofType(Workers, "AWS::SNS::Topic").map(({ properties }) => properties["TopicName"])).toEqual([`numma-${STAGE}-alarms`]);
  });

  it("would still have at most fifteen with twenty-five workers", () => {
    const stack = new Stack(new App({ analyticsReporting: false }), "Many");
    const many = Array.from({ length: 25 }, (_, index) => WORKERS[index % WORKERS.length]).flatMap((worker) => worker ?? []);
    const onceEach = many.filter(({ kind }, index) => kind !== "stream" || index < WORKERS.length);
    workerAlarms(stack, onceEach, namesOf(STAGE));
    const inFront = shaped(Api, "AWS::CloudWatch::Alarm", Ringing).length;
    expect(stack.node.findAll().filter((construct) => construct instanceof Alarm).length + UNMATCHED_ALARMS + inFront).toBeLessThanOrEqual(
      ALARMS_MAX,
    );
  });

  it("has one dashboard: requests, errors, time, cost units, queues, stream, table", () => {
    const boards = shaped(
      [...Workers, ...Api],
      "AWS::CloudWatch::Dashboard",
      z.object({ DashboardName: z.string(), DashboardBody: z.string() }),
    );
    expect(boards.map(({ DashboardName }) => DashboardName)).toEqual([`numma-${STAGE}`]);
    const body = boards[0]?.DashboardBody ?? "";
    const shown = [
      "Count",
      "4xx",
      "5xx",
      "Latency",
      "Errors",
      "Throttles",
      "IteratorAge",
      "ConsumedReadCapacityUnits",
      "WriteThrottleEvents",
    ];
    for (const metric of [...shown, "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"]) expect(body).toContain(metric);
    expect(body).toContain("stats sum(rru) as rru, sum(wru) as wru");
    expect(body).toContain(`/numma/${STAGE}/api/accounts`);
    expect(body).not.toContain(`/numma/${STAGE}/api/health`);
  });
}
