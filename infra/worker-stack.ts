import { type App, Aws, Stack } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { Code } from "aws-cdk-lib/aws-lambda";
import { WORKERS } from "#functions/all";
import type { WorkerFunction } from "#runtime/functions";
import { alarmTopic } from "./parts/alarms.ts";
import type { Deployment } from "./parts/deployment.ts";
import { namesOf } from "./parts/names.ts";
import { queueWorker } from "./parts/queue-worker.ts";
import { scheduledWorker } from "./parts/scheduled-worker.ts";
import type { Ground } from "./parts/small-function.ts";
import { streamWorker } from "./parts/stream-worker.ts";

/** Everything that works behind a queue, a clock or the table's stream. */
export function workerStack(app: App, deployment: Deployment, table: Table): Stack {
  const names = namesOf(deployment.stage, Aws, domainOf(deployment.mailFrom));
  const stack = new Stack(app, "Workers", {
    stackName: `${names.prefix}-workers`,
    description: "NUMMA: queues, schedules, stream and their functions",
  });
  const ground = { deployment, names, code: Code.fromAsset(deployment.code) };
  alarmTopic(stack, names, deployment);
  for (const worker of WORKERS) addWorker(stack, worker, table, ground);
  return stack;
}

/** `ne-pas-repondre@example.fr` -> `example.fr`. */
const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

function addWorker(stack: Stack, worker: WorkerFunction, table: Table, ground: Ground): void {
  if (worker.kind === "consumer") queueWorker(stack, worker, ground);
  else if (worker.kind === "schedule") scheduledWorker(stack, worker, ground);
  else streamWorker(stack, worker, table, ground);
}
