import type { Construct } from "constructs";
import type { ConsumerFunction, StreamFunction, WorkerFunction } from "#runtime/functions";
import { alarm } from "./alarms.ts";
import { deadLettersOf } from "./dead-letters.ts";
import { allFunctionsMetric, combined, functionMetric, queueMetric, tableMetric } from "./metrics.ts";
import type { Names } from "./names.ts";
import { ALARMS } from "./sentences.fr.ts";

/** Dead-letter queues one alarm watches: so few that its description can say for each whom it hurts, so many that 40 workers need 8. */
const WATCHED_TOGETHER = 5;
const HOUR_SECONDS = 3_600;
const TEN_MINUTES_MS = 600_000;
/** Refusals in five minutes: a burst that retries absorbed rings nobody. */
const THROTTLES = 20;

/** What a person must act on behind the API: work set aside, work that waits, the stream behind, the table or the account at its limit. */
export function workerAlarms(scope: Construct, workers: readonly WorkerFunction[], names: Names): void {
  const topicArn = names.alarmsArn;
  for (const [index, group] of groupsOf(workers, WATCHED_TOGETHER).entries())
    alarm(scope, `Aside${index + 1}`, {
      ...{ description: asideDescription(group), threshold: 1, topicArn },
      metric: combined(
        "SUM",
        group.map((worker) => queueMetric(names.queue(deadLettersOf(worker)), "ApproximateNumberOfMessagesVisible")),
      ),
    });
  for (const [index, group] of groupsOf(workers.filter(isConsumer), 10).entries())
    alarm(scope, `Waiting${index + 1}`, {
      ...{ description: ALARMS.waiting, threshold: HOUR_SECONDS, topicArn },
      metric: combined(
        "MAX",
        group.map(({ queue }) => queueMetric(names.queue(queue), "ApproximateAgeOfOldestMessage")),
      ),
    });
  for (const { name } of workers.filter(isStream))
    alarm(scope, "StreamBehind", {
      ...{ description: ALARMS.stream, threshold: TEN_MINUTES_MS, topicArn },
      metric: functionMetric(names.function(name), "IteratorAge"),
    });
  alarm(scope, "TableThrottles", {
    ...{ description: ALARMS.table, threshold: THROTTLES, topicArn },
    metric: combined(
      "SUM",
      ["ReadThrottleEvents", "WriteThrottleEvents"].map((name) => tableMetric(names.table, name)),
    ),
  });
  alarm(scope, "FunctionThrottles", {
    ...{ description: ALARMS.throttles, threshold: THROTTLES, topicArn },
    metric: allFunctionsMetric("Throttles"),
  });
}

/** One line a queue: its name, and whom what waits there hurts. */
const asideDescription = (group: readonly WorkerFunction[]): string =>
  [ALARMS.aside, ...group.map((worker) => `${deadLettersOf(worker)} : ${worker.errorImpact}`)].join("\n");

const isConsumer = (worker: WorkerFunction): worker is ConsumerFunction => worker.kind === "consumer";
const isStream = (worker: WorkerFunction): worker is StreamFunction => worker.kind === "stream";

const groupsOf = <Member>(members: readonly Member[], size: number): readonly (readonly Member[])[] =>
  Array.from({ length: Math.ceil(members.length / size) }, (_, index) => members.slice(index * size, (index + 1) * size));
