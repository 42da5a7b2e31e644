import type { Stack } from "aws-cdk-lib";
import { Dashboard, GraphWidget, type IMetric, LogQueryVisualizationType, LogQueryWidget } from "aws-cdk-lib/aws-cloudwatch";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import { apiMetric, functionMetric, searched, tableMetric } from "./metrics.ts";
import type { Names } from "./names.ts";
import { DASHBOARD } from "./sentences.fr.ts";

/** Logs Insights asks this many log groups at once. */
const LOG_GROUPS_MAX = 50;

/**
 * The one page to look at: requests, errors, time, what the table costs, queues, stream. Cost units come from the log lines that carry
 * `Numma-Cost`, asked when somebody looks: a metric filter a function would cost more each month than what it counts.
 */
export function dashboard(stack: Stack, names: Names, apiId: string): void {
  const streams = WORKERS.filter(({ kind }) => kind === "stream").map(({ name }) => functionMetric(names.function(name), "IteratorAge"));
  new Dashboard(stack, "Dashboard", {
    dashboardName: names.prefix,
    widgets: [
      [
        graph(DASHBOARD.requests, [apiMetric(apiId, "Count", "Sum"), apiMetric(apiId, "4xx", "Sum"), apiMetric(apiId, "5xx", "Sum")]),
        graph(DASHBOARD.latency, [apiMetric(apiId, "Latency", "p50"), apiMetric(apiId, "Latency", "p99")]),
      ],
      [
        graph(DASHBOARD.functionErrors, [searched("AWS/Lambda,FunctionName", "Errors", names.prefix, "Sum")]),
        graph(DASHBOARD.functionThrottles, [searched("AWS/Lambda,FunctionName", "Throttles", names.prefix, "Sum")]),
      ],
      [
        graph(DASHBOARD.queues, [searched("AWS/SQS,QueueName", "ApproximateNumberOfMessagesVisible", names.prefix, "Maximum")]),
        graph(DASHBOARD.age, [searched("AWS/SQS,QueueName", "ApproximateAgeOfOldestMessage", names.prefix, "Maximum")]),
      ],
      [graph(DASHBOARD.stream, streams), units(names)],
      [
        graph(DASHBOARD.table, tableMetrics(names, "ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits")),
        graph(DASHBOARD.tableThrottles, tableMetrics(names, "ReadThrottleEvents", "WriteThrottleEvents")),
      ],
    ],
  });
}

const graph = (title: string, left: IMetric[]): GraphWidget => new GraphWidget({ title, left, width: 12 });

const tableMetrics = ({ table }: Names, ...metricNames: readonly string[]): IMetric[] =>
  metricNames.map((metricName) => tableMetric(table, metricName));

/** The functions that use the table, and of their log lines those of a request or of a piece of work. */
function units(names: Names): LogQueryWidget {
  const spending = [...API_FUNCTIONS, ...WORKERS].filter(({ needs }) => needs.some((need) => /^(tables?|directory)$/.test(need)));
  const logGroupNames = spending.map(({ name }) => names.logGroup(name));
  if (logGroupNames.length > LOG_GROUPS_MAX) throw new Error(`a query reads ${LOG_GROUPS_MAX} log groups at most`);
  return new LogQueryWidget({
    ...{ title: DASHBOARD.units, logGroupNames, width: 12, view: LogQueryVisualizationType.LINE },
    queryLines: ['filter event in ["request", "worked"]', "stats sum(rru) as rru, sum(wru) as wru by bin(1h)"],
  });
}
