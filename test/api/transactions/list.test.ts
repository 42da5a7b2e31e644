import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

const rowsOf = (ordinal: number, count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => bankRow({ index: ordinal * 10_000 + index, ordinal, ...more }));

describe("transactions", () => {
  it("page through several accounts, newest first, each row once, whatever the page size", async () => {
    const mine = await company(world);
    const ordinals = [
      (await openAccount(mine, "A")).ordinal,
      (await openAccount(mine, "B")).ordinal,
      (await openAccount(mine, "C")).ordinal,
    ];
    for (const ordinal of ordinals) await seedRows(world, mine.id, rowsOf(ordinal, 40));
    const seen: { id: string; date: string }[] = [];
    let url: string | null = "/api/transactions?limit=7";
    while (url) {
      const { body, headers, status }: Awaited<ReturnType<typeof mine.get>> = await mine.get(url);
      expect(status).toBe(200);
      seen.push(...(body["data"] as { id: string; date: string }[]));
      const next = body["next_cursor"];
      url = typeof next === "string" ? `/api/transactions?limit=7&cursor=${encodeURIComponent(next)}` : null;
      if (url) expect(headers["link"]).toContain('rel="next"');
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(120);
    expect(seen.map(({ date }) => date)).toEqual(
      seen
        .map(({ date }) => date)
        .sort()
        .reverse(),
    );
  });

  it("list open rows alone, and a date range", async () => {
    const mine = await company(world);
    const { ordinal, id } = await openAccount(mine);
    await seedRows(world, mine.id, rowsOf(ordinal, 30));
    const open = await mine.get("/api/transactions?open=true");
    expect(open.body["data"]).toSatisfy(
      (rows: { open: boolean }[]) => rows.length > 0 && rows.length < 30 && rows.every((row) => row.open),
    );
    const range = await mine.get(`/api/accounts/${id}/transactions?from=2025-01-10&to=2025-01-20`);
    expect(range.body["data"]).toSatisfy(
      (rows: { date: string }[]) => rows.length === 11 && rows.every(({ date }) => date >= "2025-01-10" && date <= "2025-01-20"),
    );
  });

  it("take a person's category: totals move, the row is no longer open, saying it twice writes once", async () => {
    const mine = await company(world);
    const { ordinal, id } = await openAccount(mine);
    await seedRows(world, mine.id, [
      bankRow({
        index: 10,
        ordinal,
        amount: -2_500,
        date: "2025-05-05",
        categorisation: { code: "00", confidencePpm: 0, source: "none", ruleId: null, reason: "" },
      }),
    ]);
    const [row] = (await mine.get("/api/transactions")).body["data"] as { id: string }[];
    const patched = await mine.as("PATCH", `/api/transactions/${row?.id}`, { body: { category_id: "loyer_immobilier", note: "bureau" } });
    expect(patched.body).toMatchObject({
      open: false,
      note: "bureau",
      version: 2,
      category: { id: "loyer_immobilier", source: "user", confidence_ppm: 1_000_000 },
    });
    const again = await mine.as("PATCH", `/api/transactions/${row?.id}`, { body: { category_id: "loyer_immobilier" } });
    expect(again).toMatchObject({ body: { version: 2 }, headers: { "numma-cost": expect.stringContaining("wru=0") } });
    expect((await mine.get("/api/transactions?open=true")).body["data"]).toEqual([]);
    expect((await mine.get(`/api/accounts/${id}/summary?from=2025-05-01&to=2025-05-31`)).body["months"]).toMatchObject([
      { out_cents: 2_500, count: 1 },
    ]);
  });

  it("refuse a category of the other direction, an unknown one, and a row that is not there", async () => {
    const mine = await company(world);
    const { ordinal } = await openAccount(mine);
    await seedRows(world, mine.id, [bankRow({ index: 1, ordinal, amount: -100 })]);
    const [row] = (await mine.get("/api/transactions")).body["data"] as { id: string }[];
    const patch = (id: string, body: unknown) => mine.as("PATCH", `/api/transactions/${id}`, { body });
    expect(await patch(String(row?.id), { category_id: "encaissement_client" })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/category_id", code: "wrong_direction" }] },
    });
    expect(await patch(String(row?.id), {})).toMatchObject({
      ...{ status: 400, body: { code: "request.invalid", errors: [{ pointer: "", code: "nothing_to_change" }] } },
    });
    expect(await patch(String(row?.id), { category_id: "rien" })).toMatchObject({ status: 422, body: { code: "category.not_found" } });
    expect(await patch("txn_00100000000000000000099", { note: "x" })).toMatchObject({
      status: 404,
      body: { code: "transaction.not_found" },
    });
  });

  it("refuse cursors that are altered, of another query or of another company", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    for (const one of [mine, theirs]) await seedRows(world, one.id, rowsOf((await openAccount(one)).ordinal, 5));
    const cursor = String((await mine.get("/api/transactions?limit=2")).body["next_cursor"]);
    const bad = [`${cursor}x`, cursor.slice(1), "abc", "a.b", "%00", encodeURIComponent("é.é"), "x".repeat(1_999)];
    for (const one of bad)
      expect(await mine.get(`/api/transactions?limit=2&cursor=${one}`), one.slice(0, 20)).toMatchObject({
        status: 400,
        body: { code: "request.bad_cursor", errors: [{ pointer: "/query/cursor" }] },
      });
    expect((await mine.get(`/api/transactions?limit=2&open=true&cursor=${cursor}`)).status).toBe(400);
    expect((await theirs.get(`/api/transactions?limit=2&cursor=${cursor}`)).status).toBe(400);
    expect((await mine.get(`/api/transactions?limit=3&cursor=${cursor}`)).status).toBe(200);
  });
});
