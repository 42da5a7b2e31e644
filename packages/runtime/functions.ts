import type { Workshop } from "./dispatch.ts";
import type { QueueName } from "./messages.ts";
import type { Need } from "./needs.ts";
import type { Route } from "./route.ts";

/** What every deployed function declares. Infra and the local runtime read it; nothing about it is written twice. */
type Common = {
  /** Folder-like name, unique: `api/accounts`, `sync/connection`. The bundle's entry is `functions/<name>` + entry file. */
  readonly name: string;
  readonly entry: string;
  readonly needs: readonly Need[];
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
};

export type ApiFunction = Common & { readonly kind: "api"; readonly routes: readonly Route[] };

/** One message off a queue: who is asking, what is left of the time. */
export type Delivery = {
  readonly body: unknown;
  readonly messageId: string;
  readonly receiveCount: number;
  readonly remainingMs: () => number;
};

export type ConsumerFunction = Common & {
  readonly kind: "consumer";
  readonly queue: QueueName;
  readonly batchSize: number;
  readonly concurrency: number;
  /** How many times a message is tried before it waits in the DLQ for a person. */
  readonly receivesMax: number;
  readonly errorImpact: string;
  readonly handle: (delivery: Delivery, workshop: Workshop) => Promise<void>;
};

export type ScheduleFunction = Common & {
  readonly kind: "schedule";
  /** AWS schedule expression, in Europe/Paris. */
  readonly expression: string;
  readonly errorImpact: string;
  readonly handle: (scheduledAt: Date, workshop: Workshop) => Promise<void>;
};

/** One item the table's stream tells of. */
export type StreamItem = {
  readonly sequence: string;
  readonly keys: { readonly pk: string; readonly sk: string };
  readonly image: Readonly<Record<string, unknown>>;
};

export type StreamFunction = Common & {
  readonly kind: "stream";
  /** Only inserts whose sort key starts so reach the function. */
  readonly sortKeyPrefix: string;
  readonly batchSize: number;
  readonly errorImpact: string;
  readonly handle: (items: readonly StreamItem[], workshop: Workshop) => Promise<void>;
};

export type DeclaredFunction = ApiFunction | ConsumerFunction | ScheduleFunction | StreamFunction;
export type WorkerFunction = Exclude<DeclaredFunction, ApiFunction>;
