import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import type { CompanyId } from "#domain/ids";
import type { Engine } from "#infra/local/dynamodb/engine";
import { everyKillPoint } from "#test/faults/harness";
import { deliver, type SwitchableWorld, switchableWorld } from "#test/faults/switchable";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company } from "#test/world";

type Mine = Awaited<ReturnType<typeof company>>;
type Trial = SwitchableWorld & { readonly companyId: CompanyId; readonly mine: Mine };

const ROWS = 40;
/** Every kind goes through the same writes; these two read the most on their way. */
const KINDS = {
  transactions: { path: "/api/exports/transactions/csv", lines: ROWS },
  fec: { path: "/api/exports/fec?year=2025", lines: ROWS * 2 },
} as const;

async function fresh(): Promise<Trial> {
  const world = await switchableWorld();
  const mine = await company(world);
  return Object.assign(world, { companyId: mine.id, mine });
}

async function booked(): Promise<Trial> {
  const world = await fresh();
  const { mine } = world;
  const { ordinal } = await openAccount(mine);
  await seedRows(
    world,
    mine.id,
    Array.from({ length: ROWS }, (_, index) => bankRow({ index, ordinal })),
  );
  const { body } = await mine.post("/api/ledger/validate", { through: "2025-12-31" });
  await deliver(world, "jobs/run", { companyId: mine.id, jobId: body["id"] });
  return world;
}

const JSON_ONLY = { headers: { accept: "application/json" } };

/** Asks, lets the worker work, asks for the file: all of it by processes that may die. A queue brings back what a dead one held. */
async function askedAndMade(engine: Engine, world: Trial, path: string): Promise<void> {
  world.through(engine);
  const { status, body } = await world.mine.as("GET", path, JSON_ONLY);
  if (status >= 500) throw new Error(`asking failed: ${status}`);
  await deliver(world, "exports/produce", { companyId: world.companyId, exportId: body["id"] });
}

async function outbox(world: Trial, prefix: string): Promise<readonly string[]> {
  const { items } = await world.table(world.companyId).query({
    KeyConditionExpression: "#pk = :pk",
    ExpressionAttributeNames: { "#pk": "pk" },
    ExpressionAttributeValues: { ":pk": `COMPANY#${world.companyId}#OUTBOX` },
  });
  return items.map(({ type }) => String(type)).filter((type) => type.startsWith(prefix));
}

it.each(Object.entries(KINDS))("killed before and after every write, the %s are one finished file", async (kind, { path, lines }) => {
  const check = async (world: Trial): Promise<void> => {
    world.through(world.engine);
    const { status, body } = await world.mine.as("GET", path, JSON_ONLY);
    expect({ status, state: body["status"], lines: body["lines"] }).toEqual({ status: 200, state: "done", lines });
    const bytes = new Uint8Array(await (await fetch(String(body["url"]))).arrayBuffer());
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(body["sha256"]);
    expect((await world.mine.get("/api/exports")).body["data"]).toMatchObject([{ id: body["id"], kind }]);
    expect(await outbox(world, "export.")).toEqual(["export.requested"]);
  };
  const report = await everyKillPoint<Trial>({ fresh: booked, run: (engine, world) => askedAndMade(engine, world, path), check });
  console.log(`export of ${kind}: killed at ${report.killPoints} points of ${report.writes} writes, one item, one file, one event`);
  expect(report.killPoints).toBe(report.writes * 2);
});

it("killed before and after every write, a share is whole or not there, and revoked or not", async () => {
  const exportId = async (world: Trial) => {
    await askedAndMade(world.engine, world, "/api/exports/categories/csv");
    const { body } = await world.mine.get("/api/exports");
    return String(Object((body["data"] as object[])[0]).id);
  };
  const sharesOf = async (world: Trial, id: string) =>
    (await world.mine.get(`/api/exports/${id}/shares`)).body["data"] as { id: string; status: string; opens: number }[];
  const prepared = async () => {
    const world = await fresh();
    return Object.assign(world, { exportId: await exportId(world), tokens: [] as string[] });
  };
  type Shared = Awaited<ReturnType<typeof prepared>>;
  const run = async (engine: Engine, world: Shared): Promise<void> => {
    world.through(engine);
    const answer = await world.mine.post(`/api/exports/${world.exportId}/share`, {});
    if (answer.status !== 201) throw new Error("not shared");
    world.tokens.push(String(answer.body["token"]));
    const opened = await world.request("GET", `/share/${String(answer.body["token"])}`);
    if (opened.status !== 302) throw new Error("not opened");
    const revoked = await world.mine.as("DELETE", `/api/exports/${world.exportId}/shares/${String(answer.body["id"])}`);
    if (revoked.status !== 204) throw new Error("not revoked");
  };
  const check = async (world: Shared): Promise<void> => {
    world.through(world.engine);
    const shares = await sharesOf(world, world.exportId);
    const told = await outbox(world, "share.");
    const count = (type: string) => told.filter((one) => one === type).length;
    expect(count("share.created")).toBe(shares.length);
    expect(count("share.opened")).toBe(shares.reduce((sum, { opens }) => sum + opens, 0));
    expect(count("share.revoked")).toBe(shares.filter(({ status }) => status === "revoked").length);
    const opening = await Promise.all(world.tokens.map(async (token) => (await world.request("GET", `/share/${token}`)).status));
    const live = shares.filter(({ status }) => status === "live").length;
    expect(opening.filter((status) => status === 302).length).toBeLessThanOrEqual(live);
    expect(opening.at(-1)).toBe(404);
  };
  const report = await everyKillPoint<Shared>({ fresh: prepared, run, check });
  console.log(`share, open, revoke: killed at ${report.killPoints} points of ${report.writes} writes, counts and events agree`);
  expect(report.killPoints).toBe(report.writes * 2);
});
