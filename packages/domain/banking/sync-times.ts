import { addDays, type BusinessDate, type Instant, instantOf, parisDate, shifted } from "../dates.ts";

/** A bank that is throttled or down is asked again this often in one go; then the night tries. */
export const ATTEMPTS_MAX = 5;
/** Times the end of our access is asked for before an operator is told: more than a week of a provider that is down. */
export const ENDING_ATTEMPTS_MAX = 24;

const FIRST_PAUSE_SECONDS = 60;
const PAUSE_SECONDS_MAX = 900;
const ENDING_PAUSE_SECONDS_MAX = 12 * 3_600;
/** However far away a provider says it is to be asked again: the next day it is. */
const HOLD_SECONDS_MAX = 86_400;
/** Whoever was told the same time does not come back at the same second. */
const SPREAD_SECONDS = 30;

/**
 * Seconds before the next try after `attempt` (from 1) failed: any number up to a bound that doubles (full jitter), or, where the provider said when to
 * come back, that and a little more. `chance` is in [0, 1).
 */
export function pauseAfter(attempt: number, saidSeconds: number | undefined, chance: number): number {
  if (saidSeconds !== undefined) return Math.min(HOLD_SECONDS_MAX, Math.ceil(saidSeconds)) + Math.ceil(chance * SPREAD_SECONDS);
  return jittered(Math.min(PAUSE_SECONDS_MAX, FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)), chance);
}

/** The same for ending our access: nobody waits for it, so it may take its time. */
export const endingPauseAfter = (attempt: number, chance: number): number =>
  jittered(Math.min(ENDING_PAUSE_SECONDS_MAX, FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)), chance);

const jittered = (bound: number, chance: number): number => Math.max(1, Math.ceil(bound * chance));

/** Reads begun a second, per shard of the nightly round; a few need no spreading. */
const STARTS_A_SECOND = 2;
const FEW = 20;
/** Longest delay SQS gives a message. */
export const DELAY_SECONDS_MAX = 900;

/** Seconds by which some of `count` reads of a round are delayed, so that a large round does not fall on the banks at once. */
export const nightlyDelay = (count: number, chance: number): number =>
  count <= FEW ? 0 : Math.floor(Math.min(DELAY_SECONDS_MAX + 1, count / STARTS_A_SECOND) * chance);

/** When the nightly round begins, after an instant: 04:15 in Paris. */
export function nextNight(at: Instant): Instant {
  const today = parisDate(new Date(at));
  const tonight = nightOf(today);
  return tonight > at ? tonight : nightOf(addDays(today, 1));
}

/** Paris is one hour ahead of UTC, or two in summer: what the clock there shows at 02:15 UTC says which. */
function nightOf(day: BusinessDate): Instant {
  const inSummer = instantOf(new Date(`${day}T02:15:00Z`));
  return parisHour(inSummer) === "04" ? inSummer : shifted(inSummer, 3_600);
}

const parisHour = (at: Instant): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", hour: "2-digit", hourCycle: "h23" }).format(new Date(at));
