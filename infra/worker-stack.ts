import { type App, Stack } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { WORKERS } from "#functions/all";
import type { WorkerFunction } from "#runtime/functions";
import type { Data } from "./data-stack.ts";
import { alarmTopic } from "./parts/alarms.ts";
import type { Deployment } from "./parts/deployment.ts";
import { namesFor } from "./parts/names.ts";
import { queueWorker } from "./parts/queue-worker.ts";
import { scheduledWorker } from "./parts/scheduled-worker.ts";
import type { Ground } from "./parts/small-function.ts";
import { streamWorker } from "./parts/stream-worker.ts";
import { tenantRole } from "./parts/tenant-role.ts";
import { unmatchedAlarm } from "./parts/webhook-alarm.ts";
import { workerAlarms } from "./parts/worker-alarms.ts";

/** Everything that works behind a queue, a clock or the table's stream. */
export function workerStack(app: App, deployment: Deployment, { table, key }: Data): Stack {
  const names = namesFor(deployment);
  const stack = new Stack(app, "Workers", {
    stackName: `${names.prefix}-workers`,
    description: "NUMMA: queues, schedules, stream and their functions",
  });
  const ground = { deployment, names, code: Code.fromAsset(deployment.code), keyArn: key.keyArn };
  alarmTopic(stack, names, deployment);
  if (deployment.tenantCredentials) tenantRole(stack, names, key.keyArn);
  for (const worker of WORKERS) addWorker(stack, worker, table, ground);
  workerAlarms(stack, WORKERS, names);
  unmatchedAlarm(stack, names);
  return stack;
}

function addWorker(stack: Stack, worker: WorkerFunction, table: Data["table"], ground: Ground): void {
  if (worker.kind === "consumer") queueWorker(stack, worker, ground);
  else if (worker.kind === "schedule") scheduledWorker(stack, worker, ground);
  else streamWorker(stack, worker, table, ground);
}
