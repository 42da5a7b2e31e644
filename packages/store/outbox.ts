import type { Instant } from "#domain/dates";
import type { CompanyId, EventId } from "#domain/ids";
import type { Action, Db, Item, Outcome } from "./db.ts";
import { sha256 } from "./sha256.ts";

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

/**
 * Writes effect and event together. Every business write goes through here. An object that is put whole is told with a digest of what was put, so that
 * the audit trail shows what it became; what it was is what the entry before it says.
 */
export const commit = (db: Db, companyId: CompanyId, actions: readonly Action[], event: BusinessEvent): Promise<Outcome> =>
  db.transact([...actions, eventAction(companyId, { ...event, objects: event.objects.map((object) => digested(object, actions)) })]);

function digested(object: EventObject, actions: readonly Action[]): EventObject {
  const item = actions.find(({ Put }) => Put?.Item?.["id"] === object.id || Put?.Item?.["sk"] === object.id)?.Put?.Item;
  return item === undefined || object.after !== undefined ? object : { ...object, after: sha256(canonical(item)) };
}

/** One text for one item, whatever the order of its attributes. */
const canonical = (item: Item): string =>
  JSON.stringify(item, (_, value: unknown) => {
    if (value instanceof Set) return [...value].sort();
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
  });
