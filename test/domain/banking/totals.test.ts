import fc from "fast-check";
import { expect, it } from "vitest";
import { partsOf } from "#domain/banking/row";
import {
  accountTotals,
  addChange,
  type Counted,
  categoryTotals,
  countOf,
  foreignThrough,
  keptField,
  netThrough,
  type TotalsDelta,
  totalsOfRows,
} from "#domain/banking/totals";
import { addDays, businessDate } from "#domain/dates";
import { Currency, cents, EUR } from "#domain/money";
import { BY_RULE } from "#test/domain/banking/rows";

/** Nothing, or two to four parts that add up to the amount. */
const split = (amountCents: number) =>
  fc.array(fc.tuple(fc.constantFrom("00", "19", "51"), fc.integer({ min: -9_000, max: 9_000 })), { maxLength: 3 }).map((firsts) => {
    const rest = amountCents - firsts.reduce((sum, [, cents]) => sum + cents, 0);
    const all = firsts.length === 0 ? [] : [...firsts, ["19", rest] as const];
    return all.map(([code, amount]) => ({ code, amountCents: cents(amount), note: null }));
  });

const whole = fc.record({
  ordinal: fc.integer({ min: 1, max: 3 }),
  status: fc.constantFrom("booked", "pending", "future", "deleted"),
  amountCents: fc.integer({ min: -1_000_000, max: 1_000_000 }).map(cents),
  currency: fc.constantFrom(...["EUR", "USD", "JPY", "TND"].map((code) => Currency.parse(code))),
  date: fc.integer({ min: 0, max: 800 }).map((days) => addDays(businessDate("2024-11-01"), days)),
  categorisation: fc.constantFrom("00", "19", "51").map((code) => ({ ...BY_RULE, code })),
});
const row = whole.chain((fields) => split(fields.amountCents).map((parts) => ({ ...fields, parts }))) satisfies fc.Arbitrary<Counted>;

/** Counters of a delta as an account of this currency keeps them. */
const keptAs = (own: Currency, fields: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [keptField(name, own), value]));

const sumOf = (rows: readonly Counted[]) => rows.reduce((sum, { amountCents }) => sum + amountCents, 0);

const plain = (delta: TotalsDelta) => Object.fromEntries([...delta].map(([name, fields]) => [name, Object.fromEntries(fields)]));

it("moves totals by change exactly as it computes them from nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(row, row), { maxLength: 30 }), (pairs) => {
      const kept: TotalsDelta = new Map();
      for (const [before] of pairs) addChange(kept, null, before);
      for (const [before, after] of pairs) addChange(kept, before, after);
      expect(plain(kept)).toEqual(plain(totalsOfRows(pairs.map(([, after]) => after))));
    }),
  );
});

it("counts a split row once among rows, and its money under every category it has", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const booked = rows.filter(({ status }) => status === "booked");
      const months = Object.entries(plain(totalsOfRows(rows))).filter(([name]) => name.startsWith("CM:"));
      expect(months.reduce((sum, [, fields]) => sum + countOf(fields), 0)).toBe(booked.length);
      const lines = months.flatMap(([, fields]) => categoryTotals(fields));
      expect(lines.reduce((sum, { inCents, outCents }) => sum + inCents - outCents, 0)).toBe(
        booked.reduce((sum, { amountCents }) => sum + amountCents, 0),
      );
      const under = (wanted: string) => booked.filter((one) => partsOf(one).some(({ code }) => code === wanted)).length;
      for (const code of ["00", "19", "51"])
        expect(lines.filter((line) => line.code === code).reduce((sum, { count }) => sum + count, 0)).toBe(under(code));
    }),
  );
});

it("gives the balance of any day from years and one month, each currency for itself", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), fc.integer({ min: 0, max: 800 }), fc.constantFrom("EUR", "TND"), (rows, days, code) => {
      const on = addDays(businessDate("2024-11-01"), days);
      const own = Currency.parse(code);
      const totals = plain(totalsOfRows(rows));
      const kept = Object.entries(totals).map(([name, fields]) => [name, keptAs(own, fields)] as const);
      const years = new Map(kept.flatMap(([name, fields]) => (name.startsWith("AY:001:") ? [[name.slice(7), fields] as const] : [])));
      const month = new Map(kept).get(`AM:001:${on.slice(0, 7)}`) ?? {};
      const counted = rows.filter(({ ordinal, status, date }) => ordinal === 1 && status === "booked" && date <= on);
      const others = ["EUR", "JPY", "TND", "USD"].filter((one) => one !== own);
      expect(netThrough(years, month, on)).toBe(sumOf(counted.filter(({ currency }) => currency === own)));
      expect(foreignThrough({ years, month }, on)).toEqual(
        others
          .map((currency) => ({ currency, netCents: sumOf(counted.filter((one) => one.currency === currency)) }))
          .filter(({ netCents }) => netCents !== 0),
      );
    }),
  );
});

it("never lets a row of another currency into an account's own sums, whatever the rows", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), fc.constantFrom("EUR", "JPY"), (rows, code) => {
      const own = Currency.parse(code);
      const { foreign, ...sums } = accountTotals(keptAs(own, plain(totalsOfRows(rows))["A:001"] ?? {}));
      const of = (currency: string, status: string) =>
        sumOf(rows.filter((one) => one.ordinal === 1 && one.currency === currency && one.status === status));
      const count = (status: string) => rows.filter((one) => one.ordinal === 1 && one.status === status).length;
      expect(sums).toEqual({
        ...{ bookedCents: of(own, "booked"), pendingCents: of(own, "pending"), futureCents: of(own, "future") },
        ...{ bookedCount: count("booked"), pendingCount: count("pending"), futureCount: count("future") },
      });
      for (const { currency, ...others } of foreign) {
        expect(currency).not.toBe(own);
        expect(others).toEqual({
          ...{ bookedCents: of(currency, "booked"), pendingCents: of(currency, "pending"), futureCents: of(currency, "future") },
        });
      }
    }),
  );
});

it("keeps pending and future rows out of months, and tombstones out of everything", () => {
  const base = {
    parts: [],
    ordinal: 1,
    amountCents: cents(-500),
    currency: EUR,
    date: businessDate("2025-03-01"),
    categorisation: BY_RULE,
  };
  expect(
    plain(
      totalsOfRows([
        { ...base, status: "pending" },
        { ...base, status: "future" },
        { ...base, status: "deleted" },
      ]),
    ),
  ).toEqual({
    "A:001": { EURpendingCents: -500, pendingCount: 1, EURfutureCents: -500, futureCount: 1 },
  });
});

it("reads category counters back by currency", () => {
  expect(categoryTotals({ pk: "x", EUR19o: 120_000, EUR19n: 1, USD01i: 500, USD01n: 2, EUR20o: 0, EUR20n: 0, d01: -3 })).toEqual([
    { currency: "EUR", code: "19", inCents: 0, outCents: 120_000, count: 1 },
    { currency: "USD", code: "01", inCents: 500, outCents: 0, count: 2 },
  ]);
});
