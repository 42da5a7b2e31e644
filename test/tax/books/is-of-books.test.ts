import { describe, expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { AccountNumber } from "#domain/ledger/entry";
import { isOfBooks } from "#tax/books/is-of-books";
import { computeIs } from "#tax/is/compute";
import { TaxProfile } from "#tax/profile";

/** Balances in euros, debit positive, of a year's accounts. */
const rowsOf = (balances: Readonly<Record<string, number>>) =>
  Object.entries(balances).map(([account, euros]) => ({
    ...{ account: AccountNumber.parse(account), openingDebitCents: 0, openingCreditCents: 0 },
    ...{ debitBalanceCents: Math.max(0, euros * 100), creditBalanceCents: Math.max(0, -euros * 100) },
  }));

function ofBooks(balances: Readonly<Record<string, number>>, profile: Readonly<Record<string, unknown>> = {}) {
  const [startsOn, endsOn] = [businessDate("2025-01-01"), businessDate("2025-12-31")];
  const year = { startsOn, endsOn, through: endsOn, rows: rowsOf(balances) };
  const { input, notices } = isOfBooks(year, TaxProfile.parse(profile), [year]);
  return { input, result: computeIs(input), codes: notices.map(({ code }) => code), notices };
}

describe("IS from the books", () => {
  it("takes tax that was given back out of the profit, as it adds back tax that was charged", () => {
    const charged = ofBooks({ "706000": -100_000, "695000": 10_000, "444000": -10_000 });
    expect(charged.result.fiscalResultCents).toBe(10_000_000);
    const givenBack = ofBooks({ "706000": -100_000, "695000": -2_000, "444000": 2_000 });
    expect(givenBack.result).toMatchObject({ accountingResultCents: 10_200_000, fiscalResultCents: 10_000_000 });
  });

  it("does not take a claim booked on 444 by 699 for instalments", () => {
    expect(ofBooks({ "706000": -100_000, "444000": 12_000, "699000": -12_000 }).input.instalmentsPaidCents).toBeNull();
    expect(ofBooks({ "706000": -100_000, "444000": 20_000, "699000": -12_000 }).input.instalmentsPaidCents).toBe(800_000);
    expect(ofBooks({ "706000": -100_000, "444000": -17_000, "695000": 25_000 }).input.instalmentsPaidCents).toBe(800_000);
  });

  it("adds back fines on the account of today's chart and on the one that books of before still use", () => {
    expect(ofBooks({ "706000": -1_000, "658200": 300 }).result.addBacksCents).toBe(30_000);
    expect(ofBooks({ "706000": -1_000, "671200": 300 }).result.addBacksCents).toBe(30_000);
  });

  it("tells suspense accounts that stand open on both sides by what stands on each", () => {
    const { notices } = ofBooks({ "706000": -1_000, "471000": 400, "472000": -400 });
    expect(notices.find(({ code }) => code === "books.suspense")?.message).toMatch(/800/u);
    expect(ofBooks({ "706000": -1_000 }).codes).not.toContain("books.suspense");
  });

  it("misses no return of a year before in a company's first year", () => {
    expect(ofBooks({ "706000": -1_000 }, { createdOn: "2025-01-01" }).codes).not.toContain("books.no_return");
    expect(ofBooks({ "706000": -1_000 }, { createdOn: "2024-01-01" }).codes).toContain("books.no_return");
  });

  it("says that charges and products were cleared by hand, where the result would be nothing", () => {
    expect(ofBooks({ "706000": 0, "606100": 0, "120000": -30_000 }).codes).toContain("books.cleared");
    expect(ofBooks({ "706000": -1_000 }).codes).not.toContain("books.cleared");
    expect(ofBooks({}).codes).not.toContain("books.cleared");
  });
});
