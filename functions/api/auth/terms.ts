import type { Instant } from "#domain/dates";
import { shifted } from "#domain/dates";
import type { Quota } from "#domain/people/throttle";

/** How long things of a session last. An access token is short because only its session can end it early. */
const ACCESS_SECONDS = 15 * 60;
const SESSION_SECONDS = 12 * 3_600;
const REMEMBERED_SECONDS = 30 * 86_400;
/** A refresh token nobody used for so long is dead: whoever walks away from a shared screen is logged out (ASVS 7.3.1). */
const IDLE_SECONDS = 30 * 60;
/** A client whose reply was lost may show the same refresh token again for so long. */
export const GRACE_SECONDS = 10;
/** Live sessions of one person; the oldest ends when one more is opened. */
export const SESSIONS_MAX = 100;
/** Devices that are known for one person; the one unused for longest is forgotten. */
export const DEVICES_MAX = 10;

/** Both ends of a session opened now: the absolute one, and the one that every refresh moves. A remembered session has no second one. */
export function termsOf(isRemembered: boolean, at: Instant): { readonly expiresAt: Instant; readonly idleEndsAt: Instant } {
  const expiresAt = shifted(at, isRemembered ? REMEMBERED_SECONDS : SESSION_SECONDS);
  return { expiresAt, idleEndsAt: idleEnd({ expiresAt, remembered: isRemembered }, at) };
}

/** When a session used now ends by itself. */
export const idleEnd = ({ expiresAt, remembered }: { readonly expiresAt: Instant; readonly remembered: boolean }, at: Instant): Instant =>
  earlier(expiresAt, remembered ? expiresAt : shifted(at, IDLE_SECONDS));

/** When an access token made now ends: never after its session. */
export const accessEnd = (expiresAt: Instant, at: Instant): Instant => earlier(expiresAt, shifted(at, ACCESS_SECONDS));

const earlier = (one: Instant, other: Instant): Instant => (one < other ? one : other);

/** Failures one network may cause in an hour, over all accounts. Accounts are what is protected; this only makes sweeping slow. */
export const FAILURES_OF_A_NETWORK: Quota = { most: 100, windowSeconds: 3_600 };
export const REGISTRATIONS_OF_A_NETWORK: Quota = { most: 60, windowSeconds: 3_600 };
export const RESET_REQUESTS_OF_A_NETWORK: Quota = { most: 60, windowSeconds: 3_600 };
