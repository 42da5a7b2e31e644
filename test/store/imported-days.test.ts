import { expect, it } from "vitest";
import { businessDate } from "#domain/dates";
import { importedDaysOf, isImportedDay, isImportedMonth } from "#store/imported-days";

const day = businessDate;
const YEAR = { startsOn: day("2025-01-15"), endsOn: day("2025-12-31") };

it("reads heads that kept only the last day: of their own year from its start, of the year before from ever", () => {
  expect(importedDaysOf(YEAR, { importedFrom: null, importedThrough: day("2025-06-30") })).toEqual({
    from: "2025-01-15",
    through: "2025-06-30",
  });
  const before = importedDaysOf(YEAR, { importedFrom: null, importedThrough: day("2025-01-14") });
  expect(before && isImportedDay(day("1999-01-01"), [before])).toBe(true);
  expect(importedDaysOf(YEAR, { importedFrom: null, importedThrough: null })).toBeNull();
});

it("takes only days inside an interval for taken over, and a month when all its days of the year are", () => {
  const imported = [{ from: day("2025-01-15"), through: day("2025-06-15") }];
  expect(["2025-01-14", "2025-01-15", "2025-06-15", "2025-06-16"].map((one) => isImportedDay(day(one), imported))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(["2025-01", "2025-05", "2025-06"].map((month) => isImportedMonth(month, YEAR, imported))).toEqual([true, true, false]);
});
