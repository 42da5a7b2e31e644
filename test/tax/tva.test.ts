import { expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { tvaRate } from "#tax/rates/tva";

it("gives the rate of a day with its article", () => {
  expect(tvaRate("normal", businessDate("2026-11-25"))).toEqual({ ppm: 200_000, source: "CGI art. 278" });
  expect(tvaRate("reduit", businessDate("2014-01-01")).ppm).toBe(55_000);
  expect(tvaRate("intermediaire", businessDate("2025-01-01")).ppm).toBe(100_000);
  expect(tvaRate("particulier", businessDate("2025-01-01")).ppm).toBe(21_000);
});

it("guesses no rate for a day it does not know", () => {
  expect(() => tvaRate("normal", businessDate("2013-12-31"))).toThrow(RangeError);
});
