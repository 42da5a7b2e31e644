import type { Instant } from "#domain/dates";
import type { CompanyId, EventId } from "#domain/ids";
import type { Action, Db, Outcome } from "./db.ts";

/** Who did it: a person, a program with an API key, the system on behalf of a trigger, or whoever holds a share link. From which network, where known. */
export type Doer =
  | { readonly kind: "person" | "key"; readonly id: string; readonly network?: string }
  | { readonly kind: "system"; readonly id: string }
  | { readonly kind: "share"; readonly id: string; readonly network: string };

/** What happened, as every business transaction says it once. `objects` carries ids and versions, never data. */
export type BusinessEvent = {
  readonly id: EventId;
  readonly type: `${string}.${string}`;
  readonly at: Instant;
  readonly doer: Doer;
  readonly requestId: string;
  readonly objects: readonly EventObject[];
};

export type EventObject = { readonly id: string; readonly version?: number; readonly before?: string; readonly after?: string };

/** Sort key prefix the stream's filter keeps. */
export const OUTBOX_PREFIX = "OUT#";
/** The change feed keeps what happened; the outbox item itself has done its work long before. */
const OUTBOX_DAYS = 14;
const OBJECTS_MAX = 100;

export const outboxPartition = (companyId: CompanyId): string => `COMPANY#${companyId}#OUTBOX`;

/** The one event item of a business transaction. */
function eventAction(companyId: CompanyId, event: BusinessEvent): Action {
  const ttl = Math.floor(Date.parse(event.at) / 1_000) + OUTBOX_DAYS * 86_400;
  const objects = event.objects.slice(0, OBJECTS_MAX).map((object) => ({ ...object }));
  const Item = {
    pk: outboxPartition(companyId),
    sk: `${OUTBOX_PREFIX}${event.id}`,
    type: event.type,
    at: event.at,
    doer: { ...event.doer },
    requestId: event.requestId,
    objects,
    count: event.objects.length,
    ttl,
  };
  return { Put: { TableName: "", Item } };
}

/** Writes effect and event together. Every business write goes through here. */
export const commit = (db: Db, companyId: CompanyId, actions: readonly Action[], event: BusinessEvent): Promise<Outcome> =>
  db.transact([...actions, eventAction(companyId, event)]);
