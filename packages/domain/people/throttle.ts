import type { Instant } from "../dates.ts";

/** Guesses counted against one account or one device. `since` is the first of them, `lastAt` the latest. */
export type Guesses = { readonly count: number; readonly since: Instant; readonly lastAt: Instant };

/** Whether one more guess may be tried: what to write before trying it, or in how many seconds to come back. */
export type Verdict =
  | { readonly allowed: true; readonly guesses: Guesses }
  | { readonly allowed: false; readonly retryAfterSeconds: number };

/** Wrong guesses that cost nothing but themselves, in one window. */
const FREE_GUESSES = 5;
const WINDOW_SECONDS = 15 * 60;
const WAIT_SECONDS_MAX = 15 * 60;
/** Once guesses had to wait, they are forgotten after a day without one. */
const FORGOTTEN_AFTER_SECONDS = 24 * 3_600;

/**
 * Counts a guess before it is tried, as if it were wrong; a right one resets the count. Five are free in 15 minutes, then each waits
 * twice as long as the one before, from one second to 15 minutes: an account is never locked, only slow (ASVS 6.3.1).
 */
export function afterGuess(before: Guesses | null, now: Instant): Verdict {
  if (!before || isForgotten(before, now)) return { allowed: true, guesses: { count: 1, since: now, lastAt: now } };
  const waited = secondsBetween(before.lastAt, now);
  const wait = waitSeconds(before.count);
  if (waited < wait) return { allowed: false, retryAfterSeconds: Math.ceil(wait - waited) };
  return { allowed: true, guesses: { count: before.count + 1, since: before.since, lastAt: now } };
}

const waitSeconds = (count: number): number => (count < FREE_GUESSES ? 0 : Math.min(WAIT_SECONDS_MAX, 2 ** (count - FREE_GUESSES)));

const isForgotten = ({ count, since, lastAt }: Guesses, now: Instant): boolean =>
  count < FREE_GUESSES ? secondsBetween(since, now) >= WINDOW_SECONDS : secondsBetween(lastAt, now) >= FORGOTTEN_AFTER_SECONDS;

const secondsBetween = (from: Instant, to: Instant): number => (Date.parse(to) - Date.parse(from)) / 1_000;

/** So many uses in a fixed window of so many seconds. */
export type Quota = { readonly most: number; readonly windowSeconds: number };

/** Number of the window an instant lies in, and the seconds until it ends (1 or more). */
export function windowOf({ windowSeconds }: Quota, now: Instant): { readonly number: number; readonly secondsLeft: number } {
  const seconds = Math.floor(Date.parse(now) / 1_000);
  const number = Math.floor(seconds / windowSeconds);
  return { number, secondsLeft: (number + 1) * windowSeconds - seconds };
}
