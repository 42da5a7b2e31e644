import { describe, expect, it } from "vitest";
import {
  APPLICATION_WINDOW_SECONDS,
  applicationQuota,
  CREDIT_CALLS,
  secondsToNext,
  takeOf,
  USER_WINDOW_SECONDS,
  userQuota,
  windowOf,
} from "#domain/banking/call-budget";

const LIMITS = { perMinute: 60, perFiveMinutes: 2_000 };
/** Most calls any span of so many seconds can hold, when every window is used up at its worst. */
const worst = (quota: number, windowSeconds: number, spanSeconds: number) => quota * (Math.ceil(spanSeconds / windowSeconds) + 1);

describe("windows of calls", () => {
  it("never hold more than 60 in any minute, wherever it begins", () => {
    expect(worst(userQuota(LIMITS), USER_WINDOW_SECONDS, 60)).toBeLessThanOrEqual(60);
    expect(Math.floor(userQuota(LIMITS) / takeOf(LIMITS))).toBe(2);
  });

  it("never hold more than 2 000 in any five minutes, with what ten warm functions have not told", () => {
    expect(worst(applicationQuota(LIMITS), APPLICATION_WINDOW_SECONDS, 300) + 10 * CREDIT_CALLS).toBeLessThanOrEqual(2_000);
  });

  it.each([8, 20, 60, 61, 600])("hold no more than %i in a minute where that is the limit", (perMinute) => {
    expect(worst(userQuota({ ...LIMITS, perMinute }), USER_WINDOW_SECONDS, 60)).toBeLessThanOrEqual(perMinute);
  });

  it("begin at whole multiples, and say how long they last", () => {
    const at = new Date("2026-11-25T12:00:39.500Z");
    expect(windowOf(at, 20)).toBe("2026-11-25T12:00:20.000Z");
    expect(secondsToNext(at, 20)).toBe(1);
    expect(secondsToNext(new Date("2026-11-25T12:00:40.000Z"), 20)).toBe(20);
  });
});
