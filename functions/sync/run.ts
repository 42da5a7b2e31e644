import type { ToldFact } from "#domain/alerts/connection-news";
import { type Instant, instantOf } from "#domain/dates";
import { NOTHING } from "#runtime/banking/account-reading";
import { detachAccounts } from "#runtime/banking/detach-accounts";
import { type Reading, type Run, readConnection } from "#runtime/banking/read-connection";
import { gapAccounts, tellConnection } from "#runtime/banking/tell-connection";
import { releaseOf } from "#store/connection-release";
import { Connection, connections, type RunEnd } from "#store/connections";
import type { Action } from "#store/db";
import { TABLE } from "#store/entity";
import { accountLine, ReadTrigger, type SyncLog, syncLogs } from "#store/sync-logs";
import { endOfFailure, endOfReading, type Failure, INTERNAL } from "./run-end.ts";

export type Leased = { readonly connection: Connection; readonly owner: string; readonly startedAt: Instant; readonly chance: number };

/** Who tells something of a connection beside its run may come first: it is told again on top of that, this often. */
const ATTEMPTS_MAX = 5;

/**
 * Reads, then writes once what became of it: the log, and the connection with its cursor, which moves only after a whole read, and with the alerts that
 * follow from it. Returns the seconds after which to try again, or null; a failure of ours is thrown, after it was written.
 */
export async function runUnderLease(leased: Leased, run: Run): Promise<number | null> {
  const { connection, startedAt, chance } = leased;
  const { message, table, companyId } = run;
  const { reading, error } = await attempt(connection, run);
  const now = instantOf(run.now());
  const failure = reading ? null : endOfFailure(connection, error, { startedAt, now, attempt: message.attempt ?? 1, chance });
  await syncLogs(table, companyId).add(logOf(leased, run, { now, reading, failure }));
  await giveBack(leased, failure ? failure.end : endOfReading(connection, whole(reading), startedAt), run);
  if (failure?.code === INTERNAL) throw error;
  return failure?.pauseSeconds ?? null;
}

function whole(reading: Reading | null): Reading {
  if (!reading) throw new Error("a run without a failure has a reading");
  return reading;
}

async function attempt(connection: Connection, run: Run): Promise<{ readonly reading: Reading | null; readonly error: unknown }> {
  try {
    return { reading: await readConnection(connection, run), error: null };
  } catch (error) {
    return { reading: null, error };
  }
}

/** The end of the run on the connection, together with what it makes worth telling. A lease that was lost leaves everything to who took it. */
async function giveBack({ connection, owner }: Leased, end: RunEnd, run: Run): Promise<void> {
  const { table, companyId, now, newId, message } = run;
  const store = connections(table, companyId);
  const names = await gapAccounts(table, companyId, after(connection, end).gaps ?? []);
  const telling = { table, companyId, now, newId, doer: { kind: "system", id: "sync" }, requestId: message.syncId } as const;
  const write = (told: readonly ToldFact[], version: number): Action => ({
    Update: {
      TableName: TABLE,
      ...releaseOf(companyId, connection.id, owner, { ...end, told: [...told], toldVersion: version + 1 }, version),
    },
  });
  let before: Connection | null = connection;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX && before; attempt += 1) {
    const told = await tellConnection(after(before, end), names, write, telling);
    if (told === "told") return;
    if (told === "nothing" && (await table.update(releaseOf(companyId, connection.id, owner, end))).done) return;
    before = await store.find(connection.id);
    if (before?.state === "disconnected") return detachAccounts(connection.id, telling);
    if (before?.leaseOwner !== owner) return;
  }
  if (before) throw new Error("what is told of a connection kept changing");
}

/** A connection as it will be after a run. */
const after = (before: Connection, end: RunEnd): Connection =>
  Connection.parse(Object.fromEntries(Object.entries({ ...before, ...end }).filter(([, value]) => value !== null && value !== undefined)));

type Outcome = { readonly now: Instant; readonly reading: Reading | null; readonly failure: Failure | null };

function logOf({ startedAt }: Leased, { message }: Run, { now, reading, failure }: Outcome): SyncLog {
  const lines = (reading?.lines ?? []).map(({ accountId, tally, error }) => accountLine(accountId, tally, error));
  const isPartial = lines.some(({ error }) => error !== null);
  return {
    ...{ syncId: message.syncId, connectionId: message.connectionId, trigger: ReadTrigger.parse(message.trigger) },
    ...{ startedAt, finishedAt: now, outcome: failure ? "failed" : isPartial ? "partial" : "succeeded", errorCode: failure?.code ?? null },
    ...{ ...(reading?.tally ?? NOTHING), accounts: reading?.accountCount ?? 0, lines },
  };
}
