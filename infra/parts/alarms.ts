import type { Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Deployment } from "./deployment.ts";
import type { Names } from "./names.ts";

/** More of them and nobody reads any. */
export const ALARMS_MAX = 15;

/** Where every alarm of a stage goes. A policy of our own replaces the default one, so it names who may publish. */
export function alarmTopic(stack: Stack, names: Names, { alarmEmail }: Deployment): void {
  const topic = new Topic(stack, "Alarms", { topicName: names.alarms, enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      ...{ actions: ["sns:Publish"], resources: [topic.topicArn] },
      conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
    }),
  );
  if (alarmEmail !== "") topic.addSubscription(new EmailSubscription(alarmEmail));
}

type Ringing = {
  /** Says whom it hurts. */
  readonly description: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly topicArn: string;
  /** How many periods in a row; one unless said. */
  readonly periods?: number;
  /** The metric is a percentile, which says nothing over a few figures. */
  readonly percentile?: true;
};

/** Rings once the threshold is reached that many periods in a row; silence is good news. `description` says whom it hurts. */
export function alarm(scope: Construct, id: string, { description, metric, threshold, topicArn, periods = 1, percentile }: Ringing): void {
  const ringing = new Alarm(scope, id, {
    ...{ alarmDescription: description, metric, threshold, evaluationPeriods: periods },
    ...(percentile && { evaluateLowSampleCountPercentile: "ignore" }),
    ...{ comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, treatMissingData: TreatMissingData.NOT_BREACHING },
  });
  ringing.addAlarmAction({ bind: () => ({ alarmActionArn: topicArn }) });
}
