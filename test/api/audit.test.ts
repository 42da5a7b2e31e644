import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { entryAfter } from "#domain/audit/chain";
import { instantOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { verifiedTrail } from "#functions/jobs/verify-audit";
import { auditTrail } from "#store/audit";
import type { Item } from "#store/db";
import { commit } from "#store/outbox";
import { sha256 } from "#store/sha256";
import { intactTrail, project } from "#test/events/trail";
import { sessionOf } from "#test/people";
import { openAccount } from "#test/rows";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterEach(() => expect(world.errors).toEqual([]));
afterAll(() => world.end());

type Mine = Awaited<ReturnType<typeof company>>;

/** Events of a company beyond those its API made: `type` and object as said. */
async function happened(mine: Mine, count: number, fields: { readonly type?: `${string}.${string}`; readonly object?: string } = {}) {
  for (let index = 0; index < count; index += 1)
    await commit(world.table(mine.id), mine.id, [], {
      ...{ id: world.newId("event"), type: fields.type ?? "test.happened", at: instantOf(world.clock.now()), requestId: "r" },
      ...{ doer: { kind: "system", id: "test" }, objects: [{ id: fields.object ?? `obj_${index}`, version: 1 }] },
    });
  await world.idle();
}

const key = (companyId: CompanyId, sequence: number) => ({ pk: `COMPANY#${companyId}#AUDIT`, sk: String(sequence).padStart(12, "0") });
const stored = async (mine: Mine, sequence: number): Promise<Item> => {
  const found = await world.table(mine.id).get({ Key: key(mine.id, sequence) });
  if (!found) throw new Error(`no entry ${sequence}`);
  return found;
};
const put = (mine: Mine, item: Item) => world.table(mine.id).put({ Item: item });
const rows = (body: Record<string, unknown>) => body["data"] as Record<string, unknown>[];

describe("the audit trail", () => {
  it("says from which network somebody signed up and came in", async () => {
    const body = {
      company: { name: "Réseau" },
      name: "Camille",
      email: "reseau@example.test",
      password: "une pomme verte sur le mur",
      grant: "token",
    };
    const token = String((await world.request("POST", "/auth/register", { body })).body["access_token"]);
    await world.idle();
    const trail = rows((await world.request("GET", "/api/audit", { token })).body);
    expect(trail.map(({ type, actor }) => [type, Object(actor).network])).toEqual([
      ["session.opened", "127.0.0.0/24"],
      ["company.created", "127.0.0.0/24"],
    ]);
  });

  it("tells newest first who did what to what, from which network and in which request, and the member's name", async () => {
    const mine = await company(world);
    const account = await openAccount(mine);
    await world.idle();
    const { body } = await mine.get("/api/audit");
    expect(rows(body)).toMatchObject([
      {
        ...{ sequence: 2, type: "account.created", at: instantOf(world.clock.now()), object_count: 1 },
        actor: { kind: "person", id: mine.personId, name: "Camille Martin", network: "127.0.0.0/24" },
        objects: [{ id: account.id, version: 1, before: null, after: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      },
      { sequence: 1, type: "company.created", prev_hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(body["next_cursor"]).toBeNull();
  });

  it("names nobody who is no member any more", async () => {
    const mine = await company(world);
    await openAccount(mine);
    await world.idle();
    await world.table(mine.id).delete({ Key: { pk: `COMPANY#${mine.id}#MEMBERS`, sk: mine.personId } });
    expect(rows((await mine.get("/api/audit")).body)[0]).toMatchObject({ actor: { id: mine.personId, name: null } });
  });

  it("goes through every entry once, page by page, while others are added", async () => {
    const mine = await company(world);
    await happened(mine, 12);
    const seen: unknown[] = [];
    let cursor: unknown = "";
    for (let page = 0; page < 10 && cursor !== null; page += 1) {
      const { body } = await mine.get(`/api/audit?limit=5${cursor ? `&cursor=${encodeURIComponent(String(cursor))}` : ""}`);
      seen.push(...rows(body).map(({ sequence }) => sequence));
      cursor = body["next_cursor"];
      await happened(mine, 1);
    }
    expect(seen).toEqual(Array.from({ length: 13 }, (_, index) => 13 - index));
  });

  it("is filtered by day or instant, doer, beginning of a type and object", async () => {
    const mine = await company(world);
    await happened(mine, 2, { type: "alpha.one", object: "obj_a" });
    world.clock.pass(86_400);
    await happened(mine, 3, { type: "beta.two", object: "obj_b" });
    const token = await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "owner" });
    const ask = (query: string) => world.request("GET", `/api/audit?${query}`, { token });
    const count = async (query: string) => rows((await ask(query)).body).length;
    const [first, second] = [instantOf(new Date(world.clock.now().getTime() - 86_400_000)), instantOf(world.clock.now())];
    expect(await count("type=beta.")).toBe(3);
    expect(await count("type=company.created")).toBe(1);
    expect(await count("object=obj_a")).toBe(2);
    expect(await count(`actor=${mine.personId}`)).toBe(1);
    expect(await count("actor=test&type=alpha")).toBe(2);
    expect(await count(`from=${second.slice(0, 10)}`)).toBe(3);
    expect(await count(`to=${first.slice(0, 10)}`)).toBe(3);
    expect(await count(`from=${first}&to=${first}`)).toBe(3);
    expect((await ask("from=yesterday")).status).toBe(400);
    expect((await ask("name=x")).body["code"]).toBe("request.unknown_parameter");
  });

  it("looks at five hundred entries a page at most when filtered, and goes on exactly there", async () => {
    const mine = await company(world);
    await seedTrail(mine, 700);
    const first = await mine.get("/api/audit?type=company.");
    expect(rows(first.body)).toEqual([]);
    const next = await mine.get(`/api/audit?type=company.&cursor=${encodeURIComponent(String(first.body["next_cursor"]))}`);
    expect(rows(next.body).map(({ type }) => type)).toEqual(["company.created"]);
    expect(next.body["next_cursor"]).toBeNull();
  });

  it("is its company's own, and for those who may read it", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    await happened(theirs, 1, { object: "obj_theirs" });
    await happened(mine, 1);
    expect(rows((await mine.get("/api/audit?object=obj_theirs")).body)).toEqual([]);
    const cursor = (await theirs.get("/api/audit?limit=1")).body["next_cursor"];
    expect((await mine.get(`/api/audit?limit=1&cursor=${encodeURIComponent(String(cursor))}`)).body["code"]).toBe("request.bad_cursor");
    const token = await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "viewer" });
    for (const path of ["/api/audit", "/api/audit/verify"]) expect((await world.request("GET", path, { token })).status).toBe(403);
  });
});

/** More entries, put as the projector would, without the events: reading is what is tested. */
async function seedTrail(mine: Mine, count: number): Promise<void> {
  await world.idle();
  const [first] = await intactTrail(world, mine.id);
  if (!first) throw new Error("no entry");
  const trail = auditTrail(world.table(mine.id), mine.id);
  for (let sequence = 2; sequence <= count; sequence += 1)
    await trail.add({ ...first, sequence, type: "seeded.entry", eventId: world.newId("event") });
}

describe("the check of the trail", () => {
  const verify = async (mine: Mine, query = "") => (await mine.get(`/api/audit/verify${query}`)).body;

  it("finds nothing wrong with what the projector wrote, from any entry on", async () => {
    const mine = await company(world);
    await happened(mine, 6);
    const last = (await intactTrail(world, mine.id)).at(-1);
    const end = { last_sequence: 7, last_hash: last?.hash, first_broken: null, missing: [] };
    expect(await verify(mine)).toEqual({ ok: true, from_sequence: 1, checked: 7, ...end });
    expect(await verify(mine, "?from_sequence=5")).toEqual({ ok: true, from_sequence: 5, checked: 3, ...end });
    expect(await verify(mine, "?from_sequence=900")).toEqual({ ok: true, from_sequence: 8, checked: 0, ...end });
    expect((await mine.get("/api/audit/verify?from_sequence=0")).status).toBe(400);
  });

  const DAMAGE: readonly (readonly [string, number, string, (mine: Mine) => Promise<unknown>])[] = [
    ["changed entry", 4, "changed", async (mine) => put(mine, { ...(await stored(mine, 4)), at: "2020-01-01T00:00:00.000Z" })],
    ["changed doer", 4, "changed", async (mine) => put(mine, { ...(await stored(mine, 4)), doer: { kind: "person", id: "somebody" } })],
    ["changed hash", 4, "changed", async (mine) => put(mine, { ...(await stored(mine, 4)), hash: "0".repeat(64) })],
    ["entry with a field more", 4, "unreadable", async (mine) => put(mine, { ...(await stored(mine, 4)), note: "x" })],
    ["removed entry", 4, "missing", (mine) => world.table(mine.id).delete({ Key: key(mine.id, 4) })],
    ["removed first entry", 1, "missing", (mine) => world.table(mine.id).delete({ Key: key(mine.id, 1) })],
    ["chain cut at its end", 7, "missing", (mine) => world.table(mine.id).delete({ Key: key(mine.id, 7) })],
    [
      "two entries exchanged",
      3,
      "moved",
      async (mine) => {
        const [third, fourth] = [await stored(mine, 3), await stored(mine, 4)];
        await put(mine, { ...third, ...key(mine.id, 4) });
        await put(mine, { ...fourth, ...key(mine.id, 3) });
      },
    ],
    ["entry put between two", 5, "extra", async (mine) => put(mine, { ...(await stored(mine, 4)), sk: "000000000004x" })],
    ["entry put before all", 1, "extra", async (mine) => put(mine, { ...(await stored(mine, 4)), sk: "!" })],
    ["entry put after the end, well chained, of no event", 8, "extra", (mine) => forged(mine)],
    ["end replaced, well chained", 7, "end", (mine) => forgedEnd(mine)],
  ];

  it.each(DAMAGE)("finds a %s", async (_what, sequence, why, damage) => {
    const mine = await company(world);
    await happened(mine, 6);
    await damage(mine);
    expect(await verify(mine)).toMatchObject({ ok: false, first_broken: { sequence, why }, last_sequence: 7 });
  });

  it("takes what a projector put before it moved the head for good, since the outbox holds it", async () => {
    const mine = await company(world);
    await happened(mine, 3);
    const head = await world.table(mine.id).get({ Key: { pk: `COMPANY#${mine.id}#FEED`, sk: "HEAD" } });
    await happened(mine, 2);
    await put(mine, { ...head });
    expect(await verify(mine)).toMatchObject({ ok: true, checked: 4, last_sequence: 4 });
  });

  it("names the events that the outbox holds and the trail lost, and none that may be on its way", async () => {
    const stalled = await testWorld({ withoutWorkers: true });
    const mine = await company(stalled);
    const say = async () => {
      const id = stalled.newId("event");
      const event = { type: "test.happened", at: instantOf(stalled.clock.now()), requestId: "r", objects: [] } as const;
      await commit(stalled.table(mine.id), mine.id, [], { ...event, id, doer: { kind: "system", id: "test" } });
      return id;
    };
    const lost = await say();
    const records = async (wanted: (text: string) => boolean) =>
      (await stalled.engine.stream.read(0, 100)).filter(({ keys }) => wanted(JSON.stringify(keys)));
    const taken = await records((text) => !text.includes(lost));
    await project(stalled, taken);
    const ask = async (query = "") =>
      (await (await sessionOf(stalled, mine.id, mine.personId, "owner")).get(`/api/audit/verify${query}`)).body;
    expect(await ask()).toMatchObject({ ok: true, missing: [] });
    stalled.clock.pass(2 * 3_600);
    const waiting = await say();
    expect(await ask()).toMatchObject({ ok: true, missing: [] });
    const later = await records((text) => text.includes(waiting));
    await project(stalled, later);
    expect(await ask()).toMatchObject({ ok: false, first_broken: null, missing: [lost] });
    expect(await ask("?from_sequence=2")).toMatchObject({ ok: true, missing: [] });
    const silent = await say();
    expect(await ask()).toMatchObject({ missing: [lost] });
    stalled.clock.pass(26 * 3_600);
    expect(await ask()).toMatchObject({ missing: [lost, silent] });
    await stalled.end();
  });

  it("is a job when the trail is long, and the job goes on where it was interrupted", async () => {
    const mine = await company(world);
    await happened(mine, 6);
    const tools = { table: world.table(mine.id), companyId: mine.id, progress: async () => undefined, now: world.clock.now };
    const whole = await verifiedTrail({ kind: "audit_verify", fromSequence: 2 }, 0, tools);
    expect(whole).toMatchObject({ ok: true, fromSequence: 2, checked: 6 });
    expect(await verifiedTrail({ kind: "audit_verify", fromSequence: 2 }, 4, tools)).toEqual(whole);
    await put(mine, { ...(await world.table(mine.id).get({ Key: { pk: `COMPANY#${mine.id}#FEED`, sk: "HEAD" } })), sequence: 2_500 });
    const { status, body } = await mine.as("GET", "/api/audit/verify", { headers: { prefer: "wait=20" } });
    expect([status, body["kind"], body["status"]]).toEqual([200, "audit_verify", "done"]);
    expect(body["result"]).toMatchObject({ ok: false, first_broken: { sequence: 8, why: "missing" }, checked: 7 });
  });
});

async function forged(mine: Mine): Promise<void> {
  const last = (await intactTrail(world, mine.id)).at(-1);
  if (!last) throw new Error("no entry");
  const { eventId: _id, type, at, doer, requestId, objects, count } = last;
  const event = { eventId: world.newId("event"), type, at, doer, requestId, objects, count };
  await auditTrail(world.table(mine.id), mine.id).add(entryAfter(last, event, sha256));
}

async function forgedEnd(mine: Mine): Promise<void> {
  const [before, last] = (await intactTrail(world, mine.id)).slice(-2);
  if (!before || !last) throw new Error("no entry");
  const { eventId, type, at, doer, requestId, objects, count } = last;
  const other = entryAfter(before, { eventId, type, at, doer, requestId: `${requestId}x`, objects, count }, sha256);
  await put(mine, { ...key(mine.id, last.sequence), ...other });
}
