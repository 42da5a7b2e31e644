import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";

/** Bridge sends two signatures while a secret is being changed, never more. */
const SIGNATURES_MAX = 4;
const HEADER_CHARACTERS_MAX = 1_000;

/**
 * Whether `BridgeApi-Signature: v1=HEX[,v1=HEX]` signs these very bytes: HMAC-SHA256 of the raw body under one of our secrets (two
 * during a rotation). Schemes other than v1 are ignored. The hexadecimal is Bridge's upper case or lower case: the bytes are what
 * is compared, in constant time, every pair of them. The signature covers no time: replays are stopped by the body's hash.
 */
export function verifyBridgeSignature(rawBody: Uint8Array, header: string | undefined, secrets: readonly string[]): boolean {
  const signatures = signaturesIn(header ?? "");
  // An empty secret would be one that everybody knows.
  const expected = secrets.filter((secret) => secret !== "").map((secret) => createHmac("sha256", secret).update(rawBody).digest());
  const matches = expected.flatMap((digest) => signatures.map((signature) => timingSafeEqual(digest, signature)));
  return matches.includes(true);
}

function signaturesIn(header: string): Buffer[] {
  if (header.length > HEADER_CHARACTERS_MAX) return [];
  const found = header.split(",").flatMap((part) => /^v1=([0-9A-Fa-f]{64})$/.exec(part.trim())?.[1] ?? []);
  return found.slice(0, SIGNATURES_MAX).map((hex) => Buffer.from(hex, "hex"));
}

const Reference = z
  .union([z.string().min(1).max(80), z.int()])
  .transform(String)
  .nullish()
  .catch(undefined);

/** Instants before this many milliseconds (1973) can only be seconds, as the dashboard's test event writes them. */
const MILLISECONDS_MIN = 100_000_000_000;

/**
 * One webhook of Bridge: a signed hint that something changed, never data. `type` may be one we do not know; `timestamp` is in
 * milliseconds. Bridge gives events no id.
 */
export const BridgeEvent = z
  .object({
    type: z.string().min(1).max(200),
    timestamp: z.number().nonnegative(),
    content: z.object({ user_uuid: Reference, item_id: Reference, account_id: Reference }).nullish(),
  })
  .transform(({ type, timestamp, content }) => ({
    type,
    timestamp: timestamp < MILLISECONDS_MIN ? timestamp * 1_000 : timestamp,
    ...(content?.user_uuid && { userUuid: content.user_uuid }),
    ...(content?.item_id && { itemId: content.item_id }),
    ...(content?.account_id && { accountId: content.account_id }),
  }));
export type BridgeEvent = z.output<typeof BridgeEvent>;
