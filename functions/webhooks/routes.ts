import { createHash } from "node:crypto";
import * as z from "zod";
import { secretsFor, WEBHOOK_SCHEMES, type WebhookProvider } from "#connectors/banks/provider-webhook";
import { instantOf } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { secretsOf } from "#runtime/needs";
import { routesNeeding, type SignedBody } from "#runtime/route";
import type { SecretOf } from "#runtime/secret-shapes";

const route = routesNeeding("webhooksQueue", secretsOf("webhooks"));

/** A webhook is small; anything larger is not one. */
const BODY_BYTES_MAX = 65_536;

/**
 * A provider's door. Verifies the signature on the raw bytes, queues, answers. Without a secret no signature is right. The worker records what became
 * of it, so a crash loses nothing.
 */
const receiver = (provider: WebhookProvider, summary: string, signed: SignedBody) =>
  route({
    method: "POST",
    path: `/api/webhooks/${provider}`,
    may: "public",
    summary,
    signed,
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

const DIGEST = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";
const LOGIN = { user_uuid: "3f1c8b52-9a07-4c1e-8d1b-6f0a7b1c5512", item_id: 7_041_225 };
const BRIDGE_SIGNED = { header: "BridgeApi-Signature", signature: `v1=${DIGEST}` };

export const RECEIVERS = [
  receiver("bridge", "Receive a Bridge webhook, signed in `BridgeApi-Signature: v1=HEX`", {
    ...BRIDGE_SIGNED,
    example: { type: "item.refreshed", timestamp: 1_795_604_400_000, content: LOGIN },
  }),
  receiver("bankin", "Receive a webhook of the Bankin' API of 2019, signed as Bridge signs; it ends with that API on 2026-12-31", {
    ...BRIDGE_SIGNED,
    example: { type: "ITEM_REFRESHED", timestamp: 1_795_604_400_000, content: LOGIN },
  }),
  receiver("finary", "Receive a webhook of your own relay beside Finary, signed in `X-Numma-Signature: t=SECONDS,v1=HEX`", {
    header: "X-Numma-Signature",
    signature: `t=1795604400,v1=${DIGEST.toLowerCase()}`,
    example: { type: "connection.updated", timestamp: 1_795_604_400_000, connection_id: "con_01KB2Q7M4T9XE5RZ8V3NCW6HJD" },
  }),
];
