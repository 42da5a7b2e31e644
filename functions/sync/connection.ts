import { BankError } from "#connectors/banks/port";
import { type Instant, instantOf, shifted } from "#domain/dates";
import type { SyncMessage } from "#runtime/messages";
import { consumer } from "#runtime/worker";
import { type Connection, connections, type RunEnd } from "#store/connections";
import { syncLogs } from "#store/sync-logs";
import { NOTHING, type Reading, type Run, readConnection } from "./read-connection.ts";

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
    } else if (!isCovered(await store.get(message.connectionId), message)) await syncQueue.send([message], { delaySeconds: HELD_SECONDS });
  },
});

/** A run that started after this was asked for covers it; one that started before may have missed the news: ask again a little later. */
const isCovered = ({ lastStartedAt = "" }: Connection, { requestedAt }: SyncMessage): boolean => lastStartedAt >= requestedAt;

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
