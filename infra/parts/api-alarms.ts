import { FilterPattern, type LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { alarm } from "./alarms.ts";
import { apiMetric, FIVE_MINUTES } from "./metrics.ts";
import type { Names } from "./names.ts";
import { ALARMS } from "./sentences.fr.ts";

const ERRORS = 5;
/** Longer than any request that does not ask to wait (`Prefer: wait`). */
const SLOW_MS = 5_000;
const SLOW_PERIODS = 3;
/** Refused in five minutes. Bridge sends the same event a few times; a key turned by mistake refuses every one. */
const REFUSED = 20;

/** What a person must act on in front: errors, slowness, partners we no longer understand. */
export function apiAlarms(
  scope: Construct,
  { apiId, accessLogs, names }: { readonly apiId: string; readonly accessLogs: LogGroup; readonly names: Names },
): void {
  const topicArn = names.alarmsArn;
  alarm(scope, "ServerErrors", { description: ALARMS.serverErrors, metric: apiMetric(apiId, "5xx", "Sum"), threshold: ERRORS, topicArn });
  alarm(scope, "Slow", {
    ...{
      description: ALARMS.slow,
      metric: apiMetric(apiId, "Latency", "p99"),
      threshold: SLOW_MS,
      periods: SLOW_PERIODS,
      percentile: true,
      topicArn,
    },
  });
  const refused = new MetricFilter(scope, "WebhooksRefusedFilter", {
    ...{ logGroup: accessLogs, metricNamespace: names.prefix, metricName: "WebhooksRefused" },
    filterPattern: FilterPattern.all(
      FilterPattern.stringValue("$.route", "=", "POST /api/webhooks/*"),
      FilterPattern.stringValue("$.status", "=", "401"),
    ),
  });
  alarm(scope, "WebhooksRefused", {
    ...{ description: ALARMS.webhooksRefused, threshold: REFUSED, topicArn },
    metric: refused.metric({ statistic: "Sum", period: FIVE_MINUTES }),
  });
}
