import { createHash } from "node:crypto";
import * as z from "zod";
import { secretsFor, WEBHOOK_SCHEMES, type WebhookProvider } from "#connectors/banks/provider-webhook";
import { instantOf } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { secretsOf } from "#runtime/needs";
import { routesNeeding } from "#runtime/route";
import type { SecretOf } from "#runtime/secret-shapes";

const route = routesNeeding("webhooksQueue", secretsOf("webhooks"));

/** A webhook is small; anything larger is not one. */
const BODY_BYTES_MAX = 65_536;

/**
 * A provider's door. Verifies the signature on the raw bytes, queues, answers. Without a secret no signature is right. The worker records what became
 * of it, so a crash loses nothing.
 */
const receiver = (provider: WebhookProvider, summary: string) =>
  route({
    method: "POST",
    path: `/api/webhooks/${provider}`,
    may: "public",
    summary,
    raw: true,
    returns: z.object({ received: z.boolean() }),
    refuses: ["webhook.bad_signature", "request.body_too_large", "queue.unavailable"],
    async handle({ request, webhooksQueue, webhooksSecrets, now, newId }) {
      if (request.body.byteLength > BODY_BYTES_MAX) throw new Refusal("request.body_too_large");
      const { header, verify } = WEBHOOK_SCHEMES[provider];
      const isSigned = (secrets: SecretOf<"webhooks">): boolean =>
        verify(request.body, request.headers[header], secretsFor(provider, secrets), now());
      // A signature under a secret not heard of yet makes the vault be asked early: a rotation fails no delivery.
      if (!isSigned(await webhooksSecrets(isSigned))) throw new Refusal("webhook.bad_signature");
      const bodyHash = createHash("sha256").update(request.body).digest("hex");
      const body = Buffer.from(request.body).toString("utf8");
      await webhooksQueue.send([{ provider, bodyHash, body, receivedAt: instantOf(now()), deliveryId: newId("event") }]);
      return { received: true };
    },
  });

export const RECEIVERS = [
  receiver("bridge", "Receive a Bridge webhook (`BridgeApi-Signature: v1=HEX`)"),
  receiver("bankin", "Receive a webhook of the Bankin' API of 2019, signed as Bridge signs; it ends with that API on 2026-12-31"),
  receiver("finary", "Receive a webhook of your own relay beside Finary (`X-Numma-Signature: t=SECONDS,v1=HEX`)"),
];
