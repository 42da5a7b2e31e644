import * as z from "zod";
import { Provider } from "#domain/banking/provider";
import { Instant } from "#domain/dates";
import { listOf, listQuery } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { webhookEvents } from "#store/webhook-events";

const route = routesNeeding("table");

const WebhookEventView = z
  .object({
    id: z.string(),
    provider: Provider,
    type: z.string(),
    receivedAt: Instant,
    processedAt: Instant,
    outcome: z.enum(["sync_requested", "ignored"]),
  })
  .meta({
    id: "WebhookEvent",
    examples: [{ id: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }],
  });

const listEvents = route({
  method: "GET",
  path: "/api/webhooks/events",
  may: "webhooks:read",
  summary: "What banks signalled and what became of it, newest first",
  query: listQuery({}),
  returns: listOf(WebhookEventView),
  async handle({ query, actor, cursors, table }) {
    const { events, next } = await webhookEvents(table, actor.companyId).page(query.limit, cursors.open(z.string()));
    return {
      data: events.map(({ bodyHash, ...event }) => ({ id: bodyHash, ...event })),
      nextCursor: next === null ? null : cursors.seal(next),
    };
  },
});

export const webhooksApi = resource("webhooks", [listEvents]);
