import * as z from "zod";
import { listOf } from "#runtime/list";
import { secretsOf } from "#runtime/needs";
import { answer } from "#runtime/reply";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { syncLogs } from "#store/sync-logs";
import { webhookEvents } from "#store/webhook-events";
import { replayWebhook } from "./replay.ts";
import { viewOf, WebhookCheck, WebhookEventDetail, WebhookEventView, WebhookFilters, WebhookParams, WebhookReplay } from "./shapes.ts";
import { checkWebhooks } from "./verify.ts";

const route = routesNeeding("table");

const listEvents = route({
  method: "GET",
  path: "/api/webhooks/events",
  may: "webhooks:read",
  summary:
    "What banks signalled and what became of it, the latest happening first. Filtered, a page may be shorter than asked and still have a next one",
  query: WebhookFilters,
  returns: listOf(WebhookEventView),
  refuses: ["request.bad_cursor"],
  async handle({ query, actor, cursors, table }) {
    const { provider = null, outcome = null, type = null, limit } = query;
    const after = cursors.open(z.string().max(100));
    const { events, next } = await webhookEvents(table, actor.companyId).page({ provider, outcome, type, limit, after });
    return { data: events.map(viewOf), nextCursor: next === null ? null : cursors.seal(next) };
  },
});

const getEvent = route({
  method: "GET",
  path: "/api/webhooks/events/{webhook_id}",
  may: "webhooks:read",
  summary: "One event, and the read of the bank it led to",
  params: WebhookParams,
  returns: WebhookEventDetail,
  refuses: ["webhook.not_found"],
  async handle({ params, actor, table }) {
    const event = await webhookEvents(table, actor.companyId).get(params.webhookId);
    const asksForRead = event.syncId !== undefined;
    const since = event.lastReplayedAt ?? event.receivedAt;
    const read = asksForRead ? await syncLogs(table, actor.companyId).readSince(event.connectionId, since) : null;
    return { ...viewOf(event), read };
  },
});

const replay = routesNeeding(
  "table",
  "syncQueue",
)({
  method: "POST",
  path: "/api/webhooks/events/{webhook_id}/replay",
  may: "sync:run",
  summary: "Read the bank of an event again, whatever became of it",
  params: WebhookParams,
  returns: WebhookReplay,
  status: 202,
  refuses: ["webhook.not_found", "connection.not_found", "sync.no_connection", "queue.unavailable"],
  async handle({ params, ...doing }) {
    const replayed = await replayWebhook(params.webhookId, doing);
    return answer(202, replayed, { headers: { location: `/api/webhooks/events/${params.webhookId}`, "retry-after": "2" } });
  },
});

const verify = routesNeeding(
  "table",
  "directory",
  secretsOf("webhooks"),
)({
  method: "GET",
  path: "/api/webhooks/verify",
  may: "webhooks:read",
  summary: "Whether each provider's webhooks would be accepted, and what came last",
  returns: WebhookCheck,
  async handle({ actor, table, directory, webhooksSecrets, now }) {
    return checkWebhooks(actor.companyId, { table, system: directory(), secrets: await webhooksSecrets(), now: now() });
  },
});

export const webhooksApi = resource("webhooks", [listEvents, getEvent, replay, verify]);
