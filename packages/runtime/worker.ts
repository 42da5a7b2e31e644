import * as z from "zod";
import type { NewId } from "#domain/ids";
import { CompanyId } from "#domain/ids";
import { newMeter } from "#store/meter";
import type { ConsumerFunction, ScheduleFunction, StreamFunction, StreamItem } from "./functions.ts";
import type { Log } from "./log.ts";
import { MESSAGES, type MessageOn, type QueueName } from "./messages.ts";
import type { Need } from "./needs.ts";
import type { Services } from "./services.ts";

/** What a worker is given besides its services. */
type Tools = { readonly now: () => Date; readonly newId: NewId; readonly log: Log; readonly remainingMs: () => number };

/** A message is tried this often before it waits in the DLQ. */
const RECEIVES_MAX = 5;

const addressed = z.object({ companyId: CompanyId });

/**
 * A worker behind a queue: declares queue, DLQ, alarm and partial batch failures. It may see a message twice, late or out of
 * order; what it throws brings the message back, and after `receivesMax` tries the message waits in the DLQ.
 */
export function consumer<const Name extends QueueName, const Needs extends Need>(declaration: {
  readonly name: string;
  readonly queue: Name;
  readonly needs: readonly Needs[];
  readonly memoryMb?: number;
  readonly timeoutSeconds?: number;
  readonly batchSize?: number;
  readonly concurrency?: number;
  readonly errorImpact: string;
  readonly handle: (
    call: { readonly message: MessageOn<Name>; readonly receiveCount: number; readonly receivesMax: number } & Tools &
      Pick<Services, Needs>,
  ) => Promise<void>;
}): ConsumerFunction {
  const { name, queue, needs, memoryMb = 512, timeoutSeconds = 60, batchSize = 1, concurrency = 5, errorImpact } = declaration;
  return {
    ...{ kind: "consumer", name, queue, needs, memoryMb, timeoutSeconds, batchSize, concurrency, errorImpact, receivesMax: RECEIVES_MAX },
    entry: `functions/${name}.handler.ts`,
    async handle({ body, remainingMs, receiveCount }, { container, provide, newId, log }) {
      const message = parsed(queue, body);
      const companyId = addressed.safeParse(message).data?.companyId ?? null;
      const meter = newMeter();
      const services = await provide(needs, { companyId, meter });
      const started = performance.now();
      await declaration.handle({
        message,
        receiveCount,
        receivesMax: RECEIVES_MAX,
        now: container.now,
        newId,
        log,
        remainingMs,
        ...services,
      });
      log({
        level: "info",
        event: "worked",
        worker: name,
        ms: Math.round(performance.now() - started),
        rru: meter.rru,
        wru: meter.wru,
        checked: meter.checked,
      });
    },
  };
}

function parsed<Name extends QueueName>(queue: Name, body: unknown): MessageOn<Name>;
function parsed(queue: QueueName, body: unknown): unknown {
  return MESSAGES[queue].parse(body);
}

/** A worker behind the clock. It may be fired twice for the same time. */
export function schedule<const Needs extends Need>(declaration: {
  readonly name: string;
  readonly expression: string;
  readonly needs: readonly Needs[];
  readonly timeoutSeconds?: number;
  readonly errorImpact: string;
  readonly handle: (call: { readonly scheduledAt: Date } & Tools & Pick<Services, Needs>) => Promise<void>;
}): ScheduleFunction {
  const { name, expression, needs, timeoutSeconds = 300, errorImpact } = declaration;
  return {
    ...{ kind: "schedule", name, expression, needs, timeoutSeconds, errorImpact, memoryMb: 512 },
    entry: `functions/${name}.handler.ts`,
    async handle(scheduledAt, { container, provide, newId, log }) {
      const services = await provide(needs, { companyId: null, meter: newMeter() });
      await declaration.handle({ scheduledAt, now: container.now, newId, log, remainingMs: () => timeoutSeconds * 1_000, ...services });
    },
  };
}

/** A worker behind the table's stream, given what was inserted under a sort key prefix, in order. */
export function stream<const Needs extends Need>(declaration: {
  readonly name: string;
  readonly sortKeyPrefix: string;
  readonly needs: readonly Needs[];
  readonly errorImpact: string;
  readonly handle: (call: { readonly items: readonly StreamItem[] } & Tools & Pick<Services, Needs>) => Promise<void>;
}): StreamFunction {
  const { name, sortKeyPrefix, needs, errorImpact } = declaration;
  return {
    ...{ kind: "stream", name, sortKeyPrefix, needs, errorImpact, batchSize: 100, memoryMb: 512, timeoutSeconds: 60 },
    entry: `functions/${name}.handler.ts`,
    async handle(items, { container, provide, newId, log }) {
      const services = await provide(needs, { companyId: null, meter: newMeter() });
      await declaration.handle({ items, now: container.now, newId, log, remainingMs: () => 60_000, ...services });
    },
  };
}
