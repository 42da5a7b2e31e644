import fc from "fast-check";
import { expect, test } from "vitest";
import { combinations, onlySubset, subsetSteps } from "#domain/ledger/lettering-subsets";

/** Every subset of two to eight, one by one. */
function allSubsets(amounts: readonly number[], target: number): number[][] {
  const ranks = amounts.map((_, rank) => rank);
  return Array.from({ length: 2 ** amounts.length }, (_, mask) => ranks.filter((rank) => (mask >> rank) & 1)).filter(
    (subset) => subset.length >= 2 && subset.length <= 8 && subset.reduce((sum, rank) => sum + (amounts[rank] ?? 0), 0) === target,
  );
}

test("finds a subset exactly when trying them all finds one alone", () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 10 });
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 120 }), (values, target) => {
      const all = allSubsets(values, target);
      expect(onlySubset(values, target)).toEqual(all.length === 1 ? all[0] : null);
    }),
    { numRuns: 500 },
  );
});

test("is not misled by one amount that is the target by itself: two other ways to make it stay two", () => {
  expect(onlySubset([1, 3, 3, 4, 4, 4, 2], 4)).toBeNull();
  expect(onlySubset([4, 4, 1, 3, 9, 9, 9], 4)).toEqual([2, 3]);
});

test("adds up to eight amounts and no more", () => {
  const powers = (count: number) => Array.from({ length: count }, (_, rank) => 2 ** rank);
  expect(onlySubset(powers(8), 255)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(onlySubset(powers(9), 511)).toBeNull();
});

test("looks at twenty-four amounts at most, in fewer than 20 000 steps", () => {
  expect(subsetSteps(24)).toBeLessThan(20_000);
  expect(() => onlySubset(Array(25).fill(1), 3)).toThrow(RangeError);
});

test("counts the subsets chance may pick from", () => {
  expect(combinations(24, 8)).toBe(735_471);
  expect(combinations(4, 2)).toBe(6);
});
