import { describe, expect, it } from "vitest";
import { runIn, ZONES } from "./run.ts";

/** Failures as vitest lists them, so that a zone's failure is read here. */
const failuresIn = (text: string): readonly string[] => text.split("\n").filter((line) => /^\s*(FAIL|×|AssertionError)/.test(line));

/** Processes of their own, on a machine that may be busy. */
const PATIENCE_MS = 900_000;

describe("what reckons with days", () => {
  it.concurrent.each(ZONES)(
    "holds in %s: domain, tax, sync, banks, statements",
    async (zone) => {
      const { passed, failed, text } = await runIn(zone);
      expect(failuresIn(text)).toEqual([]);
      expect(failed).toBe(0);
      expect(passed).toBeGreaterThan(800);
    },
    PATIENCE_MS,
  );
});

describe("a mistake with local time planted in the reckoning of days", () => {
  // One file is enough to find it: it is the suite above that would.
  const files = ["test/tax/calendar/holidays.test.ts"];

  it.each([
    ["made_locally", "Pacific/Auckland"],
    ["read_locally", "America/Los_Angeles"],
  ] as const)(
    "(%s) is found in %s, where a run in UTC alone would pass",
    async (planted, zone) => {
      const [there, utc] = [await runIn(zone, { files, planted }), await runIn("UTC", { files, planted })];
      expect(there.failed).toBeGreaterThan(0);
      expect(utc).toMatchObject({ failed: 0 });
      expect(utc.passed).toBe(there.passed + there.failed);
    },
    PATIENCE_MS,
  );
});
