import fc from "fast-check";
import { expect, test } from "vitest";
import { businessDate, lastDayOf } from "#domain/dates";
import { AccountNumber } from "#domain/ledger/entry";
import type { KeptTotals } from "#domain/ledger/kept-totals";
import { assertBalances, trialBalance } from "#domain/ledger/trial-balance";
import { yearOf } from "./years.ts";

const YEAR = yearOf(2025);
const slots = (amounts: Readonly<Record<number, number>>): number[] => Array.from({ length: 12 }, (_, index) => amounts[index + 1] ?? 0);
const kept = (
  account: string,
  debits: Readonly<Record<number, number>>,
  credits: Readonly<Record<number, number>>,
  opening = 0,
): KeptTotals => ({
  ...{ account: AccountNumber.parse(account), label: account, debits: slots(debits), credits: slots(credits) },
  ...{ thirdParty: null, openingDebitCents: Math.max(opening, 0), openingCreditCents: Math.max(-opening, 0) },
  ...{ carriedDebitCents: 0, carriedCreditCents: 0, closingDebitCents: 0, closingCreditCents: 0 },
});

const BOOKS = [
  kept("627000", { 1: 1_500, 3: 2_400 }, {}),
  kept("512001", { 1: 120_000 }, { 1: 1_500, 3: 2_400 }, 80_000),
  kept("411000", {}, { 1: 120_000 }),
  kept("101300", {}, {}, -80_000),
  kept("471000", { 12: 7_850 }, { 12: 7_850 }),
];

test("gives opening, movements and one balance an account, by number, with equal totals", () => {
  const { rows, totals } = trialBalance(BOOKS, YEAR, YEAR.endsOn);
  expect(rows.map(({ account }) => account)).toEqual(["101300", "411000", "471000", "512001", "627000"]);
  expect(rows[3]).toEqual({
    ...{
      account: "512001",
      label: "512001",
      thirdParty: null,
      openingDebitCents: 80_000,
      openingCreditCents: 0,
      debitCents: 120_000,
      creditCents: 3_900,
    },
    ...{ debitBalanceCents: 196_100, creditBalanceCents: 0 },
  });
  expect(rows[2]).toMatchObject({ debitCents: 7_850, creditCents: 7_850, debitBalanceCents: 0, creditBalanceCents: 0 });
  expect(totals).toEqual({
    openingDebitCents: 80_000,
    openingCreditCents: 80_000,
    debitCents: 131_750,
    creditCents: 131_750,
    debitBalanceCents: 200_000,
    creditBalanceCents: 200_000,
  });
});

test("stops at the month asked for", () => {
  const { rows, totals } = trialBalance(BOOKS, YEAR, businessDate("2025-02-28"));
  expect(rows.map(({ account }) => account)).toEqual(["101300", "411000", "512001", "627000"]);
  expect(totals).toMatchObject({ debitCents: 121_500, creditCents: 121_500 });
});

test("refuses a day that is not a month's end inside the year", () => {
  for (const day of ["2025-03-30", "2024-12-31", "2026-01-31"])
    expect(() => trialBalance(BOOKS, YEAR, businessDate(day))).toThrow(RangeError);
});

test("refuses to show totals that do not balance", () => {
  const shown = (books: KeptTotals) => () => assertBalances(trialBalance([books], YEAR, YEAR.endsOn).totals);
  expect(shown(kept("512001", { 1: 1 }, {}))).toThrow("does not balance");
  expect(shown(kept("512001", {}, {}, 5))).toThrow("does not balance");
});

test("any balanced movements give equal totals at every month's end", () => {
  const accounts = ["101300", "411000", "471000", "512001", "580000", "627000"];
  const movement = fc.record({
    debit: fc.constantFrom(...accounts),
    credit: fc.constantFrom(...accounts),
    month: fc.integer({ min: 1, max: 12 }),
    amount: fc.integer({ min: 1, max: 1e10 }),
  });
  fc.assert(
    fc.property(fc.array(movement, { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (movements, month) => {
      const books = accounts.map((account) => {
        const side = (name: "debit" | "credit") =>
          Array.from({ length: 12 }, (_, index) =>
            movements.filter((move) => move[name] === account && move.month === index + 1).reduce((all, { amount }) => all + amount, 0),
          );
        return { ...kept(account, {}, {}), debits: side("debit"), credits: side("credit") };
      });
      const { totals } = trialBalance(books, YEAR, lastDayOf(`2025-${String(month).padStart(2, "0")}`));
      expect(totals.debitCents).toBe(movements.filter((move) => move.month <= month).reduce((all, { amount }) => all + amount, 0));
      expect(totals.debitBalanceCents).toBe(totals.creditBalanceCents);
    }),
    { numRuns: 60 },
  );
});
