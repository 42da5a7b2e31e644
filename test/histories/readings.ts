import type { CompanyId, SyncId } from "#domain/ids";
import type { Chance } from "#infra/local/sandbox-bank/chance";
import { decimal, type WireTransaction } from "#infra/local/sandbox-bank/wire";
import type { SandboxWorld } from "#infra/local/sandbox-bank/world";
import { FINARY_ROWS } from "#test/simulator/finary-desk";
import type { Simulation } from "#test/simulator/simulation";
import { tokenFor } from "#test/world";
import type { Epoch, Life } from "./life.ts";

/** How a read of the bank went. */
export type Read = { readonly how: string; readonly finished: boolean; readonly crashes: number; readonly runs: number };

export type Reading = {
  readonly simulation: Simulation;
  readonly companyId: CompanyId;
  readonly chance: Chance;
  readonly provider: Epoch["provider"];
  readonly bank: SandboxWorld;
  readonly deliver: (syncId: SyncId) => Promise<boolean>;
};

const ROWS = "/v3/aggregation/transactions";

/** A read as the queue would have it made, with whatever may befall it. A failed or killed run is asked again, or left for another day. */
export async function readSomehow(reading: Reading): Promise<Read> {
  const { chance } = reading;
  const draw = chance.whole(1, 100);
  if (draw <= 60) return readWell(reading);
  if (draw <= 75) return killed(reading);
  if (draw <= 82) return twice(reading);
  return failing(reading);
}

export async function readWell(reading: Reading): Promise<Read> {
  return { how: "read", finished: await reading.deliver(reading.simulation.world.newId("sync")), crashes: 0, runs: 1 };
}

/** The process dies at a drawn write; its message comes again, or nobody comes back before the next day. */
async function killed(reading: Reading): Promise<Read> {
  const { simulation, chance } = reading;
  const syncId = simulation.world.newId("sync");
  const [write, side] = [chance.whole(1, 9), chance.oneOf(["before", "after"] as const)];
  const died = await simulation.killedAt(write, side, () => reading.deliver(syncId));
  const how = died ? `killed ${side} write ${write}` : "read, outlived its death";
  simulation.world.clock.pass(1);
  const again = chance.happens(80);
  const finished = again ? await reading.deliver(syncId) : !died;
  return { how: `${how}${again ? ", delivered again" : ""}`, finished, crashes: died ? 1 : 0, runs: again ? 2 : 1 };
}

/** One message delivered twice at once, as queues may. */
async function twice(reading: Reading): Promise<Read> {
  const syncId = reading.simulation.world.newId("sync");
  const [first, second] = await Promise.all([reading.deliver(syncId), reading.deliver(syncId)]);
  return { how: "delivered twice at once", finished: first && second, crashes: 0, runs: 2 };
}

/** The provider fails on the way. What was planned and not met is forgotten. */
async function failing(reading: Reading): Promise<Read> {
  if (reading.provider === "finary") return failingFinary(reading);
  const { simulation, chance, bank } = reading;
  const { bridge } = simulation;
  const fault = chance.oneOf(["throttled", "refused", "expired", "garbled_once", "small_pages", "repeated"] as const);
  if (fault === "throttled")
    bridge.fail({ kind: "status", status: 429, headers: { "retry-after": "120" }, path: ROWS, skip: chance.whole(0, 1), times: 9 });
  if (fault === "refused") bridge.fail({ kind: "status", status: 403, path: ROWS });
  if (fault === "expired") bridge.fail({ kind: "revoked_token", path: ROWS, skip: chance.whole(0, 1) });
  if (fault === "garbled_once") bridge.fail({ kind: "status", status: 503, headers: { "retry-after": "0" }, path: ROWS });
  if (fault === "repeated") bridge.fail({ kind: "rows", path: ROWS, change: (rows) => [...rows, ...rows] });
  if (fault === "small_pages") bank.setPageRows(chance.whole(2, 7));
  const finished = await reading.deliver(simulation.world.newId("sync"));
  bridge.clearFaults();
  bank.setPageRows(500);
  return { how: `read, ${fault}`, finished, crashes: 0, runs: 1 };
}

/** Finary fails on the way, as far as it can: a row nobody can keep, too, and an answer that is no list. */
async function failingFinary({ simulation, chance, deliver }: Reading): Promise<Read> {
  const { finary } = simulation;
  const fault = chance.oneOf(["throttled", "refused", "expired", "garbled_once", "no_list", "repeated", "unreadable"] as const);
  const path = FINARY_ROWS;
  const skip = chance.whole(0, 1);
  if (fault === "throttled") finary.fail({ kind: "status", status: 429, headers: { "retry-after": "120" }, path, skip, times: 9 });
  if (fault === "refused") finary.fail({ kind: "status", status: 403, path });
  if (fault === "expired") finary.fail({ kind: "revoked_token", path, skip });
  if (fault === "garbled_once") finary.fail({ kind: "status", status: 503, headers: { "retry-after": "0" }, path });
  if (fault === "no_list") finary.fail({ kind: "body", body: NO_LIST, contentType: "application/json", path, skip });
  if (fault === "repeated") finary.fail({ kind: "rows", path, change: (rows) => [...rows, ...rows] });
  if (fault === "unreadable")
    finary.fail({ kind: "rows", path, change: ([first, ...rows]) => (first ? [...rows, unreadable(first)] : rows) });
  const finished = await deliver(simulation.world.newId("sync"));
  finary.clearFaults();
  return { how: `read, ${fault}`, finished, crashes: 0, runs: 1 };
}
const NO_LIST = '{"result":null,"message":"Oops","error":{"code":"internal","message":"Oops"}}';
/** More decimals than its currency has. */
const unreadable = (row: WireTransaction): WireTransaction => ({ ...row, amount: decimal("1.23456") });

/** How a run of one provider is asked for; tells whether it came to a good end. */
export const deliverer = (life: Pick<Life, "simulation" | "mine">, access: Epoch["access"]) => (syncId: SyncId) =>
  "token" in access ? withToken(life, access.token) : toWorker(life, access.connectionId, syncId);

/** The person's front end hands over its token. */
async function withToken({ simulation, mine }: Pick<Life, "simulation" | "mine">, access_token: string): Promise<boolean> {
  const token = await tokenFor(simulation.world, { personId: mine.personId, companyId: mine.id, role: "owner" });
  const reply = await mine.as("POST", "/api/sync/bankin", { token, body: { access_token } });
  return reply.status === 200;
}

/** Hands one message to the worker. */
async function toWorker({ simulation, mine }: Pick<Life, "simulation" | "mine">, connectionId: string, syncId: SyncId): Promise<boolean> {
  const { world } = simulation;
  const message = { companyId: mine.id, connectionId, syncId, trigger: "manual", requestedAt: world.clock.now().toISOString() };
  const record = { messageId: "m1", body: JSON.stringify(message), attributes: { ApproximateReceiveCount: "1" } };
  const answer = await world.handlers.get("sync/connection")?.({ Records: [record] }, { getRemainingTimeInMillis: () => 60_000 });
  const failures = typeof answer === "object" && answer !== null && "batchItemFailures" in answer ? answer.batchItemFailures : [];
  return Array.isArray(failures) && failures.length === 0;
}
