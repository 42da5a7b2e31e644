import { Duration } from "aws-cdk-lib";
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";

/** CloudWatch's figures, by the names of things, so that no stack needs another's resources to watch them. Five minutes each. */
export const FIVE_MINUTES = Duration.minutes(5);

type Named = { readonly metricName: string; readonly statistic: string; readonly dimensionsMap?: Record<string, string> };

const metric = (namespace: string, named: Named): Metric => new Metric({ namespace, period: FIVE_MINUTES, ...named });

export const queueMetric = (QueueName: string, metricName: string): Metric =>
  metric("AWS/SQS", { metricName, statistic: "Maximum", dimensionsMap: { QueueName } });

export const functionMetric = (FunctionName: string, metricName: string): Metric =>
  metric("AWS/Lambda", { metricName, statistic: "Maximum", dimensionsMap: { FunctionName } });

/** Over all functions of the account and region. */
export const allFunctionsMetric = (metricName: string): Metric => metric("AWS/Lambda", { metricName, statistic: "Sum" });

export const tableMetric = (TableName: string, metricName: string): Metric =>
  metric("AWS/DynamoDB", { metricName, statistic: "Sum", dimensionsMap: { TableName } });

export const apiMetric = (ApiId: string, metricName: string, statistic: string): Metric =>
  metric("AWS/ApiGateway", { metricName, statistic, dimensionsMap: { ApiId } });

/** What an expression of an alarm may look at. */
const METRICS_MAX = 10;

/** One figure out of several. A queue nobody used for hours has no figure: zero. */
export function combined(how: "MAX" | "SUM", metrics: readonly Metric[]): MathExpression {
  if (metrics.length > METRICS_MAX) throw new Error(`an alarm looks at ${METRICS_MAX} metrics at most`);
  const named = Object.fromEntries(metrics.map((one, index) => [`m${index}`, one]));
  const filled = Object.keys(named).map((name) => `FILL(${name}, 0)`);
  return new MathExpression({ expression: `${how}([${filled.join(", ")}])`, usingMetrics: named, period: FIVE_MINUTES });
}

/** Every metric of a name whose dimension begins as the stage's resources do: new ones are there without a word here. */
export const searched = (schema: string, metricName: string, prefix: string, statistic: "Sum" | "Maximum"): MathExpression =>
  new MathExpression({
    expression: `SEARCH('{${schema}} MetricName="${metricName}" ${prefix}', '${statistic}', 300)`,
    ...{ label: "", usingMetrics: {}, period: FIVE_MINUTES },
  });
