import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nextFiring } from "#infra/local/aws/aws-cron";
import { startSchedules } from "#infra/local/aws/schedules";

const next = (expression: string, after: string): string | undefined => nextFiring(expression, new Date(after))?.toISOString();
/** The next firings, one after the other. */
function firings(expression: string, after: string, count: number): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  for (let from = new Date(after); found.length < count; ) {
    const at = nextFiring(expression, from);
    found.push(at?.toISOString());
    if (!at) break;
    from = at;
  }
  return found;
}

describe("the next firing", () => {
  it.each([
    ["rate(5 minutes)", "2026-03-02T09:01:30Z", "2026-03-02T09:05:00.000Z"],
    ["rate(1 hour)", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00.000Z"],
    ["rate(1 day)", "2026-03-02T09:00:00Z", "2026-03-03T00:00:00.000Z"],
    // Paris is one hour ahead in winter, two in summer.
    ["cron(30 6 * * ? *)", "2026-01-10T00:00:00Z", "2026-01-10T05:30:00.000Z"],
    ["cron(30 6 * * ? *)", "2026-07-10T00:00:00Z", "2026-07-10T04:30:00.000Z"],
    ["cron(0/15 8-18 ? * MON-FRI *)", "2026-03-06T17:46:00Z", "2026-03-09T07:00:00.000Z"],
    // Weekdays count from 1 = Sunday: 2-6 is Monday to Friday, 1 is Sunday.
    ["cron(0 6 ? * 2-6 *)", "2026-03-06T12:00:00Z", "2026-03-09T05:00:00.000Z"],
    ["cron(0 6 ? * 1 *)", "2026-03-06T12:00:00Z", "2026-03-08T05:00:00.000Z"],
    ["cron(0 6 ? * SUN *)", "2026-03-06T12:00:00Z", "2026-03-08T05:00:00.000Z"],
    ["cron(0 6 ? * 7 *)", "2026-03-06T12:00:00Z", "2026-03-07T05:00:00.000Z"],
    ["cron(0 6 ? * L *)", "2026-03-06T12:00:00Z", "2026-03-07T05:00:00.000Z"],
    ["cron(0 6 ? * 6L *)", "2026-03-06T12:00:00Z", "2026-03-27T05:00:00.000Z"],
    ["cron(0 6 ? * 2#1 *)", "2026-03-06T12:00:00Z", "2026-04-06T04:00:00.000Z"],
    ["cron(0 6 L * ? *)", "2026-02-10T00:00:00Z", "2026-02-28T05:00:00.000Z"],
    ["cron(0 6 15W * ? *)", "2026-08-01T00:00:00Z", "2026-08-14T04:00:00.000Z"],
    ["cron(0 0 1 JAN ? 2027-2028)", "2027-06-01T00:00:00Z", "2027-12-31T23:00:00.000Z"],
    ["cron(0 0 29 2 ? *)", "2026-03-01T00:00:00Z", "2028-02-28T23:00:00.000Z"],
  ])("of %s after %s is %s", (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it("does not come for a time the spring change skips", () => {
    // 29 March 2026: 02:00 becomes 03:00 in Paris.
    expect(firings("cron(30 2 * * ? *)", "2026-03-27T12:00:00Z", 3)).toEqual([
      "2026-03-28T01:30:00.000Z",
      "2026-03-30T00:30:00.000Z",
      "2026-03-31T00:30:00.000Z",
    ]);
    expect(firings("cron(0 * * * ? *)", "2026-03-29T00:00:00Z", 2)).toEqual(["2026-03-29T01:00:00.000Z", "2026-03-29T02:00:00.000Z"]);
  });

  it("comes once for a time the autumn change repeats", () => {
    // 25 October 2026: 03:00 becomes 02:00 in Paris.
    expect(firings("cron(30 2 * * ? *)", "2026-10-24T12:00:00Z", 2)).toEqual(["2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z"]);
    expect(next("cron(30 2 * * ? *)", "2026-10-25T01:10:00Z")).toBe("2026-10-26T01:30:00.000Z");
    expect(firings("cron(0/20 * * * ? *)", "2026-10-25T00:30:00Z", 2)).toEqual(["2026-10-25T00:40:00.000Z", "2026-10-25T02:00:00.000Z"]);
  });

  it("never comes once the years are over, nor on 30 February", () => {
    expect(next("cron(0 0 1 1 ? 2020)", "2026-03-06T12:00:00Z")).toBeUndefined();
    expect(next("cron(0 0 30 2 ? *)", "2026-03-06T12:00:00Z")).toBeUndefined();
  });

  it.each([
    "cron(0 6 * * *)",
    "cron(0 6 * * * *)",
    "cron(0 6 ? * ? *)",
    "cron(? 6 * * ? *)",
    "cron(61 6 * * ? *)",
    "cron(0 6 ? * 8 *)",
    "rate(0 minutes)",
    "rate(1 minutes)",
    "rate(5 minute)",
    "rate(5 seconds)",
    "0 6 * * *",
  ])("is refused for %s", (expression) => {
    expect(() => nextFiring(expression, new Date("2026-03-06T12:00:00Z"))).toThrow(RangeError);
  });
});

describe("schedules", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-03-02T08:58:30Z"), toFake: ["setTimeout", "clearTimeout", "Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const now = () => new Date();

  it("fire at their times with the time they were due, and stop when told", async () => {
    const fired: string[] = [];
    const fire = async (at: Date) => {
      fired.push(at.toISOString());
    };
    const schedules = startSchedules([{ name: "sync", expression: "rate(5 minutes)", fire }], { now, onError: () => {} });
    await vi.advanceTimersByTimeAsync(12 * 60_000);
    expect(fired).toEqual(["2026-03-02T09:00:00.000Z", "2026-03-02T09:05:00.000Z", "2026-03-02T09:10:00.000Z"]);
    schedules.stop();
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(fired).toHaveLength(3);
  });

  it("fire once, late, for what was missed while the machine slept", async () => {
    const fired: string[] = [];
    const fire = async (at: Date) => {
      fired.push(at.toISOString());
    };
    const schedules = startSchedules([{ name: "sync", expression: "cron(0 * * * ? *)", fire }], { now, onError: () => {} });
    vi.setSystemTime(new Date("2026-03-02T13:30:00Z"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fired).toEqual(["2026-03-02T09:00:00.000Z"]);
    await vi.advanceTimersByTimeAsync(30 * 60_000);
    expect(fired.at(-1)).toBe("2026-03-02T14:00:00.000Z");
    schedules.stop();
  });

  it("run at will by name, and go on after a run that failed", async () => {
    const errors: unknown[] = [];
    const runs = { count: 0 };
    const fire = async () => {
      runs.count += 1;
      if (runs.count === 2) throw new Error("bank is down");
    };
    const schedules = startSchedules([{ name: "sync", expression: "rate(1 hour)", fire }], {
      now,
      onError: (error, name) => errors.push([error, name]),
    });
    expect(await schedules.run("sync")).toBe(true);
    expect(await schedules.run("unknown")).toBe(false);
    await vi.advanceTimersByTimeAsync(2 * 3_600_000);
    expect(runs.count).toBe(3);
    expect(errors).toMatchObject([[{ message: "bank is down" }, "sync"]]);
    schedules.stop();
  });
});
