import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { NewId } from "#domain/ids";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import { REGION } from "#infra/local/aws/arn";
import { type Poller, pollQueue } from "#infra/local/aws/event-source";
import { inProcessJson } from "#infra/local/aws/in-process";
import { type Outbox, openOutbox } from "#infra/local/aws/outbox";
import { openS3 } from "#infra/local/aws/s3";
import { type Schedules, startSchedules } from "#infra/local/aws/schedules";
import { openSecrets, type Secrets } from "#infra/local/aws/secrets";
import { createAwsServer } from "#infra/local/aws/server";
import { openSqs, type Sqs } from "#infra/local/aws/sqs";
import type { Queue } from "#infra/local/aws/sqs-queue";
import { batchAnswer } from "#infra/local/batch-answer";
import { type Engine, openEngine } from "#infra/local/dynamodb/engine";
import { type LateIndexes, withLateIndexes } from "#infra/local/dynamodb/stale-indexes";
import { addressOf, type DocumentsOver, localFunctions } from "#infra/local/functions";
import { type Gateway, gateway } from "#infra/local/gateway";
import { currentText, ensureKeys, functionSecret, partnerSecrets } from "#infra/local/keys";
import { type Listening, listen } from "#infra/local/listen";
import { localRoles, principalOf } from "#infra/local/roles";
import { originsIn } from "#infra/local/settings";
import { startStream } from "#infra/local/stream-source";
import { ensureTable } from "#infra/local/table";
import { SCHEDULE_TIMEZONE, VISIBILITY_TIMES_TIMEOUT } from "#infra/parts/delivery";
import type { RetryStrategy } from "#runtime/container";
import type { ConsumerFunction } from "#runtime/functions";
import type { Handler } from "#runtime/host";
import type { Log } from "#runtime/log";
import { OUTBOX_PREFIX } from "#store/outbox";

export type WorldOptions = {
  readonly directory: string;
  /** Keep the table in memory: tests need no disk. */
  readonly inMemory?: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly now: () => Date;
  readonly newId: NewId;
  /** Names requests, messages, versions: anything unique. */
  readonly unique: () => string;
  readonly log: Log;
  readonly onError: (error: unknown) => void;
  /** Lets a test put faults between the functions and the table. */
  readonly around?: (engine: Engine) => Engine;
  /** The same between the functions and their queues. */
  readonly aroundQueues?: (sqs: Sqs) => Sqs;
  /** How the functions' SDK tries again; its own way when absent. */
  readonly retryStrategy?: RetryStrategy;
  /** Gives functions another client of the table than the SDK's. */
  readonly documents?: DocumentsOver;
  /** Tests of one piece run without the workers. */
  readonly withoutWorkers?: boolean;
};

/** The whole product on this machine: table, queues, bucket, secrets, schedules, functions, gateway. */
export type World = {
  readonly engine: Engine;
  readonly sqs: Sqs;
  readonly secrets: Secrets;
  readonly outbox: Outbox;
  readonly schedules: Schedules;
  /** Lets the table's indexes follow it late. */
  readonly indexes: Pick<LateIndexes, "lag" | "lagMs">;
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly gateway: Gateway;
  /** The table as the operator of this machine sees it, outside any function. */
  readonly operator: DynamoDBDocumentClient;
  readonly awsUrl: string;
  /** The variables with which a function run as a process of its own reaches this world. */
  readonly addressOf: (name: string) => Readonly<Record<string, string>>;
  /** Current text of a local secret, for what runs beside the functions. */
  readonly secret: (name: string) => string;
  /** Makes a text the current version of a local secret, as an operator does on AWS. */
  readonly putSecret: (name: string, text: string) => void;
  /** Resolves once no queue has anything visible and the stream is read to its end. */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Names of what is kept on this machine. */
export const NAMES = { table: "numma", bucket: "numma-documents" } as const;
const ALL = [...API_FUNCTIONS, ...WORKERS];

export async function openWorld(options: WorldOptions): Promise<World> {
  const { directory, settings, now, newId, unique, log, onError } = options;
  const { engine, indexes, sqs, secrets, s3, outbox } = await openStorage(options);
  const table = indexes.engine;
  const seen = options.aroundQueues?.(sqs) ?? sqs;
  const machineKey = currentText(secrets, "signing");
  const secretFor = (principal: string) => functionSecret(machineKey, principal);
  const services = { dynamodb: (operation: string, input: unknown) => table.exec(operation, input), sqs: seen, secrets, s3, outbox };
  const credentials = new Map(ALL.map(principalOf).map((principal) => [principal, { secret: secretFor(principal), principal }]));
  const may = localRoles(ALL, NAMES);
  const aws = await listen(
    createAwsServer({ credentials, services, may, now, newId: unique, onError, origins: originsIn(settings) }),
    awsPort(settings),
  );
  const endpoint = aws.url;
  const { retryStrategy, documents } = options;
  const patience = { ...(retryStrategy && { retryStrategy }), ...(documents && { documents }) };
  const handlers = localFunctions({ functions: ALL, services, may, endpoint, secretFor, settings, now, newId, log, onError, ...patience });
  const sweeping = setInterval(() => void engine.sweepExpired().catch(onError), SWEEP_EVERY_MS).unref();
  const workers = options.withoutWorkers ? NO_WORKERS : startWorkers({ engine: table, sqs, handlers, now, unique, onError, directory });
  const { ALLOWED_ORIGIN: allowedOrigin = "" } = settings;
  return {
    operator: operatorOf(engine, endpoint),
    ...{ engine, sqs, outbox, secrets, indexes, handlers, schedules: workers.schedules, awsUrl: endpoint, idle: workers.idle },
    addressOf: (name) => addressOf({ name }, { endpoint, secretFor }),
    secret: (name) => currentText(secrets, name),
    putSecret: (name, text) => void secrets.put(`numma/${name}`, { id: unique(), text }),
    gateway: gateway({ functions: API_FUNCTIONS, handlers, allowedOrigin, now, newRequestId: unique }),
    async close() {
      clearInterval(sweeping);
      await closeAll(workers, aws, sqs, engine);
    },
  };
}

function operatorOf(engine: Engine, endpoint: string): DynamoDBDocumentClient {
  const requestHandler = inProcessJson({ dynamodb: (operation, input) => engine.exec(operation, input) }, "operator", () => true);
  const credentials = { accessKeyId: "operator", secretAccessKey: "operator" };
  return DynamoDBDocumentClient.from(new DynamoDBClient({ region: REGION, endpoint, credentials, requestHandler }));
}

/** Table, queues, secrets and bucket of a directory, made where they are missing. Functions see the engine of `indexes`. */
async function openStorage({ directory, inMemory, settings, around, now, unique }: WorldOptions) {
  const engine = await openEngine({ ...(inMemory ? {} : { path: join(directory, "table") }), now, keepInStream: isOutbox });
  await ensureTable(engine, NAMES.table);
  const sqs = openSqs({ directory: join(directory, "queues"), now, newId: unique });
  for (const worker of WORKERS) if (worker.kind === "consumer") declareQueue(sqs, worker).releaseInFlight();
  const secrets = openSecrets({ directory: join(directory, "secrets"), seed: partnerSecrets(settings), now, newId: unique });
  ensureKeys(secrets, unique);
  const s3 = await openS3({ directory: join(directory, "bucket"), now, newId: unique });
  await s3.ensureBucket(NAMES.bucket);
  const outbox = openOutbox({ directory: join(directory, "outbox"), now, newId: unique });
  const indexes = withLateIndexes(around?.(engine) ?? engine, now);
  indexes.lag(Number(settings["NUMMA_INDEX_LAG_MS"] ?? 0));
  return { engine, indexes, sqs, secrets, s3, outbox };
}

/** The stream's one consumer wants new events and nothing else, so nothing else is kept for it. */
const isOutbox = ({ eventName, keys }: { readonly eventName: string; readonly keys: Readonly<Record<string, object>> }): boolean =>
  eventName === "INSERT" && sortKeyOf(keys).startsWith(OUTBOX_PREFIX);

/** Links handed out point at this port, so it is asked for; any free one will do. */
const awsPort = (settings: Readonly<Record<string, string>>): number => (settings["PORT"] ? Number(settings["PORT"]) + 1 : 0);

/** DynamoDB deletes expired items some time later, never on the dot: whoever reads one looks at its date. */
const SWEEP_EVERY_MS = 10 * 60_000;

async function closeAll(workers: Workers, aws: Listening, sqs: Sqs, engine: Engine): Promise<void> {
  await workers.stop();
  await aws.close();
  sqs.close();
  await engine.close();
}

function sortKeyOf(keys: Readonly<Record<string, object>>): string {
  const { sk } = keys;
  return sk && "S" in sk && typeof sk.S === "string" ? sk.S : "";
}

/**
 * As on AWS: a message stays hidden six times as long as its function may run, and waits in the DLQ after its last try. Whatever
 * was being worked on when this machine stopped has no worker any more, and is handed out again at once.
 */
function declareQueue(sqs: Sqs, { queue, timeoutSeconds, receivesMax }: ConsumerFunction): Queue {
  sqs.declare(`${queue}-dlq`);
  return sqs.declare(queue, {
    visibilitySeconds: timeoutSeconds * VISIBILITY_TIMES_TIMEOUT,
    redrive: { deadLetterQueue: `${queue}-dlq`, receiveCountMax: receivesMax },
  });
}

type Workers = { readonly schedules: Schedules; readonly idle: () => Promise<void>; readonly stop: () => Promise<void> };
const NO_WORKERS: Workers = {
  schedules: { run: async () => false, stop: () => undefined },
  idle: async () => undefined,
  stop: async () => undefined,
};

type Starting = Pick<WorldOptions, "now" | "unique" | "onError" | "directory"> & {
  readonly engine: Engine;
  readonly sqs: Sqs;
  readonly handlers: ReadonlyMap<string, Handler>;
};

function startWorkers({ engine, sqs, handlers, now, unique, onError, directory }: Starting): Workers {
  const pollers: Poller[] = [];
  const streams: ReturnType<typeof startStream>[] = [];
  const planned: Parameters<typeof startSchedules>[0][number][] = [];
  for (const worker of WORKERS) {
    const handle = handlers.get(worker.name);
    if (!handle) throw new Error(`no handler for ${worker.name}`);
    const functionTimeoutMs = worker.timeoutSeconds * 1_000;
    if (worker.kind === "consumer") {
      const { batchSize, concurrency, name: functionName } = worker;
      const source = {
        queue: sqs.queue(worker.queue),
        functionName,
        batchSize,
        concurrency,
        functionTimeoutMs,
        now,
        newId: unique,
        onError,
      };
      pollers.push(pollQueue({ ...source, handle: async (event, context) => batchAnswer(await handle(event, context)) }));
    } else if (worker.kind === "stream") streams.push(startStream({ engine, worker, handle, directory, onError }));
    else {
      const fire = async (at: Date) =>
        void (await handle({ scheduledTime: at.toISOString() }, { getRemainingTimeInMillis: () => functionTimeoutMs }));
      planned.push({ name: worker.name.replaceAll("/", "-"), expression: worker.expression, timezone: SCHEDULE_TIMEZONE, fire });
    }
  }
  const schedules = startSchedules(planned, { now, onError });
  const idle = async (): Promise<void> => {
    for (let round = 0; round < 2; round += 1) for (const poller of pollers) await poller.idle();
    for (const one of streams) await one.idle();
  };
  const stop = async (): Promise<void> => {
    schedules.stop();
    await Promise.all([...pollers.map((poller) => poller.stop()), ...streams.map((one) => one.stop())]);
  };
  return { schedules, idle, stop };
}
