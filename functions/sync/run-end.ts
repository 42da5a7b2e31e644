import { BankError } from "#connectors/banks/port";
import type { BalanceGap } from "#domain/banking/connection";
import { ATTEMPTS_MAX, pauseAfter } from "#domain/banking/sync-times";
import { type Instant, shifted } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import type { Reading } from "#runtime/banking/read-connection";
import type { Connection, RunEnd } from "#store/connections";

/** What a failed run leaves behind: the error's code, what the connection remembers, and the seconds until it is tried again, if it is. */
export type Failure = { readonly code: string; readonly end: RunEnd; readonly pauseSeconds: number | null };

/** After a whole read: as it was told, nothing failing any more. */
export function endOfReading(before: Connection, reading: Reading, startedAt: Instant): RunEnd {
  const gaps = gapsAfter(before.gaps ?? [], reading, startedAt);
  return {
    ...reading.end,
    ...sinceOf(before, reading.end.state, startedAt),
    lastSuccessAt: startedAt,
    gaps: gaps.length > 0 ? [...gaps] : null,
    ...{ lastError: null, failures: null, failingSince: null, nextAttemptAt: null, holdUntil: null },
  };
}

/** What of a failure tries itself again: the others say the same until a person, or the night, comes. */
const PASSING: ReadonlySet<string> = new Set(["unavailable", "throttled", "invalid_answer"]);

/** After a run that failed. `chance` is in [0, 1); `attempt` counts from 1. */
export function endOfFailure(
  before: Connection,
  error: unknown,
  run: { readonly startedAt: Instant; readonly now: Instant; readonly attempt: number; readonly chance: number },
): Failure {
  const code = codeOf(error);
  const { startedAt, now, attempt, chance } = run;
  const said = error instanceof BankError ? error.retryAfterSeconds : undefined;
  const pause = PASSING.has(code) ? pauseAfter(attempt, said, chance) : null;
  const pauseSeconds = attempt < ATTEMPTS_MAX ? pause : null;
  const state = STATE_AFTER[code] ?? before.state;
  return {
    code,
    pauseSeconds,
    end: {
      ...{ state, ...sinceOf(before, state, startedAt) },
      ...{ lastError: code, failures: (before.failures ?? 0) + 1, failingSince: before.failingSince ?? startedAt },
      nextAttemptAt: pauseSeconds === null ? null : shifted(now, pauseSeconds),
      holdUntil: said === undefined || pause === null ? null : shifted(now, pause),
    },
  };
}

const STATE_AFTER: Readonly<Record<string, Connection["state"]>> = { unauthorized: "reauth_required", retired: "provider_retired" };

/** A bank's failure by its kind; a provider this deployment cannot reach is its operator's matter; everything else is our bug. */
function codeOf(error: unknown): string {
  if (error instanceof BankError) return error.kind;
  return error instanceof Refusal && error.code === "sync.provider_unavailable" ? "not_configured" : INTERNAL;
}

/** The code of a failure that is nobody's but ours: its message goes back to the queue, and at last to the dead letters. */
export const INTERNAL = "internal";

const sinceOf = (before: Connection, state: Connection["state"], at: Instant): Pick<RunEnd, "stateSince"> =>
  state === before.state && before.stateSince !== undefined ? {} : { stateSince: state === before.state ? before.createdAt : at };

/** Gaps as this read found them. One that was there before keeps its beginning, whatever its amount; an account whose read failed keeps its gap. */
function gapsAfter(before: readonly BalanceGap[], { lines }: Reading, at: Instant): readonly BalanceGap[] {
  return lines.flatMap(({ accountId, error, gapCents }) => {
    const known = before.find((gap) => gap.accountId === accountId);
    if (error !== null) return known ?? [];
    if (gapCents === null || gapCents === 0) return [];
    return { accountId, cents: gapCents, since: known?.since ?? at, seenAt: at };
  });
}
