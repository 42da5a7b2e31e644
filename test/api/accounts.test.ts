import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cents } from "#domain/money";
import { bankRow, openAccount, seedRows } from "#test/rows";
import { company, type TestWorld, testWorld } from "#test/world";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ withoutWorkers: true });
});
afterAll(() => world.end());

const IBAN = "FR7630006000011234567890189";
const OTHER = "FR1420041010050500013M02606";
const account = (more: object = {}) => ({ name: "Compte", bank_name: "Banque", account_type: "checking", ...more });

describe("an IBAN", () => {
  it("belongs to one open account, however it is written, and to the next one when that is closed or has another", async () => {
    const mine = await company(world);
    const first = await mine.post("/api/accounts", account({ iban: IBAN }));
    const spaced = IBAN.toLowerCase().replace(/(.{4})/g, "$1 ");
    expect(await mine.post("/api/accounts", account({ iban: spaced }))).toMatchObject({
      status: 409,
      body: { code: "account.iban_taken", errors: [{ pointer: "/iban" }] },
    });
    const second = await mine.post("/api/accounts", account({ iban: OTHER }));
    const path = `/api/accounts/${second.body["id"]}`;
    expect((await mine.as("PUT", path, { body: account({ iban: IBAN }) })).body).toMatchObject({ code: "account.iban_taken" });
    await mine.as("DELETE", `/api/accounts/${first.body["id"]}`);
    expect((await mine.as("PUT", path, { body: account({ iban: IBAN }) })).body).toMatchObject({ iban: IBAN });
    expect((await mine.post("/api/accounts", account({ iban: OTHER }))).status).toBe(201);
  });

  it("is given to one of several requests at once", async () => {
    const mine = await company(world);
    const answers = await Promise.all(Array.from({ length: 4 }, () => mine.post("/api/accounts", account({ iban: IBAN }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it("of another company takes nothing away from this one", async () => {
    const [mine, theirs] = [await company(world), await company(world)];
    for (const one of [mine, theirs]) expect((await one.post("/api/accounts", account({ iban: IBAN }))).status).toBe(201);
  });
});

describe("a closed account", () => {
  it("takes no change but to be opened again, unless another one has its IBAN by then", async () => {
    const mine = await company(world);
    const { body } = await mine.post("/api/accounts", account({ iban: IBAN }));
    const path = `/api/accounts/${body["id"]}`;
    await seedRows(world, mine.id, [bankRow({ index: 1, ordinal: 1 })]);
    await mine.as("DELETE", path);
    expect((await mine.as("PUT", path, { body: account() })).body).toMatchObject({ code: "account.closed" });
    const taker = await mine.post("/api/accounts", account({ iban: IBAN }));
    expect((await mine.as("PUT", path, { body: account({ status: "open" }) })).body).toMatchObject({ code: "account.iban_taken" });
    await mine.as("DELETE", `/api/accounts/${taker.body["id"]}`);
    expect((await mine.as("PUT", path, { body: account({ status: "open" }) })).body).toMatchObject({ status: "open", iban: IBAN });
  });
});

it("refuses an account that nobody could mean", async () => {
  const mine = await company(world);
  const bad = [
    ...[{ iban: "FR7630006000011234567890188" }, { currency: "eur" }, { currency: "EURO" }, { account_type: "wallet" }, { name: " " }],
    ...[{ name: "a\u0000b" }, { name: "\ud800" }, { name: "x".repeat(81) }, { opening_balance_cents: 1.5 }, { status: "closed" }],
    ...[{ opening_balance_cents: 1_000_000_000_001 }, { opening_balance_cents: "10" }, { ordinal: 7 }, { iban: 12 }, { currency: null }],
  ];
  for (const currency of ["XXX", "ZZZ", "XTS", "XAU", "FRF"])
    expect(await mine.post("/api/accounts", account({ currency })), currency).toMatchObject({
      ...{ status: 400, body: { errors: [{ pointer: "/currency", code: "unknown_currency" }] } },
    });
  for (const more of bad) expect((await mine.post("/api/accounts", account(more))).status, JSON.stringify(more)).toBe(400);
});

describe("a balance", () => {
  it("of any day costs three units at most after forty years, and a day to come counts what is booked by then", async () => {
    const mine = await company(world);
    const { id, ordinal } = await openAccount(mine);
    const months = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`m${String(index + 1).padStart(2, "0")}`, 1_234_567_890]));
    for (let year = 1986; year < 2026; year += 1)
      await world.table(mine.id).put({ Item: { pk: `COMPANY#${mine.id}#A001`, sk: `Y#${year}`, ...months } });
    await seedRows(world, mine.id, [
      bankRow({ index: 1, ordinal, amount: 500, date: "2026-11-20" }),
      bankRow({ index: 2, ordinal, amount: 70, date: "2027-01-10" }),
      bankRow({ index: 3, ordinal, amount: 9, date: "2027-01-09", status: "future" }),
    ]);
    const past = 40 * 12 * 1_234_567_890;
    for (const [on, balance] of [
      ["2026-11-25", past + 500],
      ["2027-01-10", past + 570],
      ["2099-12-31", past + 570],
    ] as const) {
      const { body, headers } = await mine.get(`/api/accounts/${id}/balance?on=${on}`);
      expect(body).toMatchObject({ balance_cents: cents(balance), future_cents: 9 });
      expect(Number(/rru=([\d.]+)/.exec(headers["numma-cost"] ?? "")?.[1])).toBeLessThanOrEqual(3);
    }
  });

  it("of every day of a quarter is what each day asked for alone gives", async () => {
    const mine = await company(world);
    const { id, ordinal } = await openAccount(mine);
    const dates = ["2024-12-31", "2025-01-31", "2025-02-01", "2025-03-31", "2025-04-02"];
    await seedRows(
      world,
      mine.id,
      dates.map((date, index) => bankRow({ index: index + 1, ordinal, amount: 10 ** (index + 1), date })),
    );
    const { body } = await mine.get(`/api/accounts/${id}/balances?from=2025-01-01&to=2025-04-02`);
    const days = body["days"] as { date: string; balance_cents: number }[];
    expect(days).toHaveLength(92);
    for (const date of ["2025-01-01", "2025-01-31", "2025-02-01", "2025-03-30", "2025-03-31", "2025-04-02"])
      expect(days.find((day) => day.date === date)?.balance_cents).toBe(
        (await mine.get(`/api/accounts/${id}/balance?on=${date}`)).body["balance_cents"],
      );
    for (const query of [
      "from=2025-01-02&to=2025-01-01",
      "from=2025-01-01&to=2025-04-03",
      "from=2025-01-01",
      "from=2025-02-30&to=2025-03-01",
    ])
      expect((await mine.get(`/api/accounts/${id}/balances?${query}`)).status, query).toBe(400);
  });
});
