import * as z from "zod";
import { EventTimestamp } from "./bridge-webhook.ts";
import { hmacOf, isSignedBy, jsonIn, type ProviderEvent, partsOf, signaturesIn } from "./signed-webhook.ts";

/** How far a signature's own time may be from ours, either way. */
const RELAY_TOLERANCE_SECONDS = 300;

/**
 * Whether `X-Numma-Signature: t=SECONDS,v1=HEX[,v1=HEX]` signs these very bytes now: HMAC-SHA256 of `SECONDS.` and the raw body under one of our
 * secrets, at most five minutes from `now`. One time a header, any number of places for it; several signatures while a secret is changed. Finary sends
 * no webhooks: this is our own scheme, for a relay somebody runs beside Finary.
 */
export function verifyRelaySignature(rawBody: Uint8Array, header: string | undefined, secrets: readonly string[], now: Date): boolean {
  const parts = partsOf(header);
  const [time, ...others] = parts.flatMap((part) => /^t=(\d{1,12})$/.exec(part)?.[1] ?? []);
  if (time === undefined || others.length > 0) return false;
  const isSigned = isSignedBy(secrets, signaturesIn(parts), [`${time}.`, rawBody]);
  return isSigned && Math.abs(Number(time) - now.getTime() / 1_000) <= RELAY_TOLERANCE_SECONDS;
}

/** The header a relay sends with these bytes at this moment. */
export function relaySignature(rawBody: Uint8Array, secret: string, now: Date): string {
  const time = Math.floor(now.getTime() / 1_000);
  return `t=${time},v1=${hmacOf(secret, [`${time}.`, rawBody]).toString("hex")}`;
}

const RelayBody = z.object({
  type: z.string().min(1).max(200),
  timestamp: EventTimestamp,
  connection_id: z.string().min(1).max(80).nullish().catch(undefined),
});

/** One webhook of a relay: `{"type":"connection.updated","timestamp":<ms>,"connection_id":"con_…"}`; null when the body is none. */
export function readRelayEvent(body: string): ProviderEvent | null {
  const event = RelayBody.safeParse(jsonIn(body)).data;
  if (!event) return null;
  const { type, timestamp, connection_id: connectionId } = event;
  return { type, timestamp, ...(connectionId && { connectionId }) };
}
