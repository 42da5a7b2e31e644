import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, businessDate } from "#domain/dates";
import { easterSunday, localHolidays, nationalHolidays } from "#tax/calendar/holidays";
import { afterFirstOfMay, workingDays } from "#tax/calendar/working-days";

/** Easter Sundays as the almanacs print them, the earliest and the latest possible among them. */
const EASTER = [
  "1818-03-22",
  "1943-04-25",
  "2000-04-23",
  "2024-03-31",
  "2025-04-20",
  "2026-04-05",
  "2027-03-28",
  "2028-04-16",
  "2038-04-25",
];

/** The eleven holidays of the Code du travail (art. L. 3133-1), as the State publishes them (data.gouv.fr, jours fériés, métropole). */
const NATIONAL: Readonly<Record<string, readonly string[]>> = {
  2024: ["01-01", "04-01", "05-01", "05-08", "05-09", "05-20", "07-14", "08-15", "11-01", "11-11", "12-25"],
  2025: ["01-01", "04-21", "05-01", "05-08", "05-29", "06-09", "07-14", "08-15", "11-01", "11-11", "12-25"],
  2026: ["01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"],
  2027: ["01-01", "03-29", "05-01", "05-06", "05-08", "05-17", "07-14", "08-15", "11-01", "11-11", "12-25"],
  2028: ["01-01", "04-17", "05-01", "05-08", "05-25", "06-05", "07-14", "08-15", "11-01", "11-11", "12-25"],
};

const MAINLAND = { department: null, goodFridayClosed: false };

it.each(EASTER)("Easter of that year is %s", (day) => {
  expect(easterSunday(Number(day.slice(0, 4)))).toBe(day);
});

it("Easter is always a Sunday between 22 March and 25 April", () =>
  fc.assert(
    fc.property(fc.integer({ min: 1583, max: 4099 }), (year) => {
      const day = easterSunday(year);
      expect(new Date(`${day}T00:00:00Z`).getUTCDay()).toBe(0);
      expect(`${year}-03-22` <= day && day <= `${year}-04-25`).toBe(true);
    }),
  ));

it.each(Object.entries(NATIONAL))("the holidays of %s are the eleven of the country", (year, days) => {
  expect(nationalHolidays(Number(year))).toEqual(days.map((day) => `${year}-${day}`));
});

describe("a place has holidays of its own", () => {
  it.each([
    ["67", true, ["2026-04-03", "2026-12-26"]],
    ["57", false, ["2026-12-26"]],
    ["68", false, ["2026-12-26"]],
    ["971", false, ["2026-05-27"]],
    ["972", false, ["2026-05-22"]],
    ["973", false, ["2026-06-10"]],
    ["974", false, ["2026-12-20"]],
    ["976", false, ["2026-04-27"]],
    ["69", true, []],
    [null, false, []],
  ] as const)("department %s, Good Friday closed: %s", (department, goodFridayClosed, days) => {
    expect(localHolidays(2026, { department, goodFridayClosed })).toEqual(days);
  });
});

describe("working days", () => {
  it("are Monday to Friday without holidays: 2025 has 251 of them, 2026 has 252", () => {
    const { isOpen } = workingDays(MAINLAND);
    const count = (year: number) =>
      Array.from({ length: 365 }, (_, day) => addDays(businessDate(`${year}-01-01`), day)).filter(isOpen).length;
    expect([count(2025), count(2026)]).toEqual([251, 252]);
  });

  it.each([
    [2024, "2024-05-03"],
    [2025, "2025-05-05"],
    [2026, "2026-05-05"],
    [2027, "2027-05-04"],
  ] as const)("the second one after 1 May %s is %s", (year, day) => {
    expect(afterFirstOfMay(year, 2, workingDays(MAINLAND))).toBe(day);
  });

  it("go past a row of closed days: Easter 2026 and Good Friday in Strasbourg", () => {
    expect(workingDays({ department: "67", goodFridayClosed: true }).onOrAfter(businessDate("2026-04-03"))).toBe("2026-04-07");
    expect(workingDays(null).onOrAfter(businessDate("2026-04-03"))).toBe("2026-04-03");
  });
});
