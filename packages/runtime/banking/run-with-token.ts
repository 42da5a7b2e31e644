import { BankError } from "#connectors/banks/port";
import { type Instant, instantOf, shifted } from "#domain/dates";
import type { SyncId } from "#domain/ids";
import { type Connection, connections } from "#store/connections";
import { type SyncLog, syncLogs } from "#store/sync-logs";
import type { AccessTools } from "./bank-access.ts";
import { readGuarded } from "./guarded-reading.ts";
import { NOTHING } from "./account-reading.ts";
import type { Run } from "./read-connection.ts";

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
  const until = shifted(startedAt, LEASE_SECONDS);
  const store = connections(table, companyId);
  const held = await store.lease(connection.id, { run: syncId, owner, now: startedAt, until, requestedAt: startedAt });
  if (!held) return null;
  const message = { companyId, connectionId: connection.id, syncId, trigger: "manual", requestedAt: startedAt } as const;
  const common = { syncId, connectionId: connection.id, trigger: "manual", startedAt } as const;
  try {
    const { end, tally, accountCount } = await readGuarded(held, { ...run, message }, run, token);
    const log: SyncLog = {
      ...common,
      finishedAt: instantOf(now()),
      outcome: "succeeded",
      errorCode: null,
      ...tally,
      accounts: accountCount,
    };
    await syncLogs(table, companyId).add(log);
    await store.release(connection.id, owner, { ...end, lastSuccessAt: startedAt });
    return log;
  } catch (error) {
    const errorCode = error instanceof BankError ? error.kind : "internal";
    await syncLogs(table, companyId).add({ ...common, ...failedLog(instantOf(now()), errorCode) });
    await store.release(connection.id, owner, { state: stateAfter(errorCode, held), lastError: errorCode });
    throw error;
  }
}

const failedLog = (finishedAt: Instant, errorCode: string) =>
  ({ finishedAt, outcome: "failed", errorCode, ...NOTHING, accounts: 0 }) as const;

const STATES: Readonly<Record<string, Connection["state"]>> = { unauthorized: "reauth_required", retired: "provider_retired" };
const stateAfter = (errorCode: string, { state }: Connection): Connection["state"] => STATES[errorCode] ?? state;
