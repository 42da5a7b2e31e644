import { expect, test } from "vitest";
import { businessDate } from "#domain/dates";
import { type BookYear, bookingDay, firstOpenDay } from "#domain/ledger/open-day";
import { yearOf } from "./years.ts";

const bookYear = (year: number, more: Partial<BookYear> = {}): BookYear => ({
  ...yearOf(year),
  closed: false,
  lockedThrough: null,
  ...more,
});
const on = businessDate;

test("an operation is booked on its own day while that is open", () => {
  expect(bookingDay([bookYear(2025)], on("2025-03-09"))).toMatchObject({ date: "2025-03-09" });
});

test("what arrives late for a locked month goes to the day after the lock, and no further", () => {
  const years = [bookYear(2025, { lockedThrough: on("2025-03-31") })];
  expect(bookingDay(years, on("2025-02-10"))?.date).toBe("2025-04-01");
  expect(bookingDay(years, on("2025-03-31"))?.date).toBe("2025-04-01");
  expect(bookingDay(years, on("2025-04-02"))?.date).toBe("2025-04-02");
});

test("what arrives late for a year that is closed, or locked to its end, goes to the first open day of the next", () => {
  for (const shut of [{ closed: true }, { lockedThrough: on("2025-12-31") }]) {
    const years = [bookYear(2025, shut), bookYear(2026, { lockedThrough: on("2026-01-31") })];
    expect(firstOpenDay(years[0] ?? bookYear(2025))).toBeNull();
    expect(bookingDay(years, on("2025-06-30"))).toEqual({ yearId: yearOf(2026).id, date: "2026-02-01" });
    expect(bookingDay(years.slice(0, 1), on("2025-06-30"))).toBeNull();
  }
});

test("a day after every known year is booked nowhere yet", () => {
  expect(bookingDay([bookYear(2025)], on("2026-01-01"))).toBeNull();
});
