import { type Instant, shifted } from "../dates.ts";

/**
 * A provider's circuit breaker: closed while its calls succeed; open after several runs in a row failed on it, so that nobody waits for what does
 * not answer; then half open, when one run tries for all.
 */
export type Circuit = {
  /** Runs that failed in a row, the last of them when, and whose the first was; `several`: another connection's failed too. */
  readonly failures: number;
  readonly failedAt: Instant | null;
  readonly by: string | null;
  readonly several: boolean;
  /** Closed while null. */
  readonly openUntil: Instant | null;
  /** Times it opened in a row. */
  readonly opened: number;
  /** A run is trying; the others wait for it, as long as this at most. */
  readonly probeUntil: Instant | null;
};

export const CLOSED: Circuit = { failures: 0, failedAt: null, by: null, several: false, openUntil: null, opened: 0, probeUntil: null };

const OPEN_SECONDS = 60;
const OPEN_SECONDS_MAX = 900;
/** Longer than any run. */
const PROBE_SECONDS = 360;
/** Failures further apart than this are not in a row. */
const STREAK_SECONDS = 3_600;

/** What a run may do: go on, go on as the one that tries (once it has written so), or come back later. */
export type Passage =
  | { readonly kind: "pass" }
  | { readonly kind: "probe"; readonly circuit: Circuit }
  | { readonly kind: "wait"; readonly until: Instant };

export function passageAt(circuit: Circuit, now: Instant): Passage {
  const { openUntil, probeUntil } = circuit;
  if (openUntil === null) return { kind: "pass" };
  if (now < openUntil) return { kind: "wait", until: openUntil };
  if (probeUntil !== null && now < probeUntil) return { kind: "wait", until: probeUntil };
  return { kind: "probe", circuit: { ...circuit, probeUntil: shifted(now, PROBE_SECONDS) } };
}

/**
 * After a run of a connection failed on the provider. Opens at `threshold` failures in a row, of two connections at least: one bank that always
 * fails is no provider that is down. A failure told while it is open changes nothing, one of the run that tried opens it for longer.
 */
export function afterFailure(circuit: Circuit, by: string, now: Instant, threshold: number): Circuit {
  if (circuit.openUntil !== null && now < circuit.openUntil) return circuit;
  const isRow = circuit.openUntil !== null || (circuit.failedAt !== null && shifted(circuit.failedAt, STREAK_SECONDS) >= now);
  const before = isRow ? circuit : CLOSED;
  const failed = {
    ...before,
    ...{
      failures: before.failures + 1,
      failedAt: now,
      by: before.by ?? by,
      several: before.several || (before.by !== null && before.by !== by),
    },
    probeUntil: null,
  };
  if (circuit.openUntil === null && (failed.failures < threshold || !failed.several)) return failed;
  const seconds = Math.min(OPEN_SECONDS_MAX, OPEN_SECONDS * 2 ** failed.opened);
  return { ...failed, openUntil: shifted(now, seconds), opened: failed.opened + 1 };
}
