import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ExportId } from "#domain/ids";
import { exports } from "#store/exports";
import { made, TRANSACTIONS, withRows } from "#test/exports/questions";
import { deliver } from "#test/faults/switchable";
import { company, type TestWorld, testWorld, tokenFor } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

describe("the list", () => {
  it("shows every export once, newest first, of all kinds or of one, whatever is asked for meanwhile", async () => {
    const mine = await withRows(world, 20);
    const ids: string[] = [];
    for (let month = 1; month <= 9; month += 1) {
      world.clock.pass(1);
      ids.unshift((await made(mine, `${TRANSACTIONS}?to=2025-0${month}-20`)).id);
    }
    world.clock.pass(1);
    const invoices = (await made(mine, "/api/exports/invoices/csv")).id;
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await mine.get(`/api/exports?limit=4${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...(body["data"] as { id: string }[]).map(({ id }) => id));
      if (!cursor) await made(mine, `${TRANSACTIONS}?format=xlsx`);
      cursor = String(body["next_cursor"] ?? "");
    } while (cursor);
    expect(seen).toEqual([invoices, ...ids]);
    const one = await mine.get("/api/exports?kind=invoices");
    expect(one.body).toMatchObject({
      data: [{ id: invoices, kind: "invoices", status: "done", url: null }],
      next_cursor: null,
    });
    expect((await mine.get("/api/exports?kind=payslips")).status).toBe(400);
    expect((await mine.get("/api/exports?cursor=forged.AAAA")).body["code"]).toBe("request.bad_cursor");
    expect((await (await company(world)).get("/api/exports")).body).toEqual({ data: [], next_cursor: null });
  });
});

describe("an export", () => {
  it("is its company's alone, and made by those who may read what is in it", async () => {
    const [mine, theirs] = [await company(world), await withRows(world, 3)];
    const { id } = await made(theirs, TRANSACTIONS);
    expect(await mine.get(`/api/exports/${id}`)).toMatchObject({ status: 404, body: { code: "export.not_found" } });
    const employee = await tokenFor(world, { personId: theirs.personId, companyId: theirs.id, role: "employee" });
    for (const path of [TRANSACTIONS, "/api/exports", `/api/exports/${id}`, "/api/exports/trial-balance"])
      expect((await world.request("GET", path, { token: employee })).status, path).toBe(403);
  });

  it("that nobody works on is sent again once, and one that is worked on is left alone", async () => {
    const idle = await testWorld({ withoutWorkers: true });
    const mine = await company(idle);
    const waiting = () => idle.sqs.queue("exports").counts().visible;
    const ask = () => mine.get("/api/exports/categories/csv");
    const first = await ask();
    expect(first).toMatchObject({ status: 202, body: { status: "queued", url: null }, headers: { "retry-after": "1" } });
    expect(first.headers["location"]).toBe(`/api/exports/${first.body["id"]}`);
    await ask();
    expect(waiting()).toBe(1);
    idle.clock.pass(31);
    await Promise.all([ask(), ask(), ask()]);
    expect(waiting()).toBe(2);
    const store = exports(idle.table(mine.id), mine.id);
    await store.note(ExportId.parse(first.body["id"]), { status: "running", updatedAt: idle.clock.now().toISOString() });
    idle.clock.pass(600);
    await ask();
    expect(waiting()).toBe(2);
    idle.clock.pass(61);
    await mine.get(String(first.headers["location"]));
    expect(waiting()).toBe(3);
    const following = mine.as("GET", String(first.headers["location"]), { headers: { prefer: "wait=5" } });
    await deliver(idle, "exports/produce", { companyId: mine.id, exportId: first.body["id"] });
    expect(await following).toMatchObject({ status: 200, body: { status: "done", url: expect.any(String) } });
    await idle.end();
  });

  it("kept in the first shape is read as before, and is still the answer to its question", async () => {
    const mine = await withRows(world, 10);
    await mine.post("/api/ledger/validate", { through: "2025-12-31" }, { prefer: "wait=20" });
    const { id, body } = await made(mine, "/api/exports/fec?year=2025");
    const Key = { pk: `COMPANY#${mine.id}#EXPORTS`, sk: id };
    const table = world.table(mine.id);
    const kept = await table.get({ Key });
    if (!kept) throw new Error("no such export");
    const { gsi1pk: _1, gsi1sk: _2, gsi2pk: _3, gsi2sk: _4, options, content, contentType: _5, lines: _6, ...others } = kept;
    await table.put({ Item: { ...others, ...Object(content), yearId: Object(options).yearId, separator: Object(options).format } });
    const read = (await mine.get(`/api/exports/${id}`)).body;
    expect({ ...read, url: null, notice_url: null, expires_at: null }).toEqual({ ...body, url: null, notice_url: null, expires_at: null });
    expect(await mine.get("/api/exports/fec?year=2025")).toMatchObject({ status: 303 });
  });
});
