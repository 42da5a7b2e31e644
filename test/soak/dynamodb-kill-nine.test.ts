import { expect, it } from "vitest";
import { killNine } from "#test/local/dynamodb/kill-nine";

it("kill -9, fifty times, loses nothing acknowledged and leaves nothing half done", async () => {
  const report = await killNine(50, Number(process.env["FAULT_SEED"] ?? 1));
  console.info(`kill -9: ${JSON.stringify(report)}`);
  expect(report).toMatchObject({ lost: 0, torn: 0, wrongTotals: 0, wrongIndexEntries: 0 });
  expect(report.acknowledged).toBeGreaterThan(50);
}, 600_000);
