import * as z from "zod";
import { BANKIN_ENDS_AT } from "#connectors/banks/bankin";
import { BankError } from "#connectors/banks/port";
import { businessDate, instantOf } from "#domain/dates";
import type { CompanyId, NewId, SyncId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { doerOf } from "#runtime/actor";
import { answer } from "#runtime/reply";
import type { Language } from "#runtime/request";
import { routesNeeding } from "#runtime/route";
import type { Connection } from "#store/connections";
import { soleConnection } from "#store/sole-connection";
import type { SyncLog } from "#store/sync-logs";
import { Requested } from "./asking.ts";
import { describedWith } from "./run-view.ts";

const reading = routesNeeding("table", "banks", "bankLimits", "envelopeSecrets", "randomness");

/** Time kept to answer that the read goes on. */
const RESERVE_MS = 2_000;

/** The token of one run. It is in no table, queue, log or error: only the provider sees it. */
const AccessToken = z
  .string()
  .regex(/^[\x21-\x7e]{8,4096}$/)
  .meta({ description: "Bearer of the person's Bankin' session. Used for this run, and forgotten.", examples: ["b4nk1n-0000-0000-0000"] });

export const bankinSync = reading({
  method: "POST",
  path: "/api/sync/bankin",
  may: "sync:run",
  summary: "Read the banks behind a Bankin' session now, with its token; the service ends on 31 December 2026",
  body: z.strictObject({ accessToken: AccessToken }),
  returns: Requested,
  also: [202],
  claims: true,
  direct: true,
  speaks: true,
  leaves: { deprecatedOn: businessDate("2026-11-26"), endsAt: BANKIN_ENDS_AT, successor: "/api/sync/connections" },
  refuses: ["sync.provider_unavailable", "sync.provider_unreachable", "sync.provider_retired", "sync.bank_token_rejected"],
  async handle({ body, actor, request, language, now, newId, ...services }) {
    const { companyId } = actor;
    await services.banks("bankin");
    const event = { id: newId("event"), at: instantOf(now()), doer: doerOf(actor), requestId: request.requestId };
    const connection = await soleConnection(services.table, freshFor(companyId, now, newId), event);
    if (connection.state === "provider_retired") throw new Refusal("sync.provider_retired");
    const syncId = newId("sync");
    // The reading of banks is the worker's: it is loaded for who reads here, and not for who asks for a status.
    const { runWithToken } = await import("#runtime/banking/run-with-token");
    const run = runWithToken(connection, body.accessToken, { ...services, companyId, syncId, now, newId }).catch(refuse);
    return told(syncId, connection, language, await inTime(run, request.remainingMs() - RESERVE_MS));
  },
});

function freshFor(companyId: CompanyId, now: () => Date, newId: NewId): Connection {
  const id = newId("connection");
  return {
    companyId,
    id,
    provider: "bankin",
    userId: id,
    connectUrl: "",
    state: "pending_consent",
    createdAt: instantOf(now()),
    version: 1,
  };
}

/** The run, or null when it is held or takes longer than the caller can be kept: asked again, it goes on from the last whole read. */
async function inTime(run: Promise<SyncLog | null>, ms: number): Promise<SyncLog | null> {
  const timer: { handle?: NodeJS.Timeout } = {};
  const late = new Promise<null>((resolve) => {
    timer.handle = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer.handle);
  }
}

function told(syncId: SyncId, connection: Connection, language: Language, run: SyncLog | null) {
  const body = { syncId, requested: 1, finished: run !== null, runs: run ? [describedWith([connection], language)(run)] : [] };
  return run ? answer(200, body) : answer(202, body, { headers: { location: "/api/sync/status", "retry-after": "60" } });
}

/** The run is written down already; who waits for it is told what they can do. */
function refuse(error: unknown): never {
  if (!(error instanceof BankError)) throw error;
  if (error.kind === "unauthorized")
    throw new Refusal("sync.bank_token_rejected", { flaws: [{ pointer: "/access_token", message: "rejected" }] });
  if (error.kind === "retired") throw new Refusal("sync.provider_retired");
  const headers = { "retry-after": String(Math.ceil(error.retryAfterSeconds ?? 60)) };
  throw new Refusal("sync.provider_unreachable", { cause: error, headers });
}
