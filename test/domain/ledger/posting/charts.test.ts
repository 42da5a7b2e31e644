import { expect, test } from "vitest";
import { isInChart } from "#domain/ledger/chart";
import type { DraftEntry } from "#domain/ledger/entry";
import { insuranceCompensationEntry } from "#domain/ledger/posting/bank-movements";
import { disposalBookValueEntry, disposalProceedsEntry } from "#domain/ledger/posting/fixed-assets";
import { foreignPaymentEntry } from "#domain/ledger/posting/foreign-currency";
import { accruedInterestEntry } from "#domain/ledger/posting/loans";
import { reversalEntry } from "#domain/ledger/posting/reversal";
import { Currency } from "#domain/money";
import { BANK, contextOf, eur, lines, SUPPLIER, voucherOf } from "./facts.ts";

const YEARS = [2024, 2025, 2026] as const;
const inYear = (year: number) => ({ voucher: voucherOf(year), context: contextOf(year) });
const account = (entry: DraftEntry, index: number): string | undefined => entry.lines[index]?.account;

test("disposals, insurance money and accrued interest follow the chart of their fiscal year", () => {
  const booked = YEARS.map((year) => {
    const { voucher, context } = inYear(year);
    const sold = disposalProceedsEntry({ ...voucher, assetAccount: "2182", baseCents: eur(100), ratePpm: 0 }, context);
    const out = disposalBookValueEntry({ ...voucher, assetAccount: "2182", costCents: eur(100), depreciatedCents: eur(0) }, context);
    const insured = insuranceCompensationEntry({ ...voucher, bank: BANK, amountCents: eur(1) }, context);
    const accrued = accruedInterestEntry({ ...voucher, amountCents: eur(1) }, context);
    return [account(sold, 1), account(out, 0), account(insured, 1), account(accrued, 1)];
  });
  const since = ["757000", "657000", "758700", "164800"];
  expect(booked).toEqual([["775000", "675000", "791000", "168840"], since, since]);
  for (const [index, year] of YEARS.entries())
    for (const number of booked[index] ?? [])
      expect([number, isInChart(number ?? "", inYear(year).context.year.startsOn)]).toEqual([number, true]);
});

test("securities sold are financial since 2025, and do not depreciate", () => {
  const { voucher, context } = inYear(2025);
  const fact = { ...voucher, assetAccount: "271", costCents: eur(50), depreciatedCents: eur(0) };
  expect(lines(disposalBookValueEntry(fact, context))).toEqual(["667100 D 50.00", "271000 C 50.00"]);
  expect(() => disposalBookValueEntry({ ...fact, depreciatedCents: eur(1) }, context)).toThrow("does not depreciate");
  expect(() => disposalBookValueEntry({ ...fact, assetAccount: "512" }, context)).toThrow("not a fixed asset");
});

test("exchange differences of trade are operating in both charts (ANC 2015-05), those of loans financial", () => {
  for (const year of YEARS) {
    const { voucher, context } = inYear(year);
    const fact = {
      ...{ ...voucher, bank: BANK, account: "401000", thirdParty: SUPPLIER, carryingCents: eur(90) },
      ...{ foreign: { amountCents: eur(100), currency: Currency.parse("USD") }, rate: { numerator: 1, denominator: 1 } },
    };
    expect(lines(foreignPaymentEntry({ ...fact, nature: "trade" }, context))).toEqual([
      ...["401000 D 90.00", "656000 D 10.00", "512000 C 100.00"],
    ]);
    const { thirdParty: _, ...loan } = fact;
    const financial = foreignPaymentEntry({ ...loan, account: "164", nature: "financial", carryingCents: eur(110) }, context);
    expect(lines(financial)).toEqual(["164000 D 110.00", "512000 C 100.00", "766000 C 10.00"]);
    expect(isInChart("656000", context.year.startsOn)).toBe(true);
  }
});

test("an accrual leaves on the first day of the next year by the same lines on the other side", () => {
  const { voucher, context } = inYear(2025);
  const accrued = accruedInterestEntry({ ...voucher, amountCents: eur(12.34) }, context);
  const next = inYear(2026);
  const reversed = reversalEntry(accrued, { ...next.voucher, label: "Extourne" }, next.context);
  expect(lines(reversed)).toEqual(["164800 D 12.34", "661100 C 12.34"]);
  expect(reversed).toMatchObject({ journal: "OD", label: "Extourne" });
  expect(reversed.lines.map(({ label }) => label)).toEqual(["Extourne", "Extourne"]);
});
