import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataOf } from "#test/ledger";
import { bankRow, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

const RATE = { currency: "USD", day: "2026-11-20", numerator: 9, denominator: 10, source: "BCE" };
type Group = {
  group: string;
  total: { balance_cents: number } | null;
  missing_rates: string[];
  currencies: { converted: object | null }[];
};

describe("totals of accounts", () => {
  it("stand by currency, and in euros once the rate is entered, with its day and source", async () => {
    const mine = await company(world);
    const usd = { name: "Compte dollars", bank_name: "B", account_type: "checking", currency: "USD", opening_balance_cents: 1_000 };
    await mine.post("/api/accounts", { name: "Compte", bank_name: "B", account_type: "checking", opening_balance_cents: 10_000 });
    await mine.post("/api/accounts", usd);
    await seedRows(world, mine.id, [bankRow({ index: 1, ordinal: 2, amount: 500, currency: dollars() })]);
    const cash = async () => ((await mine.get("/api/accounts/totals")).body["groups"] as Group[])[0];
    expect(await cash()).toMatchObject({ group: "cash", total: null, missing_rates: ["USD"] });
    for (const day of ["2026-11-01", "2026-11-20"])
      await mine.post("/api/exchange-rates", { ...RATE, day, numerator: day === RATE.day ? 9 : 1 });
    expect(await cash()).toMatchObject({
      total: { balance_cents: 11_350, currency: "EUR" },
      missing_rates: [],
      currencies: [
        { currency: "EUR", balance_cents: 10_000, converted: { rate: null } },
        {
          currency: "USD",
          balance_cents: 1_500,
          converted: { balance_cents: 1_350, rate: { day: "2026-11-20", source: "BCE", is_old: false } },
        },
      ],
    });
    await mine.as("DELETE", "/api/exchange-rates/fx_USD_2026-11-20");
    expect((await cash())?.currencies[1]?.converted).toMatchObject({ balance_cents: 150, rate: { day: "2026-11-01", is_old: true } });
  });
});

const dollars = () => bankRow({ index: 1, ordinal: 1, currency: JSON.parse('"USD"') }).currency;

describe("exchange rates", () => {
  it("are listed by currency, the latest first, page by page, and taken away", async () => {
    const mine = await company(world);
    for (const currency of ["USD", "CHF"])
      for (const day of ["2026-11-01", "2026-11-02", "2026-11-03"]) await mine.post("/api/exchange-rates", { ...RATE, currency, day });
    const first = await mine.get("/api/exchange-rates?currency=USD&limit=2");
    expect(dataOf(first)).toMatchObject([{ id: "fx_USD_2026-11-03" }, { id: "fx_USD_2026-11-02" }]);
    const rest = await mine.get(`/api/exchange-rates?currency=USD&limit=2&cursor=${encodeURIComponent(String(first.body["next_cursor"]))}`);
    expect(rest.body).toMatchObject({ data: [{ id: "fx_USD_2026-11-01" }], next_cursor: null });
    expect(dataOf(await mine.get("/api/exchange-rates"))).toHaveLength(6);
    expect((await mine.as("DELETE", "/api/exchange-rates/fx_USD_2026-11-03")).status).toBe(204);
    expect((await mine.as("DELETE", "/api/exchange-rates/fx_USD_2026-11-03")).body).toMatchObject({ code: "exchange_rate.not_found" });
    expect((await mine.as("DELETE", "/api/exchange-rates/fx_USD_2026-13-99")).status).toBe(400);
  });

  it("are refused twice for a day, ahead of it, for the euro, and when they are no ratio", async () => {
    const mine = await company(world);
    const enter = async (more: object) => (await mine.post("/api/exchange-rates", { ...RATE, ...more })).body;
    expect(await enter({})).toMatchObject({ id: "fx_USD_2026-11-20" });
    expect(await enter({ numerator: 8 })).toMatchObject({ code: "exchange_rate.exists" });
    expect(await enter({ day: "2026-11-26" })).toMatchObject({ errors: [{ pointer: "/day", code: "in_future" }] });
    expect(await enter({ currency: "EUR" })).toMatchObject({ errors: [{ pointer: "/currency", code: "own_currency" }] });
    for (const bad of [
      { numerator: 0 },
      { denominator: 0 },
      { numerator: 0.5 },
      { numerator: 2 ** 53 },
      { numerator: "9" },
      { source: "" },
    ])
      expect(await enter(bad)).toMatchObject({ status: 400, code: "request.invalid" });
    await world.table(mine.id).update({
      Key: { pk: `COMPANY#${mine.id}#RATES`, sk: "HEAD" },
      UpdateExpression: "SET #count = :max",
      ExpressionAttributeNames: { "#count": "count" },
      ExpressionAttributeValues: { ":max": 15_000 },
    });
    expect(await enter({ day: "2026-11-02" })).toMatchObject({ code: "exchange_rate.limit_reached" });
  });
});
