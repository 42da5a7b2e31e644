import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import type { Schedules } from "#infra/local/aws/schedules";
import { type Gateway, gateway } from "#infra/local/gateway";
import { originsIn } from "#infra/local/settings";
import type { WorldOptions } from "#infra/local/world";
import { container } from "#runtime/container";
import { Environment } from "#runtime/env";
import { type Handler, host } from "#runtime/host";
import type { RemoteAddress } from "./address.ts";
import { ensureRemoteBucket } from "./bucket.ts";
import { bucketNotice } from "./notices.fr.ts";
import { ensureRemoteQueue, type RemoteQueue } from "./queues.ts";
import { ensureRemoteSecrets } from "./secrets.ts";
import { ensureRemoteTable } from "./table.ts";
import { startRemoteWorkers } from "./workers.ts";

export type RemoteOptions = Pick<WorldOptions, "directory" | "settings" | "now" | "newId" | "unique" | "log" | "onError"> & {
  readonly address: RemoteAddress;
};

/** The gateway and the workers on this machine, everything they keep somewhere else. */
export type RemoteWorld = {
  readonly gateway: Gateway;
  readonly schedules: Schedules;
  readonly sqs: SQSClient;
  readonly queues: ReadonlyMap<string, RemoteQueue>;
  /** The table as the operator sees it, outside any function. */
  readonly operator: DynamoDBDocumentClient;
  /** What does not run at this endpoint, for a person to read. */
  readonly notices: readonly string[];
  readonly close: () => Promise<void>;
};

/** The same product as `openWorld`, at another endpoint. Table, queues, bucket and secrets are made where they are absent. */
export async function openRemoteWorld(options: RemoteOptions): Promise<RemoteWorld> {
  const { address, directory, settings, now, unique, onError } = options;
  const { sdk, queuePrefix } = address;
  const table = new DynamoDBClient(sdk);
  const sqs = new SQSClient(sdk);
  const streamArn = await ensureRemoteTable(table, address.table);
  const queues = new Map<string, RemoteQueue>();
  for (const worker of WORKERS) if (worker.kind === "consumer") queues.set(worker.queue, await ensureRemoteQueue(sqs, queuePrefix, worker));
  const bucket = { name: address.bucket, region: sdk.region, origins: originsIn(settings) };
  const lacks = await ensureRemoteBucket(new S3Client(sdk), bucket);
  await ensureRemoteSecrets(new SecretsManagerClient(sdk), settings, unique);
  const handlers = remoteFunctions(options, queues);
  const starting = { workers: WORKERS, handlers, address, sqs, queues, streamArn, directory, now, unique, onError };
  const workers = await startRemoteWorkers(starting);
  const { ALLOWED_ORIGIN: allowedOrigin = "" } = settings;
  return {
    ...{ sqs, queues, schedules: workers.schedules, close: workers.stop },
    operator: DynamoDBDocumentClient.from(table),
    notices: [...lacks.map(bucketNotice), ...workers.notices],
    gateway: gateway({ functions: API_FUNCTIONS, handlers, allowedOrigin, now, newRequestId: unique }),
  };
}

/** Every function with the operator's own rights: roles are the account's business, not this machine's. */
function remoteFunctions(
  { address, settings, now, newId, log }: RemoteOptions,
  queues: ReadonlyMap<string, RemoteQueue>,
): ReadonlyMap<string, Handler> {
  const { endpoint, credentials, region } = address.sdk;
  const environment = Environment.parse({
    ...settings,
    AWS_REGION: region,
    ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
    ...(credentials && {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    }),
    NUMMA_TABLE: address.table,
    NUMMA_BUCKET: address.bucket,
    NUMMA_QUEUE_URL: queueUrlPrefix(queues),
  });
  const surroundings = { container: container(environment, now, {}, log), newId, log };
  return new Map([...API_FUNCTIONS, ...WORKERS].map((declared) => [declared.name, host(declared, surroundings)]));
}

/** A queue's address without its short name. */
function queueUrlPrefix(queues: ReadonlyMap<string, RemoteQueue>): string {
  for (const [name, { url }] of queues) return url.slice(0, url.length - name.length);
  return "";
}
