import { expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { closingDay } from "#domain/ledger/fiscal-year";
import { fiscalYears } from "#tax/calendar/fiscal-years";

it("a year that closes at the end of February does so on the 29th when there is one, in the books and in the calendar", () => {
  for (const closing of ["02-28", "02-29"]) {
    expect([2023, 2024].map((year) => closingDay(year, closing))).toEqual(["2023-02-28", "2024-02-29"]);
    const years = fiscalYears(
      { fiscalYears: [], createdOn: null, closingDay: closing },
      businessDate("2024-01-01"),
      businessDate("2024-12-31"),
    );
    expect(years.map(({ endsOn }) => endsOn)).toContain("2024-02-29");
  }
  expect(closingDay(2025, "06-31")).toBe("2025-06-30");
});
