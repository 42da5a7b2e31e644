import * as z from "zod";
import { Provider } from "#domain/banking/provider";
import { Instant } from "#domain/dates";
import { ActorId, type CompanyId, ConnectionId, SyncId, WebhookEventId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import type { Action, Db, Item, Outcome } from "./db.ts";
import { TABLE } from "./entity.ts";
import { pagesOf } from "./pages.ts";

/**
 * Access patterns: event by its id, which is what its body says and its hash (the replay ledger) · events of a company, the latest happening first;
 * provider, outcome and type are looked for among those, so many at most a page. docs/table.md.
 */

/** `received`: a delivery is being worked on, or its message waits to be. */
export const WebhookOutcome = z.enum(["received", "sync_requested", "ignored"]);
export type WebhookOutcome = z.infer<typeof WebhookOutcome>;

/** Why nothing was read: it concerns no account, its type is none we know, its connection was ended, or only a person's token could read. */
export const IgnoredReason = z.enum(["not_about_accounts", "unknown_type", "connection_ended", "token_needed"]);
export type IgnoredReason = z.infer<typeof IgnoredReason>;

export const WebhookEvent = z.object({
  id: WebhookEventId,
  provider: Provider,
  bodyHash: z.string(),
  type: z.string().max(80),
  occurredAt: Instant,
  connectionId: ConnectionId,
  itemId: z.string().max(80).exactOptional(),
  accountId: z.string().max(80).exactOptional(),
  receivedAt: Instant,
  /** The delivery that works on it: the others of the same body leave it alone. */
  deliveryId: z.string().max(80),
  outcome: WebhookOutcome,
  processedAt: Instant.exactOptional(),
  reason: IgnoredReason.exactOptional(),
  /** The read it asked for, or the last one a person asked for in its name. */
  syncId: SyncId.exactOptional(),
  replays: z.int().min(0).default(0),
  lastReplayedAt: Instant.exactOptional(),
  lastReplayedBy: ActorId.exactOptional(),
});
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** What a delivery left behind. */
export type WebhookEnd = Pick<WebhookEvent, "outcome"> &
  Partial<Pick<WebhookEvent, "reason" | "syncId">> & { readonly processedAt: Instant };

export type WebhookQuestion = {
  readonly provider: Provider | null;
  readonly outcome: WebhookOutcome | null;
  readonly type: string | null;
  readonly limit: number;
  /** Id of the last one seen. */
  readonly after: string | null;
};

const EVENT_DAYS = 90;
/** Events looked at for one page of a filtered list, at most: a page may be shorter than asked and still have a next one. */
const EXAMINED_MAX = 500;
const FIRST = "whk_";
const LAST = "whk_~";

/** The same body is the same event, whenever and through whichever delivery it comes. */
export const webhookEventId = (timestamp: number, bodyHash: string): WebhookEventId =>
  WebhookEventId.parse(`whk_${String(timestamp).padStart(13, "0")}_${bodyHash}`);

export const webhookEvents = (db: Db, companyId: CompanyId) => ({
  async find(id: WebhookEventId): Promise<WebhookEvent | null> {
    const found = await db.get({ Key: keyOf(companyId, id), ConsistentRead: true });
    return found ? WebhookEvent.parse(found) : null;
  },
  async get(id: WebhookEventId): Promise<WebhookEvent> {
    const found = await this.find(id);
    if (!found) throw new Refusal("webhook.not_found");
    return found;
  },
  /** Records an event once; not done = it was already there. */
  add: (event: WebhookEvent): Promise<Outcome> =>
    db.put({
      Item: { ...keyOf(companyId, event.id), ...event, ttl: ttlOf(event.receivedAt) },
      ConditionExpression: "attribute_not_exists(pk)",
    }),
  /** Says what became of it, once: an end that is there stays. */
  finish(id: WebhookEventId, end: WebhookEnd): Promise<Outcome> {
    const set = Object.entries(end).filter(([, value]) => value !== undefined);
    return db.update({
      Key: keyOf(companyId, id),
      UpdateExpression: `SET ${set.map((_, index) => `#s${index} = :s${index}`).join(", ")}`,
      ConditionExpression: "#outcome = :received",
      ExpressionAttributeNames: { "#outcome": "outcome", ...Object.fromEntries(set.map(([name], index) => [`#s${index}`, name])) },
      ExpressionAttributeValues: { ":received": "received", ...Object.fromEntries(set.map(([, value], index) => [`:s${index}`, value])) },
    });
  },
  async page(question: WebhookQuestion): Promise<{ readonly events: readonly WebhookEvent[]; readonly next: string | null }> {
    const found: Item[] = [];
    const state = { examined: 0, last: question.after };
    for await (const items of pagesOf(db, queryOf(companyId, question))) {
      for (const item of items) {
        const place = String(item["sk"]);
        if (place === question.after) continue;
        if (found.length === question.limit && fits(item, question)) return { events: parsed(found), next: placeOf(found) };
        if (fits(item, question)) found.push(item);
        state.examined += 1;
        state.last = place;
      }
      if (state.examined >= EXAMINED_MAX) return { events: parsed(found), next: state.last };
    }
    return { events: parsed(found), next: null };
  },
});

/** Somebody asks for its read again. */
export const replayAction = (
  companyId: CompanyId,
  { id }: WebhookEvent,
  { syncId, at, by }: { readonly syncId: SyncId; readonly at: Instant; readonly by: ActorId },
): Action => ({
  Update: {
    TableName: TABLE,
    Key: keyOf(companyId, id),
    UpdateExpression: "SET syncId = :sync, lastReplayedAt = :at, lastReplayedBy = :by ADD #replays :one",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeNames: { "#replays": "replays" },
    ExpressionAttributeValues: { ":sync": syncId, ":at": at, ":by": by, ":one": 1 },
  },
});

const keyOf = (companyId: CompanyId, id: WebhookEventId) => ({ pk: `COMPANY#${companyId}#WEBHOOK`, sk: id });
const ttlOf = (receivedAt: Instant): number => Math.floor(Date.parse(receivedAt) / 1_000) + EVENT_DAYS * 86_400;
const parsed = (items: readonly Item[]): readonly WebhookEvent[] => items.map((item) => WebhookEvent.parse(item));
const placeOf = (items: readonly Item[]): string => String(items.at(-1)?.["sk"]);

/** `after` itself is asked for again, and left out: a range of sort keys has both ends or none. */
function queryOf(companyId: CompanyId, { provider, outcome, type, limit, after }: WebhookQuestion) {
  const isFiltered = provider !== null || outcome !== null || type !== null;
  return {
    KeyConditionExpression: "#pk = :pk and sk between :from and :to",
    ExpressionAttributeNames: { "#pk": "pk" },
    ExpressionAttributeValues: { ":pk": `COMPANY#${companyId}#WEBHOOK`, ":from": FIRST, ":to": after ?? LAST },
    ScanIndexForward: false,
    Limit: isFiltered ? EXAMINED_MAX : limit + 2,
  };
}

const fits = (item: Item, { provider, outcome, type }: WebhookQuestion): boolean =>
  (provider === null || item["provider"] === provider) &&
  (outcome === null || item["outcome"] === outcome) &&
  (type === null || item["type"] === type);
