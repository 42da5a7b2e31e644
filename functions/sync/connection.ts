import { BankError } from "#connectors/banks/port";
import { type Instant, instantOf, shifted } from "#domain/dates";
import { NOTHING } from "#runtime/banking/account-reading";
import { type Reading, type Run, readConnection } from "#runtime/banking/read-connection";
import type { SyncMessage } from "#runtime/messages";
import type { Services } from "#runtime/services";
import { consumer } from "#runtime/worker";
import { type Connection, connections, type RunEnd } from "#store/connections";
import { syncLogs } from "#store/sync-logs";

/** Longer than any run: the function is killed first. A dead run's lease ends by itself. */
const LEASE_SECONDS = 330;
/** While another run holds the connection, its successor asks again after this long. */
const HELD_SECONDS = 15;

/** Reads one bank connection: lease, items, accounts, rows, then the cursor, last of all. */
export const syncConnection = consumer({
  name: "sync/connection",
  queue: "sync",
  needs: ["table", "banks", "syncQueue"],
  memoryMb: 1_024,
  timeoutSeconds: 300,
  errorImpact: "Les opérations bancaires d'une société n'arrivent plus.",
  async handle({ message, syncQueue, ...tools }) {
    const run: Run = { ...tools, message, companyId: message.companyId };
    const store = connections(run.table, run.companyId);
    const now = instantOf(run.now());
    const owner = `${message.syncId}#${run.newId("event")}`;
    const connection = await store.lease(message.connectionId, {
      run: message.syncId,
      owner,
      now,
      until: shifted(now, LEASE_SECONDS),
      requestedAt: message.requestedAt,
    });
    if (connection) {
      const pause = await runUnderLease(connection, owner, now, run);
      if (pause !== null) await syncQueue.send([{ ...message, attempt: (message.attempt ?? 1) + 1 }], { delaySeconds: pause });
    } else await askAgain(message, now, store, syncQueue);
  },
});

/**
 * The connection is held. Who asked after the run began may have news it missed, so somebody asks again a little later: one message
 * for all who ask meanwhile, sent before it is noted, so that nobody relies on one that was never sent.
 */
async function askAgain(message: SyncMessage, now: Instant, store: ReturnType<typeof connections>, syncQueue: Services["syncQueue"]) {
  const { lastStartedAt = "", followUpAt = "" } = await store.get(message.connectionId);
  const { requestedAt } = message;
  if (lastStartedAt >= requestedAt || (followUpAt >= requestedAt && followUpAt > now)) return;
  const then = shifted(now, HELD_SECONDS);
  await syncQueue.send([{ ...message, requestedAt: then }], { delaySeconds: HELD_SECONDS });
  await store.noteFollowUp(message.connectionId, then);
}

/**
 * Reads, then writes once what became of it: the log, and the connection with its cursor, which moves only after a whole read.
 * Returns the seconds after which to try again, or null.
 */
async function runUnderLease(connection: Connection, owner: string, startedAt: Instant, run: Run): Promise<number | null> {
  const { reading, error } = await attempt(connection, run);
  const code = reading ? null : error instanceof BankError ? error.kind : "internal";
  const { table, companyId, message } = run;
  await syncLogs(table, companyId).add({
    ...{ syncId: message.syncId, connectionId: message.connectionId, trigger: message.trigger },
    ...{ startedAt, finishedAt: instantOf(run.now()), outcome: reading ? "succeeded" : "failed", errorCode: code },
    ...{ ...(reading?.tally ?? NOTHING), accounts: reading?.accountCount ?? 0 },
  });
  const end = reading
    ? { ...reading.end, lastSuccessAt: startedAt }
    : { state: stateAfter(error, connection), ...(code && { lastError: code }) };
  await connections(table, companyId).release(connection.id, owner, end);
  return reading ? null : pauseAfter(error, message.attempt ?? 1);
}

async function attempt(connection: Connection, run: Run): Promise<{ readonly reading: Reading | null; readonly error: unknown }> {
  try {
    return { reading: await readConnection(connection, run), error: null };
  } catch (error) {
    return { reading: null, error };
  }
}

/** A bank that is throttled or down is asked again this often, after what it said or a growing pause; then the night tries. */
const ATTEMPTS_MAX = 5;
const PAUSE_SECONDS = 60;
/** SQS's longest delay. */
const PAUSE_SECONDS_MAX = 900;

/** Seconds until the next try; null when another try would say the same. What is no bank's error goes back to the queue. */
function pauseAfter(error: unknown, attempt: number): number | null {
  if (!(error instanceof BankError)) throw error;
  if ((error.kind !== "unavailable" && error.kind !== "throttled") || attempt >= ATTEMPTS_MAX) return null;
  return Math.min(PAUSE_SECONDS_MAX, Math.max(1, Math.ceil(error.retryAfterSeconds ?? PAUSE_SECONDS * attempt)));
}

const stateAfter = (error: unknown, { state }: Connection): RunEnd["state"] =>
  error instanceof BankError && error.kind === "unauthorized" ? "reauth_required" : state;
