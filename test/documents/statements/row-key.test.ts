import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesIban } from "#documents/statements/account";
import { fileRowKey, fileRowKeys } from "#documents/statements/row-key";
import { OFX_1 } from "./ofx-samples.ts";
import { latin1, statementsOf } from "./samples.ts";

const rows = statementsOf(latin1(OFX_1))[0]?.rows ?? [];
const [first, second] = rows;

describe("the key of a file row", () => {
  it("is the same for the same row in another file, written in other letters", () => {
    if (!first) throw new Error("no row");
    expect(fileRowKey("001", first, 0)).toBe("001|2026-11-03|-123456|PRLV SEPA DUPONT FILS|A1|0");
    expect(fileRowKey("001", { ...first, label: "prlv  sépa Dupont & fils." }, 0)).toBe(fileRowKey("001", first, 0));
  });

  it("keeps true twins apart, in whatever order the file has them", () => {
    if (!first || !second) throw new Error("no row");
    const twins = [second, first, second, second];
    const keys = fileRowKeys("001", twins);
    expect(new Set(keys).size).toBe(4);
    expect([...fileRowKeys("001", twins.toReversed())].sort()).toEqual([...keys].sort());
  });

  it("is no other's: not of another account, day, amount, id or rank", () => {
    const part = fc.record({
      bookedOn: fc.constantFrom("2026-11-03", "2026-11-04"),
      amountCents: fc.integer({ min: -2, max: 2 }),
      label: fc.constantFrom("A", "B", "A|1", "A\\"),
      bankId: fc.option(fc.constantFrom("1", "1|0", "\\", "|")),
    });
    const keyOf = (account: string, row: { bookedOn: string; amountCents: number; label: string; bankId: string | null }, rank: number) =>
      first ? fileRowKey(account, { ...first, label: row.label, bankId: row.bankId }, rank) + row.bookedOn + row.amountCents : "";
    fc.assert(
      fc.property(part, part, fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }), (one, other, rank, another) => {
        const plain = (label: string) => label.replace(/[^A-Z0-9]+/g, " ").trim();
        const same =
          rank === another &&
          one.bookedOn === other.bookedOn &&
          one.amountCents === other.amountCents &&
          plain(one.label) === plain(other.label) &&
          (one.bankId ?? "") === (other.bankId ?? "");
        expect(keyOf("1", one, rank) === keyOf("1", other, another)).toBe(same);
      }),
    );
  });
});

describe("the account of a statement", () => {
  const of = (more: object) => ({ iban: null, bank: null, branch: null, number: null, currency: null, ...more });
  it.each([
    [{ iban: "FR1420041010050500013M02606" }, "same"],
    [{ iban: "FR7630006000011234567890189" }, "other"],
    [{ bank: "20041", branch: "01005", number: "0500013M026" }, "same"],
    [{ bank: "20041", branch: "01006", number: "0500013M026" }, "other"],
    [{ bank: "30003", branch: "01005", number: "0500013M026" }, "other"],
    [{ bank: "20041", branch: "01005", number: "0500013M027" }, "other"],
    [{ number: "500013M026" }, "same"],
    [{ number: "00099999999" }, "other"],
    [{ number: "XXXX1234" }, "unknown"],
    [{ number: "1234" }, "unknown"],
    [{}, "unknown"],
  ])("%j against FR14 2004 1010 0505 0001 3M02 606 is %s", (account, expected) => {
    expect(matchesIban(of(account), "FR14 2004 1010 0505 0001 3M02 606")).toBe(expected);
  });
});
