import { afterAll, beforeAll, expect, it } from "vitest";
import { transactionId } from "#domain/banking/row";
import { dataOf, expectRefusal, type Mine, validate, waiting } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { bankState, recomputed } from "#test/sync/totals";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

async function withRows(count: number, more: Partial<Parameters<typeof bankRow>[0]> = {}) {
  const mine = await company(world);
  const { id, ordinal } = await openAccount(mine);
  const rows = Array.from({ length: count }, (_, index) => bankRow({ index, ordinal, amount: -(1_000 + index), ...more }));
  await seedRows(world, mine.id, rows);
  return { mine, account: id, ordinal, rows, ids: rows.map(transactionId) };
}

const batch = (mine: Mine, body: object, headers?: Record<string, string>) => mine.post("/api/transactions/batch", body, headers);
const wru = (answer: { readonly headers: Readonly<Record<string, string>> }) =>
  Number(/wru=([\d.]+)/.exec(answer.headers["numma-cost"] ?? "")?.[1]);

async function assertTotals(mine: Mine): Promise<void> {
  const { live, kept } = await bankState(world, mine.id);
  expect(kept).toEqual(recomputed(live));
}

it("changes 200 rows at once, answers each, and writes nothing the second time", async () => {
  const { mine, ids } = await withRows(200);
  const first = await batch(mine, { ids, category_id: "honoraires", note: "Cabinet" });
  expect(first).toMatchObject({ status: 200, body: { updated: 200, unchanged: 0, refused: 0 } });
  await assertTotals(mine);
  const { live } = await bankState(world, mine.id);
  expect(
    live.every(({ categorisation, note }) => categorisation.code === "25" && categorisation.source === "user" && note === "Cabinet"),
  ).toBe(true);
  const again = await batch(mine, { ids, category_id: "honoraires", note: "Cabinet" });
  expect(again.body).toMatchObject({ updated: 0, unchanged: 200 });
  expect(wru(again)).toBe(0);
});

it("costs, a row, its own write, its index entry and its mark for the books, and little beside", async () => {
  const { mine, ids } = await withRows(60, { date: "2025-03-10" });
  const noted = wru(await batch(mine, { ids, note: "vu" })) / ids.length;
  const categorised = wru(await batch(mine, { ids, category_id: "honoraires" })) / ids.length;
  expect(noted).toBeLessThanOrEqual(3.5);
  expect(categorised).toBeLessThanOrEqual(6);
});

it("gives each row its own category, and refuses alone what cannot be", async () => {
  const { mine, ids, rows } = await withRows(4);
  const [own, wrong, unknown, split] = ids;
  const parts = [-1_000, -3].map((amount_cents) => ({ category_id: "assurance", amount_cents }));
  expect(rows[3]?.amountCents).toBe(-1_003);
  await mine.post(`/api/transactions/${split}/split`, { parts });
  const theirs = await withRows(1);
  const answer = await batch(mine, {
    items: [
      { id: own, category_id: "honoraires" },
      { id: wrong, category_id: "encaissement_client" },
      { id: unknown, category_id: "rien" },
      { id: split, category_id: "honoraires" },
      { id: theirs.ids[0]?.replace(/^txn_001/, "txn_002"), note: "x" },
    ],
  });
  expect(answer.body).toMatchObject({
    ...{ updated: 1, unchanged: 0, refused: 4 },
    results: [
      { id: own, status: "updated", code: null },
      { id: wrong, status: "refused", code: "category.not_found" },
      { id: unknown, status: "refused", code: "category.not_found" },
      { id: split, status: "refused", code: "transaction.split" },
      { status: "refused", code: "transaction.not_found" },
    ],
  });
  await assertTotals(mine);
});

it("hands rows back to the rules with a null category", async () => {
  const { mine, ids } = await withRows(2, { label: "PRLV SEPA ORANGE SA", rawLabel: "PRLV SEPA ORANGE SA" });
  await batch(mine, { ids, category_id: "honoraires" });
  const answer = await batch(mine, { ids, category_id: null });
  expect(answer.body).toMatchObject({ updated: 2 });
  const rows = dataOf<{ category: { id: string; source: string } }>(await mine.get("/api/transactions"));
  expect(rows.map(({ category }) => category.source)).toEqual(["rule", "rule"]);
  const one = await mine.as("PATCH", `/api/transactions/${ids[0]}`, { body: { category_id: "honoraires" } });
  expect(one.body).toMatchObject({ category: { source: "user" } });
  const back = await mine.as("PATCH", `/api/transactions/${ids[0]}`, { body: { category_id: null } });
  expect(back.body).toMatchObject({ category: { id: rows[0]?.category.id, source: "rule" } });
});

it("refuses a row named twice, too many, none, and nothing to change", async () => {
  const { mine, ids } = await withRows(2);
  expectRefusal(await batch(mine, { ids: [ids[0], ids[1], ids[0]], note: "x" }), "request.invalid", "/ids/2");
  expectRefusal(
    await batch(mine, {
      items: [
        { id: ids[0], note: "x" },
        { id: ids[0], note: "y" },
      ],
    }),
    "request.invalid",
    "/items/1",
  );
  expectRefusal(await batch(mine, { ids: [ids[0]] }), "request.invalid", "/ids/0");
  expectRefusal(await batch(mine, { ids: [] }), "request.invalid");
  expectRefusal(await batch(mine, { ids: Array.from({ length: 201 }, () => ids[0]), note: "x" }), "request.invalid");
  expectRefusal(await batch(mine, { ids, note: "x", items: [] }), "request.invalid");
});

it("answers a repeated key with what it answered, though it came in pieces", async () => {
  const { mine, ids } = await withRows(120);
  const key = { "idempotency-key": "lot-1" };
  const first = await batch(mine, { ids, note: "lot" }, key);
  expect(first.body).toMatchObject({ updated: 120 });
  const again = await batch(mine, { ids, note: "lot" }, key);
  expect(again.headers["idempotent-replayed"]).toBe("true");
  expect(again.body).toEqual(first.body);
  expectRefusal(await batch(mine, { ids, note: "autre" }, key), "idempotency.other_request");
});

it("corrects what was booked, row by row", async () => {
  const { mine, ids } = await withRows(3, { categorisation: { code: "15", confidencePpm: 1, source: "rule", ruleId: null, reason: "" } });
  await validate(mine, "2025-12-31");
  await batch(mine, { ids, category_id: "honoraires" });
  expect((await waiting(mine, 2025)).map(({ journal }) => journal)).toEqual(["OD", "OD", "OD"]);
});
