import { Duration } from "aws-cdk-lib";
import { FilterPattern, LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { processWebhook } from "#functions/webhooks/process";
import { alarm } from "./alarms.ts";
import type { Names } from "./names.ts";
import { ALARMS } from "./sentences.fr.ts";
import { logsIdOf } from "./small-function.ts";

/** In an hour. A login that was just ended signals a few times more; a whole environment that sends here does not stop. */
const UNMATCHED = 10;

/** Rings when rightly signed webhooks are nobody's, or no event: each body is one line of the log. */
export function unmatchedAlarm(scope: Construct, names: Names): void {
  const logGroup = scope.node.findChild(logsIdOf(processWebhook.name));
  if (!(logGroup instanceof LogGroup)) throw new Error("the log of the webhooks' worker is not in this stack");
  const unmatched = new MetricFilter(scope, "WebhooksUnmatchedFilter", {
    ...{ logGroup, metricNamespace: names.prefix, metricName: "WebhooksUnmatched" },
    filterPattern: FilterPattern.any(
      FilterPattern.stringValue("$.event", "=", "webhook.unknown"),
      FilterPattern.stringValue("$.event", "=", "webhook.unreadable"),
    ),
  });
  alarm(scope, "WebhooksUnmatched", {
    ...{ description: ALARMS.webhooksUnmatched, threshold: UNMATCHED, topicArn: names.alarmsArn },
    metric: unmatched.metric({ statistic: "Sum", period: Duration.hours(1) }),
  });
}
