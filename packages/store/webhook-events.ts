import * as z from "zod";
import { Provider } from "#domain/banking/provider";
import { Instant } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Db, Outcome } from "./db.ts";

/** Access patterns: event by hash of its body (the replay ledger) · events of a company, newest first. docs/table.md. */
export const WebhookEvent = z.object({
  provider: Provider,
  bodyHash: z.string(),
  type: z.string().max(80),
  receivedAt: Instant,
  processedAt: Instant,
  outcome: z.enum(["sync_requested", "ignored"]),
});
export type WebhookEvent = z.infer<typeof WebhookEvent>;

const EVENT_DAYS = 90;

export const webhookEvents = (db: Db, companyId: CompanyId) => ({
  async seen(bodyHash: string): Promise<boolean> {
    return (await db.get({ Key: keyOf(companyId, bodyHash) })) !== undefined;
  },
  /** Records an event once; not done = it was already there. */
  add: (event: WebhookEvent): Promise<Outcome> => {
    const ttl = Math.floor(Date.parse(event.receivedAt) / 1_000) + EVENT_DAYS * 86_400;
    const index = { gsi1pk: `COMPANY#${companyId}#WEBHOOKS`, gsi1sk: `${event.receivedAt}#${event.bodyHash}` };
    return db.put({
      Item: { ...keyOf(companyId, event.bodyHash), ...index, ...event, ttl },
      ConditionExpression: "attribute_not_exists(pk)",
    });
  },
  async page(limit: number, before: string | null): Promise<{ readonly events: readonly WebhookEvent[]; readonly next: string | null }> {
    const { items, next } = await db.query({
      IndexName: "gsi1",
      KeyConditionExpression: "#pk = :pk and gsi1sk < :before",
      ExpressionAttributeNames: { "#pk": "gsi1pk" },
      ExpressionAttributeValues: { ":pk": `COMPANY#${companyId}#WEBHOOKS`, ":before": before ?? "~" },
      ScanIndexForward: false,
      Limit: limit,
    });
    return { events: items.map((item) => WebhookEvent.parse(item)), next: next ? String(next["gsi1sk"]) : null };
  },
});

const keyOf = (companyId: CompanyId, bodyHash: string) => ({ pk: `COMPANY#${companyId}#WEBHOOK`, sk: bodyHash });
