import fc from "fast-check";
import { expect, test } from "vitest";
import { freeCodes, indexOfCode, isPartialCode, letterCode } from "#domain/ledger/lettering-codes";

test("counts A to Z, then AA, as accountants do", () => {
  expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(letterCode)).toEqual(["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
});

test("finds the rank back in either case, and none for another program's code", () => {
  fc.assert(
    fc.property(fc.nat(), (index) => {
      expect(indexOfCode(letterCode(index))).toBe(index);
      expect(indexOfCode(letterCode(index).toLowerCase())).toBe(index);
    }),
  );
  for (const code of ["", "A1", "12", "Aa", "É", "AAAAAAAAA"]) expect(indexOfCode(code)).toBeNull();
});

test("refuses a rank that is not one", () => {
  for (const index of [-1, 0.5, Number.NaN, Infinity]) expect(() => letterCode(index)).toThrow(RangeError);
});

test("tells a partial code by its case", () => {
  expect(["a", "ab", "A", "AB", "12"].map(isPartialCode)).toEqual([true, true, false, false, false]);
});

test("gives new groups the first codes nobody bears, complete or partial", () => {
  expect(freeCodes([], 3)).toEqual(["A", "B", "C"]);
  expect(freeCodes(["A", "c", "12", "E"], 3)).toEqual(["B", "D", "F"]);
  expect(freeCodes(["A"], 0)).toEqual([]);
});
