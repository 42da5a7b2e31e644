import { createHash } from "node:crypto";
import { type CompanyId, ConnectionId, type WebhookEventId } from "#domain/ids";
import { webhookEventId, webhookEvents } from "#store/webhook-events";
import type { TestWorld } from "#test/world";

/** An event of a connection of ours that came and asked for a read; gives its id. */
export async function seedWebhook(
  world: TestWorld,
  companyId: CompanyId,
  connectionId: unknown,
  type = "item.refreshed",
): Promise<WebhookEventId> {
  const at = world.clock.now();
  const bodyHash = createHash("sha256").update(`${companyId} ${type}`).digest("hex");
  const id = webhookEventId(at.getTime(), bodyHash);
  const seen = { occurredAt: at.toISOString(), receivedAt: at.toISOString(), deliveryId: "seeded", replays: 0 };
  const end = { outcome: "sync_requested", syncId: world.newId("sync"), processedAt: at.toISOString() } as const;
  const event = { id, provider: "sandbox", bodyHash, type, connectionId: ConnectionId.parse(connectionId), ...seen, ...end } as const;
  await webhookEvents(world.table(companyId), companyId).add(event);
  return id;
}
