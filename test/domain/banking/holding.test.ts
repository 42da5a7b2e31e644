import { expect, it } from "vitest";
import { holdingTotals } from "#domain/banking/holding";
import { Currency, cents } from "#domain/money";

const held = (currency: string, valueCents: number, costCents: number | null) => ({
  currency: Currency.parse(currency),
  valueCents: cents(valueCents),
  costCents: costCents === null ? null : cents(costCents),
});

it("adds what is held up by currency, and gains over what has a known cost alone", () => {
  expect(holdingTotals([held("USD", 500, 700), held("EUR", 1_000, 400), held("EUR", 50, null)])).toEqual([
    { currency: "EUR", valueCents: 1_050, costCents: 400, gainCents: 600, count: 2, countWithoutCost: 1 },
    { currency: "USD", valueCents: 500, costCents: 700, gainCents: -200, count: 1, countWithoutCost: 0 },
  ]);
  expect(holdingTotals([])).toEqual([]);
});
