import { type Instant, instantOf, shifted } from "#domain/dates";
import type { AccessTools } from "#runtime/banking/bank-access";
import { readGuarded } from "#runtime/banking/guarded-reading";
import type { Run } from "#runtime/banking/read-connection";
import { INTERNAL } from "#runtime/banking/run-end";
import { runUnderLease } from "#runtime/banking/run-under-lease";
import type { SyncMessage } from "#runtime/messages";
import type { Services } from "#runtime/services";
import { consumer } from "#runtime/worker";
import { type Connection, connections } from "#store/connections";
import { sendAt } from "./later.ts";

/** Longer than any run: the function is killed first. A dead run's lease ends by itself. */
const LEASE_SECONDS = 330;
/** While another run holds the connection, its successor asks again after this long. */
const HELD_SECONDS = 15;

/** Reads one bank connection: lease, items, accounts, rows, then the cursor, last of all. */
export const syncConnection = consumer({
  name: "sync/connection",
  queue: "sync",
  needs: ["table", "banks", "bankLimits", "envelopeSecrets", "randomness", "syncQueue"],
  memoryMb: 1_024,
  timeoutSeconds: 300,
  errorImpact: "Les opérations bancaires d'une société n'arrivent plus.",
  async handle({ message, syncQueue, ...tools }) {
    const run: Run & AccessTools = { ...tools, message, companyId: message.companyId };
    const now = instantOf(run.now());
    if (message.notBefore !== undefined && message.notBefore > now) return sendAt(message.notBefore, message, now, syncQueue);
    const chance = chanceOf(tools.randomness);
    if (message.trigger === "disconnect")
      return (await import("./ending.ts")).endAccess(message, run, { syncQueue, chance, log: tools.log });
    const runKey = message.repeated ? `${message.syncId}r` : message.syncId;
    const owner = `${runKey}#${run.newId("event")}`;
    const connection = await connections(run.table, run.companyId).lease(message.connectionId, {
      run: runKey,
      owner,
      now,
      until: shifted(now, LEASE_SECONDS),
      requestedAt: message.requestedAt,
    });
    if (!connection) return askAgain(message, now, run, syncQueue);
    const leased = { connection, owner, startedAt: now, chance };
    const { pauseSeconds, failure, error } = await runUnderLease(leased, run, (held) => readGuarded(held, run, run));
    // A bug of ours is written down like any failure, then goes back to the queue, and at last to the dead letters.
    if (failure?.code === INTERNAL) throw error;
    if (pauseSeconds === null) return;
    const again = { ...message, attempt: (message.attempt ?? 1) + 1 };
    await sendAt(shifted(instantOf(run.now()), pauseSeconds), again, instantOf(run.now()), syncQueue);
  },
});

/** A number in [0, 1). */
const chanceOf = (randomness: Services["randomness"]): number => Buffer.from(randomness(4)).readUInt32BE() / 2 ** 32;

/**
 * The connection is held, or its provider is not to be asked yet. Who asked after the last run began may have news it missed, so somebody asks again a
 * little later: one message for all who ask meanwhile, sent before it is noted, so that nobody relies on one that was never sent.
 */
async function askAgain(message: SyncMessage, now: Instant, { table, companyId }: Run, syncQueue: Services["syncQueue"]): Promise<void> {
  const store = connections(table, companyId);
  const connection = await store.find(message.connectionId);
  if (!connection || hasEnded(connection)) return;
  const { lastStartedAt = "", followUpAt = "", holdUntil = "", lastSuccessAt = "" } = connection;
  const { requestedAt } = message;
  const isCovered = holdUntil > now ? lastSuccessAt >= requestedAt : lastStartedAt >= requestedAt;
  if (isCovered || (followUpAt >= requestedAt && followUpAt > now)) return;
  const then = [shifted(now, HELD_SECONDS), holdUntil].toSorted().at(-1) ?? now;
  await sendAt(then, { ...message, requestedAt: then }, now, syncQueue);
  await store.noteFollowUp(message.connectionId, then);
}

const hasEnded = ({ state }: Connection): boolean => state === "disconnected" || state === "provider_retired";
