import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { euros, longDate, percent } from "#domain/amounts.fr";
import { businessDate } from "#domain/dates";
import { ofPpm, ofPpmToEuro, prorated, toEuro } from "#tax/arithmetic";

describe("rounding of tax", () => {
  it("counts half a euro for one (CGI art. 1657), where floats and half-even rounding fail", () => {
    expect(ofPpmToEuro(4_251_000, 150_000)).toBe(637_700);
    expect([49, 50, 149, 150, 250, -50, -49].map(toEuro).map((value) => value + 0)).toEqual([0, 100, 100, 200, 300, -100, 0]);
  });

  it("stays exact beyond the safe integers", () => {
    expect(ofPpm(9_007_199_254_740_991, 1_000_000)).toBe(9_007_199_254_740_991);
    expect(prorated(3_812_000, 85, 120)).toBe(2_700_167);
  });

  it("is the same on both sides of zero", () => {
    void fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 1_000_000 }), (amount, ppm) => {
        expect(ofPpm(-amount, ppm) + ofPpm(amount, ppm)).toBe(0);
        expect(Math.abs(ofPpmToEuro(amount, ppm) - ofPpm(amount, ppm))).toBeLessThanOrEqual(50);
      }),
    );
  });
});

it("writes amounts, rates and days as a French reader expects them", () => {
  expect(euros(4_250_000)).toBe("42\u202F500\u00A0€");
  expect(euros(-637_650)).toBe("-6\u202F376,50\u00A0€");
  expect([55_000, 1_000_000, 17_500, -200_000].map(percent)).toEqual(["5,5\u00A0%", "100\u00A0%", "1,75\u00A0%", "-20\u00A0%"]);
  expect(longDate(businessDate("2026-05-01"))).toBe("1er mai 2026");
});
