import * as z from "zod";
import { hmacOf, isSignedBy, jsonIn, type ProviderEvent, partsOf, signaturesIn } from "./signed-webhook.ts";

/**
 * Whether `BridgeApi-Signature: v1=HEX[,v1=HEX]` signs these very bytes: HMAC-SHA256 of the raw body under one of our secrets (two
 * during a rotation). Schemes other than v1 are ignored. The hexadecimal is Bridge's upper case or lower case: the bytes are what
 * is compared, in constant time, every pair of them. The signature covers no time: replays are stopped by the body's hash.
 */
export const verifyBridgeSignature = (rawBody: Uint8Array, header: string | undefined, secrets: readonly string[]): boolean =>
  isSignedBy(secrets, signaturesIn(partsOf(header)), [rawBody]);

/** The header Bridge would send with these bytes. */
export const bridgeSignature = (rawBody: Uint8Array, secret: string): string =>
  `v1=${hmacOf(secret, [rawBody]).toString("hex").toUpperCase()}`;

const Reference = z
  .union([z.string().min(1).max(80), z.int()])
  .transform(String)
  .nullish()
  .catch(undefined);

/** Instants before this many milliseconds (1973) can only be seconds, as the dashboard's test event writes them. */
const MILLISECONDS_MIN = 100_000_000_000;
/** Thirteen digits: later than the year 2286 is no instant of an event. */
const MILLISECONDS_MAX = 9_999_999_999_999;

/** When an event happened, in milliseconds, whether it was written in those or in seconds, as a number or its digits. */
export const EventTimestamp = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,16}(\.\d{1,6})?$/)
      .transform(Number),
  ])
  .pipe(z.number().min(0).max(MILLISECONDS_MAX))
  .transform((at) => Math.trunc(at < MILLISECONDS_MIN ? at * 1_000 : at));

/**
 * One webhook of Bridge. `type` may be one we do not know; `timestamp` is in milliseconds, that of the dashboard's button in seconds. Bridge gives
 * events no id.
 */
export const BridgeEvent = z
  .object({
    type: z.string().min(1).max(200),
    timestamp: EventTimestamp,
    content: z.object({ user_uuid: Reference, item_id: Reference, account_id: Reference }).nullish().catch(undefined),
  })
  .transform(({ type, timestamp, content }) => ({
    ...{ type, timestamp },
    ...(content?.user_uuid && { userUuid: content.user_uuid }),
    ...(content?.item_id && { itemId: content.item_id }),
    ...(content?.account_id && { accountId: content.account_id }),
  }));
export type BridgeEvent = z.output<typeof BridgeEvent>;

/** The event a verified body holds; null when it is none we can read. */
export const readBridgeEvent = (body: string): ProviderEvent | null => BridgeEvent.safeParse(jsonIn(body)).data ?? null;
