import { createHash } from "node:crypto";
import * as z from "zod";
import { verifyBridgeSignature } from "#connectors/banks/bridge-webhook";
import { instantOf } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { secretsOf } from "#runtime/needs";
import { routesNeeding } from "#runtime/route";
import type { SecretOf } from "#runtime/secret-shapes";

const route = routesNeeding("webhooksQueue", secretsOf("webhooks"));

/** A webhook is small; anything larger is not one. */
const BODY_BYTES_MAX = 65_536;

/** Verifies the signature on the raw bytes, queues, answers. Without a secret no signature is right. The worker records what became of it, so a crash loses nothing. */
export const receiveBridge = route({
  method: "POST",
  path: "/api/webhooks/bridge",
  may: "public",
  summary: "Receive a Bridge webhook",
  raw: true,
  returns: z.object({ received: z.boolean() }),
  refuses: ["webhook.bad_signature", "request.body_too_large", "queue.unavailable"],
  async handle({ request, webhooksQueue, webhooksSecrets, now }) {
    if (request.body.byteLength > BODY_BYTES_MAX) throw new Refusal("request.body_too_large");
    const isSigned = ({ bridge }: SecretOf<"webhooks">): boolean =>
      verifyBridgeSignature(request.body, request.headers["bridgeapi-signature"], bridge);
    if (!isSigned(await webhooksSecrets(isSigned))) throw new Refusal("webhook.bad_signature");
    const bodyHash = createHash("sha256").update(request.body).digest("hex");
    const body = Buffer.from(request.body).toString("utf8");
    await webhooksQueue.send([{ provider: "bridge", bodyHash, body, receivedAt: instantOf(now()) }]);
    return { received: true };
  },
});
