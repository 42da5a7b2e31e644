import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAccount } from "#documents/balance/account";
import { readAmount, readBinaryAmount } from "#documents/balance/amount";

describe("an amount", () => {
  it.each([
    ["1234,56", 123_456],
    ["1 234,56", 123_456],
    ["1\u00a0234,56 €", 123_456],
    ["1\u202f234\u202f567,8", 123_456_780],
    ["1.234,56", 123_456],
    ["1,234.56", 123_456],
    ["1'234.56", 123_456],
    ["1.234.567", 123_456_700],
    ["(12,50)", -1_250],
    ["12,50-", -1_250],
    ["−12,50", -1_250],
    ["- 12,50", -1_250],
    ["EUR 12", 1_200],
    [",5", 50],
    ["", 0],
    ["-", 0],
    ["-0,00", 0],
    ["12,5000", 1_250],
    ["1 000 000 000,00", 100_000_000_000],
  ])("%j is %d cents", (text, cents) => {
    expect(readAmount(text)).toEqual({ cents });
  });

  it.each([
    ["1.500", "amount_ambiguous"],
    ["1,500", "amount_ambiguous"],
    ["12x", "amount_unreadable"],
    ["NaN", "amount_unreadable"],
    ["1e999", "amount_unreadable"],
    ["1E5", "amount_unreadable"],
    ["Infinity", "amount_unreadable"],
    ["0x10", "amount_unreadable"],
    ["--5", "amount_unreadable"],
    ["-5-", "amount_unreadable"],
    ["(5", "amount_unreadable"],
    ["1,2,3", "amount_unreadable"],
    ["1 23 4,5.6", "amount_unreadable"],
    ["=1+1", "amount_unreadable"],
    ["9".repeat(60), "amount_unreadable"],
    ["99999999999", "amount_too_large"],
    ["0,005", "amount_decimals"],
  ])("%j is none: %s", (text, code) => {
    expect(readAmount(text)).toEqual({ code });
  });

  it("printed in any French way is read as what it was", () => {
    const printed = fc.record({
      cents: fc.integer({ min: 0, max: 100_000_000_000 }),
      space: fc.constantFrom("", " ", "\u00a0", "\u202f"),
      mark: fc.constantFrom(",", "."),
      sign: fc.constantFrom("", "-", "()", "after"),
    });
    fc.assert(
      fc.property(printed, ({ cents, space, mark, sign }) => {
        const whole = String(Math.floor(cents / 100)).replace(/\d(?=(?:\d{3})+$)/g, `$&${space}`);
        const bare = `${whole}${mark}${String(cents % 100).padStart(2, "0")}`;
        const text = sign === "()" ? `(${bare})` : sign === "after" ? `${bare}-` : sign + bare;
        expect(readAmount(text)).toEqual({ cents: sign === "" || cents === 0 ? cents : -cents });
      }),
    );
  });

  it("kept by a workbook is the cents that were meant, whatever was added up", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -10_000_000, max: 10_000_000 }), { maxLength: 200 }), (all) => {
        const sum = all.reduce((total, one) => total + one / 100, 0);
        expect(readBinaryAmount(String(sum))).toEqual({ cents: all.reduce((total, one) => total + one, 0) });
      }),
    );
  });
});

describe("an account", () => {
  it.each([
    ["411", "411000"],
    ["53", "530000"],
    ["411 000", "411000"],
    ["411.dupont", "411DUPONT"],
    [" 512001 ", "512001"],
    ["44566-A", "44566A"],
  ])("%j is %s", (text, account) => {
    expect(readAccount(text)).toBe(account);
  });

  it.each(["", "4", "0411", "CLIENT", "4A1", "411é", "4,11E+05", "1".repeat(21), "411#", "=A1"])("%j is none", (text) => {
    expect(readAccount(text)).toBeNull();
  });
});
