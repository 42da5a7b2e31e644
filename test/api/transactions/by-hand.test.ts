import { afterAll, beforeAll, expect, it } from "vitest";
import { transactionId } from "#domain/banking/row";
import { accounts } from "#store/accounts";
import { balances, dataOf, expectRefusal, type Mine, validate } from "#test/ledger";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { bankState, recomputed } from "#test/sync/totals";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.end());

const typed = (account_id: string, more: object = {}) => ({
  account_id,
  date: "2025-02-01",
  amount_cents: -4_250,
  label: "Timbres",
  ...more,
});

async function assertTotals(mine: Mine): Promise<void> {
  const { live, kept } = await bankState(world, mine.id);
  expect(kept).toEqual(recomputed(live));
}

it("keeps an account by hand: the row counts, is booked, and is gone again with its entry reversed", async () => {
  const mine = await company(world);
  const { id } = await openAccount(mine, "Caisse");
  const made = await mine.post("/api/transactions", typed(id, { category_id: "fournitures_bureau", note: "Poste" }));
  expect(made).toMatchObject({
    status: 201,
    body: { account_id: id, status: "booked", amount_cents: -4_250, by_hand: true, note: "Poste", category: { id: "fournitures_bureau" } },
  });
  expect((await mine.get(`/api/accounts/${id}`)).body).toMatchObject({ balance_cents: -4_250, transaction_count: 1 });
  await assertTotals(mine);
  const [account] = await accounts(world.table(mine.id), mine.id).all("now");
  expect(account).toMatchObject({ sources: ["person"], rowsVersion: 1, version: 2 });
  await validate(mine, "2025-12-31");
  expect(await balances(mine, "year=2025")).toEqual({ "512001": -4_250, "606400": 4_250 });
  const path = `/api/transactions/${made.body["id"]}`;
  expect((await mine.as("DELETE", path)).status).toBe(204);
  expectRefusal(await mine.get(path), "transaction.not_found");
  expectRefusal(await mine.as("DELETE", path), "transaction.not_found");
  await assertTotals(mine);
  await validate(mine, "2025-12-31");
  expect(await balances(mine, "year=2025")).toEqual({ "512001": 0, "606400": 0 });
});

it("takes no movement, and no sum of them, that an account could not tell exactly any more", async () => {
  const mine = await company(world);
  const { id, ordinal } = await openAccount(mine);
  const much = 1_000_000_000_000;
  const beyond = await mine.post("/api/transactions", typed(id, { amount_cents: much + 1 }));
  expect(beyond).toMatchObject({ status: 400, body: { errors: [{ pointer: "/amount_cents", code: "at_most" }] } });
  await seedRows(
    world,
    mine.id,
    Array.from({ length: 100 }, (_, index) => bankRow({ index: index + 1, ordinal, amount: much })),
  );
  const full = await mine.post("/api/transactions", typed(id, { amount_cents: 1 }));
  expect(full).toMatchObject({ status: 400, body: { errors: [{ pointer: "/amount_cents", code: "balance_too_large" }] } });
  await seedRows(world, mine.id, [bankRow({ index: 101, ordinal, amount: much })]);
  for (const path of ["", `/${id}`, "/totals", `/${id}/balance`, `/${id}/balances?from=2025-01-01&to=2025-01-02`, `/${id}/summary`])
    expect((await mine.get(`/api/accounts${path}`)).status, path).toBe(200);
  expect((await mine.get(`/api/accounts/${id}`)).body).toMatchObject({ balance_cents: 101 * much });
});

it("deletes no leg of a transfer before the two are parted", async () => {
  const mine = await company(world);
  const [left, reached] = [await openAccount(mine), await openAccount(mine, "Livret")];
  const [outgoing, incoming] = [
    await mine.post("/api/transactions", typed(left.id)),
    await mine.post("/api/transactions", typed(reached.id, { amount_cents: 4_250 })),
  ];
  const path = `/api/transactions/${outgoing.body["id"]}`;
  expect((await mine.post(`${path}/transfer`, { counterpart_id: incoming.body["id"] })).status).toBe(201);
  expectRefusal(await mine.as("DELETE", path), "transfer.linked");
  expect((await mine.as("DELETE", `${path}/transfer`)).status).toBe(204);
  expect((await mine.as("DELETE", path)).status).toBe(204);
  expect((await mine.get("/api/transfers")).body["data"]).toEqual([]);
  await assertTotals(mine);
});

it("leaves the account closed, not deleted, once it had a row", async () => {
  const mine = await company(world);
  const { id } = await openAccount(mine, "Caisse");
  const { body } = await mine.post("/api/transactions", typed(id));
  await validate(mine, "2025-12-31");
  await mine.as("DELETE", `/api/transactions/${body["id"]}`);
  expect((await mine.as("DELETE", `/api/accounts/${id}`)).status).toBe(204);
  expect((await mine.get(`/api/accounts/${id}`)).body).toMatchObject({ status: "closed", transaction_count: 0 });
});

it("lets the rules say what a row is when the person does not", async () => {
  const mine = await company(world);
  const { id } = await openAccount(mine);
  const { body } = await mine.post("/api/transactions", typed(id, { label: "PRLV URSSAF RHONE ALPES" }));
  expect(body).toMatchObject({ category: { id: "urssaf", source: "rule" } });
});

it("writes one row for one key, and two for two", async () => {
  const mine = await company(world);
  const { id } = await openAccount(mine);
  const post = (key: string) => mine.post("/api/transactions", typed(id), { "idempotency-key": key });
  const answers = await Promise.all([post("a"), post("a"), post("b")]);
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(new Set(answers.map(({ body }) => body["id"])).size).toBe(2);
  expect(dataOf(await mine.get("/api/transactions"))).toHaveLength(2);
});

it("is refused on an account that is closed, synced, unknown; for nothing; for a day to come; against its category", async () => {
  const mine = await company(world);
  const { id, ordinal } = await openAccount(mine);
  const refused = async (more: object, code: Parameters<typeof expectRefusal>[1], pointer?: string) =>
    expectRefusal(await mine.post("/api/transactions", typed(id, more)), code, pointer);
  await refused({ amount_cents: 0 }, "request.invalid", "/amount_cents");
  await refused({ amount_cents: 1.5 }, "request.invalid", "/amount_cents");
  await refused({ date: "2026-11-26" }, "request.invalid", "/date");
  for (const date of ["0001-01-01", "1899-12-31"]) {
    const early = await mine.post("/api/transactions", typed(id, { date }));
    expect(early, date).toMatchObject({ status: 400, body: { errors: [{ pointer: "/date", code: "before_1900" }] } });
  }
  await refused({ date: "2025-02-30" }, "request.invalid", "/date");
  await refused({ label: " " }, "request.invalid", "/label");
  await refused({ label: "a\u0000b" }, "request.invalid", "/label");
  await refused({ category_id: "encaissement_client" }, "category.not_found", "/category_id");
  await refused({ account_id: "acc_01KB2Q7M4T9XE5RZ8V3NCW6HTR" }, "account.not_found");
  const theirs = await openAccount(await company(world));
  await refused({ account_id: theirs.id }, "account.not_found");
  await seedRows(world, mine.id, [bankRow({ index: 1, ordinal })]);
  const fromBank = transactionId(bankRow({ index: 1, ordinal }));
  expectRefusal(await mine.as("DELETE", `/api/transactions/${fromBank}`), "transaction.not_by_hand");
  await mine.as("DELETE", `/api/accounts/${id}`);
  await refused({}, "account.closed");
});
