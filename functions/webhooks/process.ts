import { BridgeEvent } from "#connectors/banks/bridge-webhook";
import { instantOf } from "#domain/dates";
import { consumer } from "#runtime/worker";
import { targetOf } from "#store/connections";
import { webhookEvents } from "#store/webhook-events";

/** Events after which a bank has something new to read. Everything else is recorded and left alone. */
const NEWS = /^item\.(created|refreshed|account\.)/;

/** Turns a verified webhook into a read of the connection it speaks of. A webhook is a hint, never data. */
export const processWebhook = consumer({
  name: "webhooks/process",
  queue: "webhooks",
  needs: ["directory", "tables", "syncQueue"],
  batchSize: 10,
  timeoutSeconds: 30,
  errorImpact: "Les opérations que les banques signalent ne sont relevées que la nuit suivante.",
  async handle({ message, directory, tables, syncQueue, now, newId, log }) {
    const event = eventIn(message.body);
    const target = event?.userUuid ? await targetOf(directory(), message.provider, event.userUuid) : null;
    if (!event || !target)
      return log({ level: "info", event: "webhook.unknown", provider: message.provider, type: event?.type.slice(0, 80) ?? "" });
    const events = webhookEvents(tables(target.companyId), target.companyId);
    if (await events.seen(message.bodyHash)) return;
    const news = NEWS.test(event.type);
    if (news) await syncQueue.send([{ ...target, syncId: newId("sync"), trigger: "webhook", requestedAt: message.receivedAt }]);
    const { provider, bodyHash, receivedAt } = message;
    await events.add({
      provider,
      bodyHash,
      receivedAt,
      type: event.type.slice(0, 80),
      processedAt: instantOf(now()),
      outcome: news ? "sync_requested" : "ignored",
    });
  },
});

/** The signature was right, so a body that is no event is the provider's novelty, not an attack: it is left alone. */
function eventIn(body: string): BridgeEvent | null {
  try {
    return BridgeEvent.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}
