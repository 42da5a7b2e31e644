import { expect, it } from "vitest";
import { killNine } from "./kill-nine.ts";

const ROUNDS = process.env["NUMMA_SOAK"] === "1" ? 50 : 5;

it(`kill -9 in the middle of 90-put transactions loses nothing acknowledged and leaves nothing half done, ${ROUNDS} times`, async () => {
  const report = await killNine(ROUNDS, 20260302);
  console.info(`kill -9: ${JSON.stringify(report)}`);
  expect(report).toMatchObject({ lost: 0, torn: 0, wrongTotals: 0, wrongIndexEntries: 0 });
  expect(report.acknowledged).toBeGreaterThan(0);
}, 600_000);
