import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import * as z from "zod";

const Speed = z.object({
  lines: z.number(),
  writeSeconds: z.number(),
  formatSeconds: z.number(),
  formatAndCheckSeconds: z.number(),
  ratio: z.number(),
});

/** CPU of formatting and checking a file, over that of writing lines already made. Far above what is measured, so that noise is not red. */
const RATIO_MAX = 7;

test("formatting and checking a FEC costs a few times the mere writing of its lines", async () => {
  const child = fileURLToPath(new URL("speed-child.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", child, "10000"], { timeout: 50_000 });
  const speed = Speed.parse(JSON.parse(stdout));
  console.log(`FEC of ${speed.lines} lines, CPU seconds: ${JSON.stringify(speed)}`);
  expect(speed.ratio).toBeLessThan(RATIO_MAX);
});
