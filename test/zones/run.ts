import { execFile } from "node:child_process";
import type { PlantedBug } from "./planted.ts";

/** Where the sun stands elsewhere: a day ahead of Greenwich for half of its hours, and a day behind. */
export const ZONES = ["Pacific/Auckland", "America/Los_Angeles"] as const;

export type ZoneRun = { readonly passed: number; readonly failed: number; readonly text: string };

/** Both zones at once, one thread each: a second thread would only load the product a second time. Runs the tests of `vitest.zones.config.ts`, or some of them, in a process of a zone of its own. */
export function runIn(
  zone: string,
  {
    files = [],
    planted,
    whole = false,
  }: { readonly files?: readonly string[]; readonly planted?: PlantedBug; readonly whole?: boolean } = {},
): Promise<ZoneRun> {
  const env = { ...process.env, TZ: zone, NO_COLOR: "1", NUMMA_ZONES: whole ? "all" : "", NUMMA_PLANTED: planted ?? "" };
  const command = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    "vitest.zones.config.ts",
    "--maxWorkers",
    whole ? "2" : "1",
    ...files,
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { env, maxBuffer: 64 * 1_024 * 1_024 }, (_, stdout, stderr) => {
      const [, passed, failed] = /^(\d+) passed, (\d+) failed/m.exec(stdout) ?? [];
      if (passed === undefined) reject(new Error(`no tests ran in ${zone}: ${stdout.slice(-2_000)}${stderr.slice(-2_000)}`));
      else resolve({ passed: Number(passed), failed: Number(failed), text: stdout });
    });
  });
}
