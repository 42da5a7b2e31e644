import { instantOf } from "#domain/dates";
import type { NewId, WebhookEventId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import type { HttpRequest } from "#runtime/request";
import type { Services } from "#runtime/services";
import { connections } from "#store/connections";
import { commit } from "#store/outbox";
import { replayAction, webhookEvents } from "#store/webhook-events";

type Doing = Pick<Services, "table" | "syncQueue"> & {
  readonly actor: Actor;
  readonly request: Pick<HttpRequest, "requestId">;
  readonly now: () => Date;
  readonly newId: NewId;
};

/**
 * Asks for an event's read again, whatever became of it, and notes who did. The note comes first: a read that was asked for is always somebody's. Refuses
 * an event whose connection was ended.
 */
export async function replayWebhook(id: WebhookEventId, { actor, request, table, syncQueue, now, newId }: Doing) {
  const { companyId } = actor;
  const event = await webhookEvents(table, companyId).get(id);
  const { connectionId } = event;
  const { state } = await connections(table, companyId).get(connectionId);
  if (state === "disconnected") throw new Refusal("sync.no_connection");
  const [syncId, requestedAt] = [newId("sync"), instantOf(now())];
  const told = {
    id: newId("event"),
    type: "webhook.replayed",
    at: requestedAt,
    doer: doerOf(actor),
    requestId: request.requestId,
  } as const;
  const action = replayAction(companyId, event, { syncId, at: requestedAt, by: actor.id });
  const { done } = await commit(table, companyId, [action], { ...told, objects: [{ id }, { id: connectionId }] });
  if (!done) throw new Refusal("webhook.not_found");
  await syncQueue.send([{ companyId, connectionId, syncId, trigger: "webhook", requestedAt }]);
  return { id, connectionId, syncId, requestedAt };
}
