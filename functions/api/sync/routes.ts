import * as z from "zod";
import { Provider } from "#domain/banking/provider";
import { Instant, instantOf } from "#domain/dates";
import { AccountId, ConnectionId } from "#domain/ids";
import { Cents } from "#domain/money";
import { listOf, listQuery } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { accounts } from "#store/accounts";
import { type Connection, ConnectionState, connections } from "#store/connections";
import { syncLogs } from "#store/sync-logs";
import { described, Run, readNow } from "./asking.ts";
import { bankinSync } from "./bankin.ts";

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

export const syncApi = resource("sync", [manual, bridge, finary, bankinSync, status, logs]);
