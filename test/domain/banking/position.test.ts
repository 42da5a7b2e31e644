import fc from "fast-check";
import { expect, it } from "vitest";
import { Account } from "#domain/banking/account";
import { type ExchangeRate, exchangeRateId, inCompanyCurrency } from "#domain/banking/exchange";
import { currenciesOf, positionOf } from "#domain/banking/position";
import { businessDate } from "#domain/dates";
import { Currency } from "#domain/money";

const TODAY = businessDate("2026-11-25");

const rate = (code: string, numerator: number, denominator: number, day = "2026-11-20"): ExchangeRate => {
  const named = { currency: Currency.parse(code), day: businessDate(day) };
  return { ...named, id: exchangeRateId(named), numerator, denominator, source: "BCE", createdAt: "2026-11-20T08:00:00.000Z" };
};
const rates = (...known: readonly ExchangeRate[]) => new Map(known.map((one) => [one.currency as string, one]));

function account(ordinal: number, currency: string, bookedCents: number, more: object = {}): Account {
  const none = { pendingCents: 0, pendingCount: 0, futureCents: 0, futureCount: 0, bookedCount: 1, foreign: [] };
  return Account.parse({
    ...{ id: `acc_01J8Z3M0V4KX9QH2T5B8YC1${String(ordinal).padStart(3, "0")}`, ordinal, name: "C", bankName: "B", ledgerName: "B C" },
    ...{ accountType: "checking", iban: null, currency, openingBalanceCents: 0, status: "open", connectionId: null, providerKey: null },
    ...{
      givesBookingDates: false,
      reported: null,
      sync: null,
      sources: [],
      historyFrom: null,
      settlesAt: null,
      olderCents: 0,
      rowsVersion: 0,
    },
    ...{ totals: { ...none, bookedCents }, version: 1, createdAt: "2026-01-01T00:00:00.000Z" },
    ...more,
  });
}

it("converts by the exponent of each currency, half away from zero", () => {
  // 1 000 yen at 0.0061 euro: 6.10 euros; one dinar at 0.295: 0.295 euro, 30 cents; a dollar cent and a half.
  expect(inCompanyCurrency(1_000n, rate("JPY", 61, 10_000))).toBe(610n);
  expect(inCompanyCurrency(1_000n, rate("TND", 295, 1_000))).toBe(30n);
  expect([
    inCompanyCurrency(5n, rate("USD", 1, 10)),
    inCompanyCurrency(-5n, rate("USD", 1, 10)),
    inCompanyCurrency(4n, rate("USD", 1, 10)),
  ]).toEqual([1n, -1n, 0n]);
});

it("gives no total while a rate is missing, and says which", () => {
  const [cash] = positionOf([account(1, "EUR", 10_000), account(2, "USD", 5_000)], rates(), TODAY);
  expect(cash).toMatchObject({ group: "cash", total: null, missingRates: ["USD"] });
  expect(cash?.currencies.map(({ currency, balanceCents, converted }) => [currency, balanceCents, converted?.balanceCents])).toEqual([
    ["EUR", 10_000, 10_000],
    ["USD", 5_000, undefined],
  ]);
});

it("adds up in euros with the rate shown, and tells an old one", () => {
  const [cash] = positionOf([account(1, "EUR", 10_000), account(2, "USD", 5_000)], rates(rate("USD", 9, 10, "2026-10-01")), TODAY);
  expect(cash).toMatchObject({ total: { currency: "EUR", balanceCents: 14_500 }, missingRates: [] });
  expect(cash?.currencies[1]?.converted).toMatchObject({ balanceCents: 4_500, rate: { day: "2026-10-01", source: "BCE", isOld: true } });
});

it("keeps loans and securities out of cash, and closed or unshared accounts out of every sum", () => {
  const gone = { sync: { state: "gone", since: "2026-11-01T00:00:00.000Z", error: null, gapCents: null } };
  const groups = positionOf(
    [
      ...[
        account(1, "EUR", 10_000),
        account(2, "EUR", -900_000, { accountType: "loan" }),
        account(3, "EUR", 7, { accountType: "securities" }),
      ],
      ...[account(4, "EUR", 555, { status: "closed" }), account(5, "EUR", 666, gone)],
    ],
    rates(),
    TODAY,
  );
  expect(groups.map(({ group, total }) => [group, total?.balanceCents])).toEqual([
    ["cash", 10_000],
    ["loans", -900_000],
    ["securities", 7],
  ]);
  expect(groups[0]?.currencies).toMatchObject([{ openAccounts: 1, closedAccounts: 1, unsharedAccounts: 1 }]);
});

it("counts rows of another currency under theirs, and tells nothing rather than a sum that is not exact", () => {
  const foreign = [{ currency: "USD", bookedCents: 300, pendingCents: 1, futureCents: 0 }];
  const one = account(1, "EUR", 10);
  const mixed = { ...one, totals: Account.shape.totals.parse({ ...one.totals, foreign }) };
  expect(currenciesOf([mixed])).toEqual(["USD"]);
  expect(positionOf([mixed], rates(rate("USD", 1, 1)), TODAY)[0]?.currencies).toMatchObject([
    { currency: "EUR", balanceCents: 10 },
    { currency: "USD", balanceCents: 300, pendingCents: 1, openAccounts: 0 },
  ]);
  const large = account(2, "USD", 100_000_000_000_000);
  expect(positionOf([large], rates(rate("USD", 1_000_000_000_000, 1)), TODAY)[0]?.total).toMatchObject({
    balanceCents: null,
    pendingCents: 0,
  });
});

it("sums each currency by itself, whatever the accounts", () => {
  const some = fc.record({
    currency: fc.constantFrom("EUR", "USD", "JPY", "TND"),
    booked: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 12 }), (given) => {
      const all = given.map(({ currency, booked }, place) => account(place + 1, currency, booked));
      for (const { currency, balanceCents } of positionOf(all, rates(), TODAY)[0]?.currencies ?? [])
        expect(balanceCents).toBe(given.filter((one) => one.currency === currency).reduce((sum, { booked }) => sum + booked, 0));
    }),
  );
});
