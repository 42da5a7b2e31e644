import type { ApiFunction, WorkerFunction } from "#runtime/functions";
import { tellCompanyDeadlines } from "./alerts/deadlines.ts";
import { dailyAlerts } from "./alerts/tick.ts";
import { RESOURCES } from "./api/index.ts";
import { projectEvents } from "./events/project.ts";
import { produceExport } from "./exports/produce.ts";
import { runJob } from "./jobs/run.ts";
import { sendMail } from "./mail/send.ts";
import { syncConnection } from "./sync/connection.ts";
import { nightlySync } from "./sync/tick.ts";
import { processWebhook } from "./webhooks/process.ts";
import { receiveWebhooks } from "./webhooks/receive.ts";

/** Everything that is deployed, on AWS and on a laptop. */
export const API_FUNCTIONS: readonly ApiFunction[] = [...RESOURCES, receiveWebhooks];
export const WORKERS: readonly WorkerFunction[] = [
  syncConnection,
  nightlySync,
  processWebhook,
  produceExport,
  runJob,
  sendMail,
  dailyAlerts,
  tellCompanyDeadlines,
  projectEvents,
];
