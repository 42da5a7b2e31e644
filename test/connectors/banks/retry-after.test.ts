import { expect, test } from "vitest";
import { retryAfterSeconds } from "#connectors/banks/retry-after";

const NOW = new Date("2026-11-25T10:00:00Z");

test.each([
  ["3", 3],
  [" 120 ", 120],
  ["0", 0],
  ["Wed, 25 Nov 2026 10:00:30 GMT", 30],
  ["Wed, 25 Nov 2026 09:00:00 GMT", 0],
  ["999999999", 86_400],
  ["soon", undefined],
  ["", undefined],
  [null, undefined],
])("Retry-After %s means %s seconds", (header, seconds) => {
  expect(retryAfterSeconds(header, NOW)).toBe(seconds);
});
