import * as z from "zod";
import { isReadUnattended } from "#domain/banking/provider";
import { type Instant, instantOf } from "#domain/dates";
import { type CompanyId, SyncId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { listOf, listQuery } from "#runtime/list";
import { answer } from "#runtime/reply";
import { waitSeconds } from "#runtime/request";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { until } from "#runtime/until";
import { accounts } from "#store/accounts";
import { type Connection, connections } from "#store/connections";
import type { Db } from "#store/db";
import { type SyncLog, syncLogs } from "#store/sync-logs";
import { describedWith, RunView } from "./run-view.ts";
import { SyncStatus, statusOf } from "./status-view.ts";

const route = routesNeeding("table");
const asking = routesNeeding("table", "syncQueue");

const Requested = z
  .object({ syncId: SyncId, requested: z.int(), finished: z.boolean(), runs: z.array(RunView) })
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
    const all = (await connections(table, companyId).all()).filter(canBeRead);
    if (all.length === 0) throw new Refusal("sync.no_connection");
    const syncId = newId("sync");
    const requestedAt = instantOf(now());
    await syncQueue.send(all.map(({ id }) => ({ companyId, connectionId: id, syncId, trigger: "manual", requestedAt })));
    const runs = await until(waitSeconds(request.headers), request, async () => {
      const since = await runsSince(table, companyId, requestedAt);
      return new Set(since.map(({ connectionId }) => connectionId)).size >= all.length ? since : null;
    });
    const body = { syncId, requested: all.length, finished: runs !== null, runs: (runs ?? []).map(describedWith(all)) };
    return runs ? answer(200, body) : answer(202, body, { headers: { location: "/api/sync/status", "retry-after": "2" } });
  },
});

/** Whether a read needs no token of a person, and its provider still is there. */
const canBeRead = ({ state, provider }: Connection): boolean => state !== "provider_retired" && isReadUnattended(provider);

/** Runs that began after the request: its own, or another's that read the same news; the last one of each connection. */
async function runsSince(table: Db, companyId: CompanyId, requestedAt: Instant): Promise<readonly SyncLog[]> {
  const { logs: recent } = await syncLogs(table, companyId).page(RECENT_MAX, null);
  const byConnection = new Map<string, SyncLog>();
  for (const run of recent)
    if (run.startedAt >= requestedAt && !byConnection.has(run.connectionId)) byConnection.set(run.connectionId, run);
  return [...byConnection.values()];
}

const RECENT_MAX = 40;

const status = route({
  method: "GET",
  path: "/api/sync/status",
  may: "connections:read",
  summary: "Where each connection and account stands: since when, what went wrong in words, and when it is read next",
  returns: SyncStatus,
  async handle({ actor, table, now }) {
    const [all, held] = await Promise.all([connections(table, actor.companyId).all(), accounts(table, actor.companyId).all()]);
    const at = instantOf(now());
    return { connections: all.map((connection) => statusOf(connection, held, at)) };
  },
});

const logs = route({
  method: "GET",
  path: "/api/sync/logs",
  may: "connections:read",
  summary: "Every run, newest first: what it added, updated and deleted, how long it took, and what became of each account",
  query: listQuery({}),
  returns: listOf(RunView),
  async handle({ query, actor, table, cursors }) {
    const [page, kept] = await Promise.all([
      syncLogs(table, actor.companyId).page(query.limit, cursors.open(z.string())),
      connections(table, actor.companyId).kept(),
    ]);
    return { data: page.logs.map(describedWith(kept)), nextCursor: page.next === null ? null : cursors.seal(page.next) };
  },
});

export const syncApi = resource("sync", [manual, status, logs]);
