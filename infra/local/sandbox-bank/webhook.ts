import { createHmac } from "node:crypto";

export type WebhookTarget = { readonly url: string; readonly secret: string };

export type WebhookEvent = { readonly type: string; readonly userUuid: string; readonly itemId: number; readonly accountId?: number };

/** The bytes Bridge would send for an event, and their signature header. */
function webhookBody({ type, userUuid, itemId, accountId }: WebhookEvent, now: Date): string {
  const content = { item_id: itemId, user_uuid: userUuid, ...(accountId !== undefined && { account_id: accountId }) };
  return JSON.stringify({ content, timestamp: now.getTime(), type });
}

/** `BridgeApi-Signature` of a body: HMAC-SHA256 in upper-case hexadecimal. */
const webhookSignature = (body: string, secret: string): string =>
  `v1=${createHmac("sha256", secret).update(body).digest("hex").toUpperCase()}`;

/** Posts a signed event; answers the receiver's status. */
export async function postWebhook({ url, secret }: WebhookTarget, event: WebhookEvent, now: Date): Promise<number> {
  const body = webhookBody(event, now);
  const headers = { "content-type": "application/json", "bridgeapi-signature": webhookSignature(body, secret) };
  const response = await fetch(url, { method: "POST", headers, body });
  await response.body?.cancel();
  return response.status;
}
