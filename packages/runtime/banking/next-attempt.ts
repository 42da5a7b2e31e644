import { isReadUnattended } from "#domain/banking/provider";
import { nextNight } from "#domain/banking/sync-times";
import type { Instant } from "#domain/dates";
import type { Connection } from "#store/connections";

/** When a connection is read next by itself, as of an instant: a retry still to come, or the night; null where nobody asks any more. */
export function nextAttemptOf({ state, provider, nextAttemptAt }: Connection, at: Instant): Instant | null {
  if (state === "disconnected" || state === "provider_retired" || !isReadUnattended(provider)) return null;
  return nextAttemptAt !== undefined && nextAttemptAt > at ? nextAttemptAt : nextNight(at);
}
