import { WEBHOOK_PROVIDERS, WEBHOOK_SCHEMES } from "#connectors/banks/provider-webhook";
import type { ProviderEvent } from "#connectors/banks/signed-webhook";
import { instantOf } from "#domain/dates";
import type { Log } from "#runtime/log";
import type { MessageOn } from "#runtime/messages";
import type { Services } from "#runtime/services";
import { consumer } from "#runtime/worker";
import { unmatchedWebhooks } from "#store/unmatched-webhooks";
import { type WebhookEvent, webhookEventId, webhookEvents } from "#store/webhook-events";
import { judged } from "./news.ts";
import { subjectOf } from "./subject.ts";

type Message = MessageOn<"webhooks">;

/** Turns a verified webhook into a read of the connection it speaks of. A webhook is a hint, never data. */
export const processWebhook = consumer({
  name: "webhooks/process",
  queue: "webhooks",
  needs: ["directory", "tables", "syncQueue"],
  batchSize: 10,
  timeoutSeconds: 30,
  errorImpact: "Les opérations que les banques signalent ne sont relevées que la nuit suivante.",
  async handle({ message, directory, tables, syncQueue, now, newId, log }) {
    const provider = WEBHOOK_PROVIDERS.find((known) => known === message.provider);
    const event = provider ? WEBHOOK_SCHEMES[provider].read(message.body) : null;
    const connection = event ? await subjectOf(event, message.provider, { directory, tables }) : null;
    if (!event || !connection) return void (await countUnmatched(message, event, directory, log));
    const { companyId, id: connectionId } = connection;
    const events = webhookEvents(tables(companyId), companyId);
    const claim = claimOf(message, event, connectionId);
    // Claimed, then the read is asked for, then the claim ends: whoever dies in between leaves a claim that the next delivery of this message finishes.
    if (!(await events.add(claim)).done && !(await isMine(claim, events))) return;
    const verdict = judged(event.type, connection);
    const syncId = verdict.outcome === "sync_requested" ? newId("sync") : undefined;
    if (syncId) await syncQueue.send([{ companyId, connectionId, syncId, trigger: "webhook", requestedAt: message.receivedAt }]);
    await events.finish(claim.id, { ...verdict, ...(syncId && { syncId }), processedAt: instantOf(now()) });
  },
});

function claimOf(
  { provider, bodyHash, receivedAt, deliveryId }: Message,
  event: ProviderEvent,
  connectionId: WebhookEvent["connectionId"],
) {
  const { type, timestamp, itemId, accountId } = event;
  return {
    ...{ id: webhookEventId(timestamp, bodyHash), provider, bodyHash, type: type.slice(0, 80), connectionId },
    ...{ occurredAt: instantOf(new Date(timestamp)), receivedAt, deliveryId, outcome: "received", replays: 0 },
    ...(itemId !== undefined && { itemId }),
    ...(accountId !== undefined && { accountId }),
  } as const satisfies WebhookEvent;
}

/**
 * Whether what is there is this very delivery's and not finished: it died, or a copy of its message runs beside it. Another delivery of the same body
 * leaves it alone: the message that claimed it is in the queue until it is done, or among the dead letters.
 */
async function isMine({ id, deliveryId }: WebhookEvent, events: ReturnType<typeof webhookEvents>): Promise<boolean> {
  const held = await events.find(id);
  return held !== null && held.outcome === "received" && held.deliveryId === deliveryId;
}

/** The signature was right, so what is nobody's, or no event, is the provider's affair and not an attack: it is counted, and that is all. */
async function countUnmatched(
  { provider, bodyHash, receivedAt }: Message,
  event: ProviderEvent | null,
  directory: Services["directory"],
  log: Log,
): Promise<void> {
  const kind = event === null ? "unreadable" : event.type === "TEST_EVENT" ? "test" : "unknown";
  const type = event?.type.slice(0, 80) ?? "";
  const { done } = await unmatchedWebhooks(directory()).count(
    { provider, kind, type, bodyHash, receivedAt },
    event?.timestamp ?? Date.parse(receivedAt),
  );
  if (done) log({ level: "info", event: `webhook.${kind}`, provider, type });
}
