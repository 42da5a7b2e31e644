import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instantOf } from "#domain/dates";
import { commit } from "#store/outbox";
import { openAccount } from "#test/rows";
import { type Answer, company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

type Mine = Awaited<ReturnType<typeof company>>;

async function happened(mine: Mine, requestId: string): Promise<void> {
  const event = { id: world.newId("event"), type: "test.happened", at: instantOf(world.clock.now()), requestId } as const;
  await commit(world.table(mine.id), mine.id, [], {
    ...event,
    doer: { kind: "system", id: "test" },
    objects: [{ id: "obj_1", version: 2 }],
  });
}

const changes = (mine: Mine, query = "") => mine.get(`/api/changes${query}`);
const told = ({ body }: Answer) => body["data"] as Record<string, unknown>[];
const sequences = (answer: Answer) => told(answer).map(({ sequence }) => sequence);

describe("the change feed", () => {
  it("tells changes in commit order, and goes on where it ended", async () => {
    const mine = await company(world);
    const account = await openAccount(mine);
    await world.idle();
    const first = await changes(mine);
    expect(first.body).toMatchObject({
      data: [
        { sequence: 1, type: "company.created", objects: [{ id: mine.id, version: 1 }] },
        { sequence: 2, type: "account.created", actor: { kind: "person", id: mine.personId }, objects: [{ id: account.id, version: 1 }] },
      ],
      next_since: 2,
      has_more: false,
    });
    expect((await changes(mine, "?since=2")).body).toEqual({ data: [], next_since: 2, has_more: false });
    await happened(mine, "r");
    await world.idle();
    expect(sequences(await changes(mine, "?since=2"))).toEqual([3]);
    expect(sequences(await changes(mine, "?since=0&limit=2"))).toEqual([1, 2]);
    expect((await changes(mine, "?since=0&limit=2")).body).toMatchObject({ next_since: 2, has_more: true });
    expect((await changes(mine, "?since=1&limit=2")).body).toMatchObject({ next_since: 3, has_more: false });
  });

  it("starts from now when asked for the latest", async () => {
    const mine = await company(world);
    await happened(mine, "before");
    await world.idle();
    const { body } = await changes(mine, "?since=latest");
    expect(body).toEqual({ data: [], next_since: 2, has_more: false });
    await happened(mine, "after");
    await world.idle();
    expect(told(await changes(mine, `?since=${body["next_since"]}`))).toMatchObject([{ request_id: "after" }]);
  });

  it("skips nothing and repeats nothing while five write at once", async () => {
    const mine = await company(world);
    const writers = Array.from({ length: 5 }, async (_, writer) => {
      for (let index = 0; index < 12; index += 1) await happened(mine, `${writer}-${index}`);
    });
    const state = { writing: true };
    const done = Promise.all(writers).then(() => {
      state.writing = false;
    });
    const seen: Record<string, unknown>[] = [];
    let since = 0;
    for (let more = true; more || state.writing; ) {
      const answer = await changes(mine, `?since=${since}&limit=7`);
      seen.push(...told(answer));
      since = Number(answer.body["next_since"]);
      more = answer.body["has_more"] === true;
      if (!state.writing) await world.idle();
    }
    await done;
    await world.idle();
    seen.push(...told(await changes(mine, `?since=${since}&limit=200`)));
    expect(seen.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
    const requests = seen.map(({ request_id }) => String(request_id)).filter((text) => /^\d-/.test(text));
    expect(new Set(requests).size).toBe(60);
    for (let writer = 0; writer < 5; writer += 1) {
      const own = requests.filter((text) => text.startsWith(`${writer}-`)).map((text) => Number(text.slice(2)));
      expect(own).toEqual(Array.from({ length: 12 }, (_, index) => index));
    }
  });

  it("answers for thirteen months, then 410; without a position it begins with the oldest it still answers", async () => {
    const old = await testWorld({ start: "2025-01-10T10:00:00.000Z" });
    const mine = await company(old);
    const write = async (requestId: string) => {
      const event = { id: old.newId("event"), type: "test.happened", at: instantOf(old.clock.now()), requestId } as const;
      await commit(old.table(mine.id), mine.id, [], { ...event, doer: { kind: "system", id: "test" }, objects: [] });
    };
    for (let month = 0; month < 6; month += 1) {
      await write(`month ${month}`);
      old.clock.pass(30 * 86_400);
    }
    await old.idle();
    old.clock.pass(300 * 86_400);
    const person = { personId: mine.personId, companyId: mine.id, role: "owner" } as const;
    const later = await tokenFor(old, person);
    const ask = (query: string) => old.request("GET", `/api/changes${query}`, { token: later });
    expect((await ask("?since=1")).body).toMatchObject({ status: 410, code: "changes.gone" });
    expect((await ask("?since=0")).status).toBe(410);
    const oldest = await ask("");
    expect(told(oldest).map(({ request_id }) => request_id)).toEqual(["month 3", "month 4", "month 5"]);
    expect(told(await ask("?since=4")).length).toBe(3);
    await old.end();
  });

  it("says 410 to a position it never gave out", async () => {
    const mine = await company(world);
    await world.idle();
    expect((await changes(mine, "?since=17")).body["code"]).toBe("changes.gone");
    for (const since of ["-1", "x", "1.5", ""]) expect((await changes(mine, `?since=${since}`)).status, since).toBe(400);
  });

  it("is one company's own, and for those who may read it", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    await happened(theirs, "theirs");
    await world.idle();
    expect(sequences(await changes(mine))).toEqual([1]);
    const token = await tokenFor(world, { personId: mine.personId, companyId: mine.id, role: "viewer" });
    expect((await world.request("GET", "/api/changes", { token })).status).toBe(403);
  });
});
