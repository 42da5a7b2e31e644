import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bridgeBank } from "#connectors/banks/bridge";
import { bankErrorOf, bankOfOneUser, CLIENT, everyRow, ROWS } from "./sandbox.ts";

type Bench = Awaited<ReturnType<typeof bankOfOneUser>>;
const held: { bench?: Bench } = {};
const bench = (): Bench => {
  if (!held.bench) throw new Error("not started");
  return held.bench;
};
beforeAll(async () => {
  held.bench = await bankOfOneUser();
});
afterAll(() => bench().close());

const rowsNow = async (since?: string) => everyRow((await bench().bank.open(bench().userId)).rows(since === undefined ? {} : { since }));

describe("a consent", () => {
  test("makes a user of the reference, and names the page where the bank asks", async () => {
    expect(bench().userId).toMatch(/^[0-9a-f-]{36}$/);
    const page = await (await fetch(bench().connectUrl)).text();
    expect(page).toContain("Accord donné");
  });

  test("asked again for the same reference finds the same user", async () => {
    const again = await bench().bank.connect({
      reference: "con_1",
      email: "camille@example.invalid",
      callbackUrl: "https://numma.example/retour?x=<1>",
    });
    expect(again.userId).toBe(bench().userId);
    const page = await (await fetch(again.connectUrl)).text();
    expect(page).toContain("https://numma.example/retour?x=%3C1%3E&#38;item_id=");
  });

  test("is refused to a client the bank does not know, without asking the person again", async () => {
    const stranger = bridgeBank({ baseUrl: bench().url, ...CLIENT, clientSecret: "another", fetch, now: bench().clock.now });
    expect(await bankErrorOf(stranger.connect({ reference: "con_2", email: "x@example.invalid" }))).toMatchObject({ kind: "refused" });
    expect(await bankErrorOf(stranger.open(bench().userId))).toMatchObject({ kind: "refused" });
  });

  test("of a user the bank has forgotten must be given again", async () => {
    expect(await bankErrorOf(bench().bank.open("11111111-1111-8111-a111-111111111111"))).toMatchObject({ kind: "unauthorized" });
  });
});

describe("an item", () => {
  test.each([
    [0, "active"],
    [-2, "active"],
    [-3, "active"],
    [1009, "active"],
    [402, "reauth_required"],
    [429, "reauth_required"],
    [430, "reauth_required"],
    [1010, "reauth_required"],
    [1100, "reauth_required"],
    [1003, "temporarily_unavailable"],
    [1007, "temporarily_unavailable"],
    [1099, "temporarily_unavailable"],
    [1005, "unsupported"],
    [4242, "degraded"],
  ])("of status %i is %s", async (status, state) => {
    bench().control.setItemStatus(bench().userId, status, "Some_Info");
    const [item] = await (await bench().bank.open(bench().userId)).items();
    expect(item).toMatchObject({
      state,
      statusInfo: "some_info",
      bankName: "Banque Démo",
      consentExpiresAt: expect.stringMatching(/^20\d\d-.*Z$/),
    });
  });

  test("is known without its bank's name when that cannot be had", async () => {
    bench().control.fail({ kind: "status", status: 404, path: "/v3/providers/" });
    const [item] = await (await bench().bank.open(bench().userId)).items();
    expect(item?.itemId).toMatch(/^\d+$/);
    expect(item).not.toHaveProperty("bankName");
  });
});

describe("an account", () => {
  const read = async () => (await bench().bank.open(bench().userId)).accounts();

  test("has its type, its balances to the cent, and says whether the person shares it", async () => {
    bench().world.setAccounts(
      { id: 1, item_id: 1, name: " Compte ", balance: "-0.1", accounting_balance: "1234567.89", iban: "fr76 3000 6000 0112 3456 7890 189" },
      { id: 2, item_id: 1, type: "loan", balance: "-58000", data_access: "disabled" },
      { id: 3, item_id: 1, type: "spaceship", balance: "0", currency_code: "JPY", name: "" },
    );
    expect(await read()).toEqual([
      {
        providerId: "1",
        itemId: "1",
        name: "Compte",
        type: "checking",
        currency: "EUR",
        iban: "FR7630006000011234567890189",
        balanceCents: -10,
        accountingBalanceCents: 123_456_789,
        enabled: true,
      },
      { providerId: "2", itemId: "1", name: "Compte", type: "loan", currency: "EUR", balanceCents: -5_800_000, enabled: false },
      { providerId: "3", itemId: "1", name: "", type: "other", currency: "JPY", balanceCents: 0, enabled: true },
    ]);
  });

  test.each([
    ["12.345", 1_235],
    ["12.344999", 1_234],
    ["-12.345", -1_235],
    ["-0.004", 0],
    ["99.999", 10_000],
  ])("worth %s, as securities are, counts to the nearest cent", async (balance, cents) => {
    bench().world.setAccounts({ id: 1, type: "brokerage", balance });
    expect(await read()).toMatchObject([{ type: "securities", balanceCents: cents }]);
  });

  test("of a type in capitals, or told with fields nobody knows, is read", async () => {
    bench().world.setAccounts({ id: 1, type: "SAVINGS", balance: "1", ...{ colour: "blue", nested: { deep: [1, null] } } });
    expect(await read()).toMatchObject([{ type: "savings" }]);
  });
});

describe("a row", () => {
  const body = (fields: string) =>
    bench().control.fail({ kind: "body", body: `{"resources":[{${fields}}],"pagination":{"next_uri":null}}`, path: ROWS });
  const FULL = '"id":33000000000001,"account_id":1,"updated_at":"2026-11-25T08:00:00Z","date":"2026-11-24","currency_code":"EUR"';

  test("keeps every date as written, whatever the time zone", async () => {
    const dates = { date: "2026-03-29", booking_date: "2026-03-29", transaction_date: "2026-03-28", value_date: "2026-03-31" };
    bench().world.upsert({
      id: 33_000_000_000_001,
      amount: "-12.5",
      provider_description: "CARTE 28/03 X",
      clean_description: "X",
      category_id: 83,
      ...dates,
    });
    expect(await rowsNow()).toEqual([
      {
        ...{
          providerId: "33000000000001",
          accountProviderId: "1",
          label: "X",
          rawLabel: "CARTE 28/03 X",
          amountCents: -1_250,
          currency: "EUR",
        },
        ...{ date: "2026-03-29", transactionDate: "2026-03-28", valueDate: "2026-03-31", hasBookingDate: true },
        ...{ future: false, deleted: false, updatedAt: "2026-11-25T10:00:00.000Z", categoryHint: 83 },
      },
    ]);
  });

  test("without a booking date is dated by what there is", async () => {
    body(`${FULL},"amount":-3,"transaction_date":"2026-11-24","future":true`);
    expect(await rowsNow()).toMatchObject([
      { date: "2026-11-24", hasBookingDate: false, future: true, deleted: false, label: "", rawLabel: "" },
    ]);
  });

  test.each([
    ["1234567.89", "EUR", 123_456_789],
    ["-0.1", "EUR", -10],
    ["-0", "EUR", 0],
    ["0.30", "EUR", 30],
    ["12.500", "EUR", 1_250],
    ["1e3", "EUR", 100_000],
    ["1500", "JPY", 1_500],
    ["1500.0", "JPY", 1_500],
    ["1.234", "TND", 1_234],
    ["9999999999.99", "USD", 999_999_999_999],
  ])("of %s %s is exact", async (amount, currency, cents) => {
    body(`${FULL.replace("EUR", currency)},"amount":${amount}`);
    const [row] = await rowsNow();
    expect([row?.amountCents, Object.is(row?.amountCents, -0)]).toEqual([cents, false]);
  });

  test.each(["1e309", "NaN", "-Infinity", "0.001", "10.5e-2", "1e20", "null", '"abc"', '""', "true", "[1]", "99999999999999999"])(
    "of amount %s is refused",
    async (amount) => {
      bench().control.fail({ kind: "body", times: 3, path: ROWS, body: `{"resources":[{${FULL},"amount":${amount}}]}` });
      expect(await bankErrorOf(rowsNow())).toMatchObject({ kind: "invalid_answer" });
      bench().control.clearFaults();
    },
  );

  test("of 1500.5 yen, of no date, of no id or of a bad instant is refused", async () => {
    for (const fields of [
      `${FULL.replace("EUR", "JPY")},"amount":1500.5`,
      `${FULL.replace("2026-11-24", "2026-02-30")},"amount":1`,
      '"account_id":1,"amount":1',
      `${FULL.replace("2026-11-25T08:00:00Z", "yesterday")},"amount":1`,
      `${FULL.replace("EUR", "€")},"amount":1`,
    ]) {
      body(fields);
      expect(await bankErrorOf(rowsNow())).toMatchObject({ kind: "invalid_answer" });
    }
  });

  test("with nulls everywhere a bank may put one is read, in its account's currency", async () => {
    bench().world.setAccounts({ id: 1, currency_code: "CHF" });
    body(
      '"id":5,"account_id":1,"updated_at":"2026-11-25T09:00:00+01:00","date":"2026-11-24","amount":1,"currency_code":null,"booking_date":null,"deleted":null,"future":null,"category_id":null,"clean_description":null,"provider_description":"X"',
    );
    expect(await rowsNow()).toMatchObject([
      { currency: "CHF", label: "X", hasBookingDate: false, deleted: false, updatedAt: "2026-11-25T08:00:00.000Z" },
    ]);
  });

  test("told as deleted may have nothing left but its id", async () => {
    body('"id":5,"account_id":1,"updated_at":"2026-11-25T08:00:00.000Z","deleted":true');
    expect(await rowsNow()).toMatchObject([{ providerId: "5", deleted: true, amountCents: 0, date: "2026-11-25" }]);
  });
});

test("ten thousand rows add up to the cent", async () => {
  const amounts = Array.from({ length: 10_000 }, (_, index) => ({
    id: index + 1,
    amount: `${index % 2 ? "-" : ""}${index}.${String((index * 7) % 100).padStart(2, "0")}`,
  }));
  bench().world.upsert(...amounts);
  const expected = amounts.reduce((sum, { amount }) => sum + BigInt(amount.replace(".", "")), 0n);
  const read = await rowsNow();
  expect(BigInt(read.filter(({ providerId }) => Number(providerId) <= 10_000).reduce((sum, { amountCents }) => sum + amountCents, 0))).toBe(
    expected,
  );
});
