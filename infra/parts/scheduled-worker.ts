import { Duration, Stack } from "aws-cdk-lib";
import { PolicyDocument, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnEventInvokeConfig, type Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import type { Construct } from "constructs";
import type { ScheduleFunction } from "#runtime/functions";
import { deadLetters, deadLettersOf } from "./dead-letters.ts";
import { SCHEDULE_TIMEZONE } from "./delivery.ts";
import { allow } from "./grants.ts";
import { idOf } from "./names.ts";
import { type Ground, smallFunction } from "./small-function.ts";

const RETRIES = 2;
/** A firing later than this is of no use: the next one comes. */
const LATE_MAX = Duration.hours(6);

/**
 * A declared schedule. Both ways to fail end in its DLQ: the scheduler could not call the function, or the function, called
 * asynchronously, failed every time. Constructs of level 1, because those above grant more than is used.
 */
export function scheduledWorker(scope: Construct, worker: ScheduleFunction, ground: Ground): void {
  const { names } = ground;
  const queue = deadLetters(scope, worker, names);
  const target = smallFunction(scope, worker, ground, [allow(["sqs:SendMessage"], [names.queueArn(deadLettersOf(worker))])]);
  new CfnEventInvokeConfig(scope, `${idOf(worker.name)}Failures`, {
    ...{
      functionName: target.functionName,
      qualifier: "$LATEST",
      maximumRetryAttempts: RETRIES,
      maximumEventAgeInSeconds: LATE_MAX.toSeconds(),
    },
    destinationConfig: { onFailure: { destination: queue.queueArn } },
  });
  new CfnSchedule(scope, `${idOf(worker.name)}Schedule`, {
    ...{ name: names.function(worker.name), scheduleExpression: worker.expression, scheduleExpressionTimezone: SCHEDULE_TIMEZONE },
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      ...{ arn: target.functionArn, roleArn: callerOf(scope, worker, target, names.queueArn(deadLettersOf(worker))).roleArn, input: INPUT },
      deadLetterConfig: { arn: queue.queueArn },
      retryPolicy: { maximumRetryAttempts: RETRIES, maximumEventAgeInSeconds: LATE_MAX.toSeconds() },
    },
  });
}

/** The scheduler puts its own time in, so that a second firing carries the same one. */
const INPUT = JSON.stringify({ scheduledTime: "<aws.scheduler.scheduled-time>" });

/** The scheduler's role: it may call this function and drop what it could not deliver, for this account only. */
const callerOf = (scope: Construct, { name }: ScheduleFunction, { functionArn }: LambdaFunction, deadLettersArn: string): Role =>
  new Role(scope, `${idOf(name)}Caller`, {
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } },
    }),
    inlinePolicies: {
      call: new PolicyDocument({
        statements: [allow(["lambda:InvokeFunction"], [functionArn]), allow(["sqs:SendMessage"], [deadLettersArn])],
      }),
    },
  });
