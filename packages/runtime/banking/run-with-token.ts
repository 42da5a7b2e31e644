import { instantOf, shifted } from "#domain/dates";
import type { SyncId } from "#domain/ids";
import { type Connection, connections } from "#store/connections";
import type { SyncLog } from "#store/sync-logs";
import type { AccessTools } from "./bank-access.ts";
import { readGuarded } from "./guarded-reading.ts";
import type { Run } from "./read-connection.ts";
import { runUnderLease } from "./run-under-lease.ts";

/** A run inside a request is dead soon after the request is: the next one need not wait for long. */
const LEASE_SECONDS = 60;

export type TokenRun = Omit<Run, "message"> & AccessTools & { readonly syncId: SyncId };

/**
 * Reads a connection once, here and now, with a token that is good for this run: it is passed on to the bank and written nowhere. Null = another
 * run holds the connection. A bank that fails is written down as any run's failure is, and thrown on.
 */
export async function runWithToken(connection: Connection, token: string, run: TokenRun): Promise<SyncLog | null> {
  const { table, companyId, syncId, now } = run;
  const startedAt = instantOf(now());
  const owner = `${syncId}#${run.newId("event")}`;
  const lease = { run: syncId, owner, now: startedAt, until: shifted(startedAt, LEASE_SECONDS), requestedAt: startedAt };
  const held = await connections(table, companyId).lease(connection.id, lease);
  if (!held) return null;
  const message = { companyId, connectionId: connection.id, syncId, trigger: "manual", requestedAt: startedAt } as const;
  // Nobody tries again by itself: only the person has a token.
  const whole = { ...run, message };
  const read = (leased: Connection) => readGuarded(leased, whole, whole, token);
  const { log, error } = await runUnderLease({ connection: held, owner, startedAt, chance: 0 }, whole, read);
  if (log.outcome === "failed") throw error;
  return log;
}
