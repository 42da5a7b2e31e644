import { expect, it } from "vitest";
import { calibrate } from "../../../bench/calibrator.ts";
import { measureIs } from "./speed.ts";

/** Ten thousand computations in calibrators of 100 000 rounds; a calibrator is about a CPU-second on the machine the budget is told for. */
const CALIBRATORS_MAX = 1;
const SHARE = 10;

it("computes ten thousand years in less than the calibrator takes", () => {
  measureIs(500);
  const ratios = [1, 2, 3].map(() => measureIs(10_000 / SHARE) / calibrate(100_000 / SHARE));
  expect(Math.min(...ratios)).toBeLessThan(CALIBRATORS_MAX);
});
