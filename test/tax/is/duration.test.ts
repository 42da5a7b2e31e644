import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, businessDate } from "#domain/dates";
import { durationOf, forDuration, onTwelveMonths } from "#tax/is/duration";

const lasting = (openedOn: string, closedOn: string) => {
  const { months, days } = durationOf(businessDate(openedOn), businessDate(closedOn));
  return [months, days];
};

describe("the length of a fiscal year: whole months and days of a thirtieth", () => {
  it.each([
    ["2025-01-01", "2025-12-31", [12, 0]],
    ["2024-01-01", "2024-12-31", [12, 0]],
    ["2025-01-01", "2025-09-15", [8, 15]],
    ["2025-01-01", "2025-01-01", [0, 1]],
    ["2024-02-29", "2024-02-29", [0, 1]],
    ["2024-02-29", "2025-02-28", [12, 0]],
    ["2024-03-01", "2025-02-28", [12, 0]],
    ["2023-03-01", "2024-02-29", [12, 0]],
    ["2023-03-01", "2024-02-28", [11, 28]],
    ["2024-01-31", "2024-02-29", [1, 0]],
    ["2024-01-31", "2024-03-01", [1, 1]],
    ["2024-02-01", "2025-12-31", [23, 0]],
    ["2024-01-01", "2025-12-31", [24, 0]],
    ["2024-02-29", "2026-02-28", [24, 0]],
    ["2025-07-14", "2026-07-13", [12, 0]],
  ])("%s to %s", (openedOn, closedOn, expected) => {
    expect(lasting(openedOn, closedOn)).toEqual(expected);
  });

  it("puts a limit on the year and the year's turnover on twelve months by the same measure", () => {
    expect(forDuration(4_250_000, { months: 0, days: 1 })).toBe(11_800);
    expect(forDuration(4_250_000, { months: 23, days: 0 })).toBe(8_145_800);
    expect(onTwelveMonths(708_333_333, { months: 8, days: 15 })).toBe(1_000_000_000);
  });

  it("is twelve months for every year that ends on the eve of its day, and grows by a day a day", () => {
    void fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_400 }), fc.integer({ min: 1, max: 23 }), (day, months) => {
        const opened = addDays(businessDate("2022-01-01"), day);
        if (Number(opened.slice(8)) <= 28) expect(lasting(opened, addDays(addMonths(opened, months), -1))).toEqual([months, 0]);
        const [whole = 0, days = 0] = lasting(opened, addDays(opened, months * 30));
        expect(whole * 30 + days).toBeGreaterThanOrEqual(0);
        expect(days).toBeLessThan(31);
      }),
      { numRuns: 200 },
    );
  });
});
