import { expect, test } from "vitest";
import { businessDate } from "#domain/dates";
import { addWorkingDays, easterSunday, isWorkingDay, workingDayFrom, workingDayUntil } from "#infra/local/sandbox-bank/working-days";

test.each([
  [2024, "2024-03-31"],
  [2025, "2025-04-20"],
  [2026, "2026-04-05"],
  [2027, "2027-03-28"],
  [2038, "2038-04-25"],
])("Easter %i is on %s", (year, date) => {
  expect(easterSunday(year)).toBe(date);
});

test("banks rest at weekends, on public holidays, on Good Friday and Easter Monday", () => {
  const closed = [
    "2026-01-01",
    "2026-01-03",
    "2026-01-04",
    "2026-04-03",
    "2026-04-06",
    "2026-05-01",
    "2026-05-14",
    "2026-05-25",
    "2026-07-14",
    "2026-11-11",
    "2026-12-25",
  ];
  expect(closed.filter((date) => isWorkingDay(businessDate(date)))).toEqual([]);
  expect(["2026-01-02", "2026-04-07", "2026-05-15", "2026-12-24"].every((date) => isWorkingDay(businessDate(date)))).toBe(true);
});

test("a day when banks rest moves to the next working day, or back to the last one", () => {
  expect(workingDayFrom(businessDate("2026-04-03"))).toBe("2026-04-07");
  expect(workingDayUntil(businessDate("2026-05-03"))).toBe("2026-04-30");
  expect(addWorkingDays(businessDate("2026-04-30"), 2)).toBe("2026-05-05");
});
