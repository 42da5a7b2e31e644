import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { categoryById } from "#domain/categorising/categories";
import { Currency } from "#domain/money";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { bankState, recomputed } from "#test/sync/totals";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

const rowsOf = (ordinal: number, count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => bankRow({ index: ordinal * 10_000 + index, ordinal, ...more }));

describe("accounts", () => {
  it("take the next ordinal, its ledger account and journal, and keep them", async () => {
    const mine = await company(world);
    const [first, second] = [await openAccount(mine, "Un"), await openAccount(mine, "Deux")];
    expect((await mine.as("DELETE", `/api/accounts/${first.id}`)).status).toBe(204);
    const third = await openAccount(mine, "Trois");
    expect([first.ordinal, second.ordinal, third.ordinal]).toEqual([1, 2, 3]);
    expect((await mine.get(`/api/accounts/${third.id}`)).body).toMatchObject({
      ledger_account: "512003",
      journal: "BQ3",
      balance_cents: 0,
      status: "open",
    });
    expect((await mine.get(`/api/accounts/${first.id}`)).status).toBe(404);
  });

  it("with a history are closed, not deleted, and keep their currency", async () => {
    const mine = await company(world);
    const account = await openAccount(mine);
    await seedRows(world, mine.id, rowsOf(account.ordinal, 3));
    const usd = await mine.as("PUT", `/api/accounts/${account.id}`, {
      body: { name: "X", bank_name: "Y", account_type: "checking", currency: "USD" },
    });
    expect(usd).toMatchObject({ status: 409, body: { code: "account.currency_locked", errors: [{ pointer: "/currency" }] } });
    expect(
      (await mine.as("PUT", `/api/accounts/${account.id}`, { body: { name: "Renommé", bank_name: "Y", account_type: "checking" } })).body,
    ).toMatchObject({ name: "Renommé", version: 2 });
    await mine.as("DELETE", `/api/accounts/${account.id}`);
    expect((await mine.get(`/api/accounts/${account.id}`)).body).toMatchObject({ status: "closed" });
  });

  it("give the balance of any day, months and transfers apart", async () => {
    const mine = await company(world);
    const account = await openAccount(mine);
    const rows = [
      bankRow({ index: 1, ordinal: account.ordinal, amount: 100_000, date: "2025-01-31" }),
      bankRow({ index: 2, ordinal: account.ordinal, amount: -40_000, date: "2025-02-01" }),
      bankRow({
        index: 3,
        ordinal: account.ordinal,
        amount: -5_000,
        date: "2025-02-28",
        categorisation: { code: categoryById("virement_interne").code, confidencePpm: 900_000, source: "rule", ruleId: null, reason: "" },
      }),
      bankRow({ index: 4, ordinal: account.ordinal, amount: -700, date: "2025-03-01", status: "pending" }),
    ];
    await seedRows(world, mine.id, rows);
    const on = async (date: string) => (await mine.get(`/api/accounts/${account.id}/balance?on=${date}`)).body;
    expect(await on("2025-01-30")).toMatchObject({ balance_cents: 0, pending_cents: -700 });
    expect(await on("2025-01-31")).toMatchObject({ balance_cents: 100_000 });
    expect(await on("2025-02-27")).toMatchObject({ balance_cents: 60_000 });
    expect(await on("2026-11-25")).toMatchObject({ balance_cents: 55_000 });
    const summary = await mine.get(`/api/accounts/${account.id}/summary?from=2025-01-01&to=2025-12-31`);
    expect(summary.body["months"]).toMatchObject([
      {
        ...{ month: "2025-01", in_cents: 100_000, out_cents: 0, net_cents: 100_000, count: 1 },
        ...{ opening_balance_cents: 0, closing_balance_cents: 100_000 },
      },
      {
        ...{ month: "2025-02", in_cents: 0, out_cents: 40_000, transfers_out_cents: 5_000, net_cents: -45_000, count: 2 },
        ...{ opening_balance_cents: 100_000, closing_balance_cents: 55_000 },
      },
    ]);
  });

  it("refuse a summary that ends before it begins or is longer than five years", async () => {
    const mine = await company(world);
    const { id } = await openAccount(mine);
    const asked = async (query: string) => (await mine.get(`/api/accounts/${id}/summary?${query}`)).body;
    expect(await asked("from=2025-02-01&to=2025-01-31")).toMatchObject({ code: "request.invalid", errors: [{ code: "before_from" }] });
    expect(await asked("from=2027-01-01")).toMatchObject({ code: "request.invalid", errors: [{ code: "before_from" }] });
    expect(await asked("from=2020-01-01&to=2025-01-31")).toMatchObject({
      errors: [{ pointer: "/query/from", code: "window_too_long" }],
    });
    expect(await asked("from=2020-02-01&to=2025-01-31")).toMatchObject({ months: [] });
  });

  it("keep money of other currencies apart everywhere, to the minor unit of each", async () => {
    const mine = await company(world);
    const account = await openAccount(mine);
    const of = (index: number, code: string, amount: number, more: object = {}) =>
      bankRow({ index, ordinal: account.ordinal, amount, currency: Currency.parse(code), date: "2025-02-10", ...more });
    await seedRows(world, mine.id, [
      ...[of(1, "EUR", 10_050), of(2, "JPY", -12_345), of(3, "TND", 1_234_567), of(4, "USD", 900, { status: "pending" })],
      of(5, "JPY", 45, { date: "2025-03-01" }),
    ]);
    expect((await mine.get(`/api/accounts/${account.id}`)).body).toMatchObject({
      ...{ balance_cents: 10_050, pending_cents: 0, future_cents: 0, transaction_count: 5 },
      foreign: [
        { currency: "JPY", balance_cents: -12_300, pending_cents: 0, future_cents: 0 },
        { currency: "TND", balance_cents: 1_234_567, pending_cents: 0, future_cents: 0 },
        { currency: "USD", balance_cents: 0, pending_cents: 900, future_cents: 0 },
      ],
    });
    expect((await mine.get(`/api/accounts/${account.id}/balance?on=2025-02-28`)).body).toMatchObject({
      balance_cents: 10_050,
      foreign: [
        { currency: "JPY", balance_cents: -12_345 },
        { currency: "TND", balance_cents: 1_234_567 },
      ],
    });
    expect((await mine.get(`/api/accounts/${account.id}/summary?from=2025-02-01&to=2025-03-31`)).body["months"]).toMatchObject([
      { month: "2025-02", currency: "EUR", closing_balance_cents: 10_050 },
      { month: "2025-02", currency: "JPY", opening_balance_cents: 0, closing_balance_cents: -12_345, out_cents: 12_345 },
      { month: "2025-02", currency: "TND", closing_balance_cents: 1_234_567 },
      { month: "2025-03", currency: "JPY", opening_balance_cents: -12_345, closing_balance_cents: -12_300 },
    ]);
    const { kept, rows } = await bankState(world, mine.id);
    expect(kept).toEqual(recomputed(rows));
    expect((await mine.get("/api/ledger/integrity?year=2025")).body["findings"]).toEqual([]);
  });
});

it("reads totals for the same units at 300 and at 3 000 rows of one month", async () => {
  const cost = async (count: number) => {
    const mine = await company(world);
    const { ordinal, id } = await openAccount(mine);
    await seedRows(
      world,
      mine.id,
      Array.from({ length: count }, (_, index) =>
        bankRow({ index, ordinal, date: `2025-03-${String(1 + (index % 31)).padStart(2, "0")}` }),
      ),
    );
    const paths = [
      "/api/accounts",
      `/api/accounts/${id}/balance?on=2025-03-15`,
      `/api/accounts/${id}/summary?from=2025-03-01&to=2025-03-31`,
    ];
    return Promise.all(paths.map(async (path) => (await mine.get(path)).headers["numma-cost"]?.replace(/; limit-wru=.*/, "")));
  };
  const [small, large] = [await cost(300), await cost(3_000)];
  expect(large).toEqual(small);
  expect(small[1]).toBe("rru=1.5; wru=0; auth-rru=1");
});
