import * as z from "zod";
import { Provider } from "#domain/banking/provider";
import { Instant, instantOf } from "#domain/dates";
import { AccountId, type CompanyId, ConnectionId, SyncId } from "#domain/ids";
import { Cents } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { listOf, listQuery } from "#runtime/list";
import { answer } from "#runtime/reply";
import { waitSeconds } from "#runtime/request";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { until } from "#runtime/until";
import { accounts } from "#store/accounts";
import { ConnectionState, connections } from "#store/connections";
import type { Db } from "#store/db";
import { type SyncLog, syncLogs } from "#store/sync-logs";
import { sentenceOf } from "./sentences.fr.ts";

const route = routesNeeding("table");
const asking = routesNeeding("table", "syncQueue");

const Run = z
  .object({
    syncId: SyncId,
    connectionId: ConnectionId,
    trigger: z.enum(["manual", "webhook", "nightly", "connect"]),
    startedAt: Instant,
    finishedAt: Instant,
    outcome: z.enum(["succeeded", "failed"]),
    errorCode: z.string().nullable(),
    message: z.string(),
    ...{ added: z.int(), updated: z.int(), deleted: z.int(), unchanged: z.int(), accounts: z.int() },
  })
  .meta({
    id: "SyncRun",
    examples: [{ ...{ added: 3, updated: 1, unchanged: 212, accounts: 2 }, finishedAt: "2026-11-25T11:00:03.412Z" }],
  });

const Requested = z
  .object({ syncId: SyncId, requested: z.int(), finished: z.boolean(), runs: z.array(Run) })
  .meta({ id: "SyncRequest", examples: [{ finished: true }, { finished: false, runs: [] }] });

const manual = asking({
  method: "POST",
  path: "/api/sync/manual",
  may: "sync:run",
  summary: "Read every connected bank now; `Prefer: wait=20` answers with what was found",
  returns: Requested,
  status: 202,
  also: [200],
  refuses: ["sync.no_connection", "queue.unavailable"],
  async handle({ actor, request, table, syncQueue, now, newId }) {
    const { companyId } = actor;
    const all = await connections(table, companyId).all();
    if (all.length === 0) throw new Refusal("sync.no_connection");
    const syncId = newId("sync");
    const requestedAt = instantOf(now());
    await syncQueue.send(all.map(({ id }) => ({ companyId, connectionId: id, syncId, trigger: "manual", requestedAt })));
    const runs = await until(waitSeconds(request.headers), request, async () => {
      const since = await runsSince(table, companyId, requestedAt);
      return new Set(since.map(({ connectionId }) => connectionId)).size >= all.length ? since : null;
    });
    const body = { syncId, requested: all.length, finished: runs !== null, runs: (runs ?? []).map(described) };
    return runs ? answer(200, body) : answer(202, body, { headers: { location: "/api/sync/status", "retry-after": "2" } });
  },
});

/** Runs that began after the request: its own, or another's that read the same news; the last one of each connection. */
async function runsSince(table: Db, companyId: CompanyId, requestedAt: Instant): Promise<readonly SyncLog[]> {
  const { logs: recent } = await syncLogs(table, companyId).page(RECENT_MAX, null);
  const byConnection = new Map<string, SyncLog>();
  for (const run of recent)
    if (run.startedAt >= requestedAt && !byConnection.has(run.connectionId)) byConnection.set(run.connectionId, run);
  return [...byConnection.values()];
}

const RECENT_MAX = 40;

const described = (log: Parameters<typeof sentenceOf>[0]) => ({ ...log, message: sentenceOf(log) });

const Status = z
  .object({
    connections: z.array(
      z.object({
        id: ConnectionId,
        provider: Provider,
        state: ConnectionState,
        bankName: z.string().nullable(),
        running: z.boolean(),
        lastStartedAt: Instant.nullable(),
        lastSuccessAt: Instant.nullable(),
        lastError: z.string().nullable(),
        accounts: z.array(z.object({ id: AccountId, name: z.string(), balanceCents: Cents, reportedBalanceCents: Cents.nullable() })),
      }),
    ),
  })
  .meta({ id: "SyncStatus", examples: [{ connections: [{ state: "active", accounts: [{ name: "Compte courant" }] }] }] });

const status = route({
  method: "GET",
  path: "/api/sync/status",
  may: "connections:read",
  summary: "Where each connection and account stands",
  returns: Status,
  async handle({ actor, table, now }) {
    const [all, held] = await Promise.all([connections(table, actor.companyId).all(), accounts(table, actor.companyId).all()]);
    const at = instantOf(now());
    return {
      connections: all.map(({ id, provider, state, ...connection }) => ({
        ...{ id, provider, state },
        bankName: connection.bankName ?? null,
        running: (connection.leaseUntil ?? "") > at,
        lastStartedAt: connection.lastStartedAt ?? null,
        lastSuccessAt: connection.lastSuccessAt ?? null,
        lastError: connection.lastError ?? null,
        accounts: held
          .filter(({ connectionId }) => connectionId === id)
          .map((account) => ({
            id: account.id,
            name: account.name,
            balanceCents: account.openingBalanceCents + account.totals.bookedCents,
            reportedBalanceCents: account.reported?.balanceCents ?? null,
          })),
      })),
    };
  },
});

const logs = route({
  method: "GET",
  path: "/api/sync/logs",
  may: "connections:read",
  summary: "Every run, newest first",
  query: listQuery({}),
  returns: listOf(Run),
  async handle({ query, actor, table, cursors }) {
    const page = await syncLogs(table, actor.companyId).page(query.limit, cursors.open(z.string()));
    return { data: page.logs.map(described), nextCursor: page.next === null ? null : cursors.seal(page.next) };
  },
});

export const syncApi = resource("sync", [manual, status, logs]);
