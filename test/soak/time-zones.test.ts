import { expect, it } from "vitest";
import { runIn, ZONES } from "#test/zones/run";

it.each(ZONES)("the whole suite holds in %s", async (zone) => {
  const { passed, failed, text } = await runIn(zone, { whole: true });
  expect(text.split("\n").filter((line) => /^\s*(FAIL|×)/.test(line))).toEqual([]);
  expect(failed).toBe(0);
  expect(passed).toBeGreaterThan(4_000);
});
