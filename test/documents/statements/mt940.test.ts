import { describe, expect, it } from "vitest";
import { readStatements } from "#documents/statements/read";
import { MT_940 } from "./mt940-samples.ts";
import { codesOf, statementsOf, utf8 } from "./samples.ts";

const changed = (from: string, to: string) => readStatements(utf8(MT_940.replace(from, to)));

describe("an MT940 statement", () => {
  it("is read with its reversals the other way round, and the year of an entry date the one beside its value date", () => {
    const [first] = statementsOf(MT_940);
    expect(first?.rows.map(({ bookedOn, valueOn, amountCents, label, bankId }) => [bookedOn, valueOn, amountCents, label, bankId])).toEqual(
      [
        ["2027-01-01", "2026-12-31", -1_250, "PRELEVEMENT FACTURE 12 EDF SA", "B-1"],
        ["2027-01-02", "2027-01-02", -10_000, "VIREMENT REJETE CLIENT ETOILE", null],
        ["2027-01-02", "2027-01-02", 500, "", null],
        ["2026-12-31", "2027-01-02", 50, "INTERETS", "B-4"],
      ],
    );
    expect(first?.rows[1]?.details).toBe("REF7");
    expect(first).toMatchObject({
      account: { number: "30003012340001234567889", currency: "EUR" },
      openingBalance: { cents: 100_000, on: "2026-12-30" },
      closingBalance: { cents: 89_300, on: "2027-01-02" },
    });
  });

  it("in its envelope is read like a bare one, in the minor units of its currency", () => {
    expect(statementsOf(MT_940)[1]).toMatchObject({
      account: { iban: "FR1420041010050500013M02606", currency: "JPY" },
      openingBalance: { cents: -500 },
      rows: [{ bookedOn: "2026-11-03", amountCents: 1_500 }],
    });
  });

  it.each([
    [":62F:C270102EUR893,00", ":62F:C270102EUR893,01", "balance_mismatch"],
    [":62F:C270102EUR893,00\n", "", "record_order"],
    [":62M:C261103JPY1000,\n", "", "file_truncated"],
    ["D12,50N", "X12,50N", "amount_unreadable"],
    ["D12,50N", "D12.50N", "amount_unreadable"],
    ["D12,50N", "D12,505N", "amount_decimals"],
    [":61:261231", ":61:261331", "date_unreadable"],
    ["C261230EUR", "C261330EUR", "date_unreadable"],
    [":60F:C261230EUR1000,00\n", "", "record_order"],
    ["C270102EUR893,00", "C270102USD893,00", "currency_mixed"],
  ])("with %j made %j is refused as %s", (from, to, code) => {
    const reading = changed(from, to);
    expect(codesOf(reading)).toContain(code);
    expect(reading.statements).toEqual([]);
  });
});
