import { expect, it } from "vitest";
import { wholeReadFrom } from "#domain/banking/whole-read";
import { businessDate } from "#domain/dates";

const from = (last: string | null, today: string) => wholeReadFrom(last === null ? null : businessDate(last), businessDate(today));

it("reads everything the first time, and at the first read of each week; else the last 90 days", () => {
  expect(from(null, "2026-11-26")).toBeNull();
  expect(from("2026-11-25", "2026-11-26")).toBe("2026-08-28");
  // 30 November 2026 is a Monday.
  expect(from("2026-11-29", "2026-11-30")).toBeNull();
  expect(from("2026-11-30", "2026-12-06")).toBe("2026-09-07");
  expect(from("2026-11-30", "2026-12-07")).toBeNull();
  expect(from("2025-11-26", "2026-11-26")).toBeNull();
});
