import { describe, expect, it } from "vitest";
import { ATTEMPTS_MAX, ENDING_ATTEMPTS_MAX, endingPauseAfter, nextNight, nightlyDelay, pauseAfter } from "#domain/banking/sync-times";

const CHANCES = [0, 0.001, 0.25, 0.5, 0.999_999];

describe("the pause after a failed read", () => {
  it("is any number of seconds up to a bound that doubles, and no longer than a quarter of an hour", () => {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const bound = Math.min(900, 60 * 2 ** (attempt - 1));
      for (const chance of CHANCES) {
        const pause = pauseAfter(attempt, undefined, chance);
        expect(pause).toBeGreaterThanOrEqual(1);
        expect(pause).toBeLessThanOrEqual(bound);
      }
      expect(pauseAfter(attempt, undefined, 0.999_999)).toBe(bound);
      expect(pauseAfter(attempt, undefined, 0.5)).toBe(bound / 2);
    }
  });

  it("is never shorter than what the provider said, and a day at most", () => {
    for (const chance of CHANCES) {
      for (const said of [0, 0.2, 1, 7, 900, 5_000]) {
        expect(pauseAfter(1, said, chance)).toBeGreaterThanOrEqual(said);
        expect(pauseAfter(1, said, chance)).toBeLessThanOrEqual(Math.ceil(said) + 30);
      }
      expect(pauseAfter(1, 10 ** 9, chance)).toBeLessThanOrEqual(86_430);
    }
  });

  it("for the end of our access covers a week on the average", () => {
    const attempts = Array.from({ length: ENDING_ATTEMPTS_MAX - 1 }, (_, place) => place + 1);
    const total = attempts.reduce((sum, attempt) => sum + endingPauseAfter(attempt, 0.5), 0);
    expect(total).toBeGreaterThan(3 * 86_400);
    for (const attempt of attempts) expect(endingPauseAfter(attempt, 0)).toBe(1);
  });
});

it("spreads a large round over a quarter of an hour and a small one not at all", () => {
  expect([1, 20].map((count) => nightlyDelay(count, 0.999_999))).toEqual([0, 0]);
  for (const count of [21, 100, 500, 5_000])
    for (const chance of CHANCES) {
      expect(nightlyDelay(count, chance)).toBeLessThanOrEqual(Math.min(900, count / 2));
      expect(nightlyDelay(count, chance)).toBeGreaterThanOrEqual(0);
    }
  expect(nightlyDelay(5_000, 0.999_999)).toBe(900);
});

it.each([
  ["2026-11-25T11:00:00.000Z", "2026-11-26T03:15:00.000Z"],
  ["2026-11-25T03:14:59.999Z", "2026-11-25T03:15:00.000Z"],
  ["2026-11-25T03:15:00.000Z", "2026-11-26T03:15:00.000Z"],
  ["2026-07-14T00:30:00.000Z", "2026-07-14T02:15:00.000Z"],
  ["2026-07-13T22:30:00.000Z", "2026-07-14T02:15:00.000Z"],
  // The nights the clocks change: forward at two, back at three.
  ["2026-03-28T23:30:00.000Z", "2026-03-29T02:15:00.000Z"],
  ["2026-10-24T22:30:00.000Z", "2026-10-25T03:15:00.000Z"],
  ["2026-12-31T22:00:00.000Z", "2027-01-01T03:15:00.000Z"],
])("after %s the next night begins at %s: 04:15 in Paris", (at, night) => {
  expect(nextNight(at)).toBe(night);
});
