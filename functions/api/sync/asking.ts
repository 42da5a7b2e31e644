import * as z from "zod";
import { isReadUnattended } from "#domain/banking/provider";
import { type Instant, instantOf } from "#domain/dates";
import { type CompanyId, SyncId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { answer } from "#runtime/reply";
import { waitSeconds } from "#runtime/request";
import { type Route, routesNeeding } from "#runtime/route";
import { until } from "#runtime/until";
import { type Connection, connections } from "#store/connections";
import type { Db } from "#store/db";
import { type SyncLog, syncLogs } from "#store/sync-logs";
import { describedWith, RunView } from "./run-view.ts";

const asking = routesNeeding("table", "syncQueue");

/** What became of asking for reads. */
export const Requested = z
  .object({ syncId: SyncId, requested: z.int(), finished: z.boolean(), runs: z.array(RunView) })
  .meta({ id: "SyncRequest", examples: [{ finished: true }, { finished: false, runs: [] }] });

type Path = "/api/sync/manual" | "/api/sync/bridge" | "/api/sync/finary";

/** A route that has some of the company's connections read now. What a person ended, or must give a token for, is not among them. */
export const readNow = (path: Path, summary: string, isAsked: (connection: Connection) => boolean): Route =>
  asking({
    method: "POST",
    path,
    may: "sync:run",
    summary,
    returns: Requested,
    status: 202,
    speaks: true,
    also: [200],
    refuses: ["sync.no_connection", "queue.unavailable"],
    async handle({ actor, request, language, table, syncQueue, now, newId }) {
      const { companyId } = actor;
      const all = (await connections(table, companyId).all()).filter((connection) => isReadable(connection) && isAsked(connection));
      if (all.length === 0) throw new Refusal("sync.no_connection");
      const syncId = newId("sync");
      const requestedAt = instantOf(now());
      await syncQueue.send(all.map(({ id }) => ({ companyId, connectionId: id, syncId, trigger: "manual", requestedAt })));
      const runs = await until(waitSeconds(request.headers), request, async () => {
        const since = await runsSince(table, companyId, requestedAt, all);
        return since.length >= all.length ? since : null;
      });
      const body = { syncId, requested: all.length, finished: runs !== null, runs: (runs ?? []).map(describedWith(all, language)) };
      return runs ? answer(200, body) : answer(202, body, { headers: { location: "/api/sync/status", "retry-after": "2" } });
    },
  });

const isReadable = ({ provider, state }: Connection): boolean =>
  isReadUnattended(provider) && state !== "disconnected" && state !== "provider_retired";

/** Runs that began after the request: its own, or another's that read the same news; the last one of each connection asked. */
async function runsSince(table: Db, companyId: CompanyId, requestedAt: Instant, asked: readonly Connection[]): Promise<readonly SyncLog[]> {
  const ids = new Set(asked.map(({ id }) => id));
  const { logs: recent } = await syncLogs(table, companyId).page(RECENT_MAX, null);
  const byConnection = new Map<string, SyncLog>();
  for (const run of recent)
    if (run.startedAt >= requestedAt && ids.has(run.connectionId) && !byConnection.has(run.connectionId))
      byConnection.set(run.connectionId, run);
  return [...byConnection.values()];
}

const RECENT_MAX = 40;
