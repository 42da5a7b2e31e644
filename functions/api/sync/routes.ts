import * as z from "zod";
import { instantOf } from "#domain/dates";
import { listOf, listQuery } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { accounts } from "#store/accounts";
import { type Connection, connections } from "#store/connections";
import { syncLogs } from "#store/sync-logs";
import { readNow } from "./asking.ts";
import { bankinSync } from "./bankin.ts";
import { describedWith, RunView } from "./run-view.ts";
import { SyncStatus, statusOf } from "./status-view.ts";

const route = routesNeeding("table");

const isBridge = ({ provider }: Connection) => provider === "bridge";
const isFinary = ({ provider }: Connection) => provider === "finary";

const manual = readNow("/api/sync/manual", "Read every connected bank now; `Prefer: wait=20` answers with what was found", () => true);
const bridge = readNow("/api/sync/bridge", "Read the banks connected through Bridge now", isBridge);
const finary = readNow(
  "/api/sync/finary",
  "Read the Finary portfolios now; unofficial, and off unless this deployment has an address for it",
  isFinary,
);

const status = route({
  method: "GET",
  path: "/api/sync/status",
  may: "connections:read",
  summary: "Where each connection and account stands: since when, what went wrong in words, and when it is read next",
  returns: SyncStatus,
  speaks: true,
  async handle({ actor, language, table, now }) {
    const [all, held] = await Promise.all([connections(table, actor.companyId).all(), accounts(table, actor.companyId).all()]);
    const at = instantOf(now());
    return { connections: all.map((connection) => statusOf(connection, held, at, language)) };
  },
});

const logs = route({
  method: "GET",
  path: "/api/sync/logs",
  may: "connections:read",
  summary: "Every run, newest first: what it added, updated and deleted, how long it took, and what became of each account",
  query: listQuery({}),
  returns: listOf(RunView),
  speaks: true,
  async handle({ query, actor, language, table, cursors }) {
    const [page, kept] = await Promise.all([
      syncLogs(table, actor.companyId).page(query.limit, cursors.open(z.string())),
      connections(table, actor.companyId).kept(),
    ]);
    return { data: page.logs.map(describedWith(kept, language)), nextCursor: page.next === null ? null : cursors.seal(page.next) };
  },
});

export const syncApi = resource("sync", [manual, bridge, finary, bankinSync, status, logs]);
