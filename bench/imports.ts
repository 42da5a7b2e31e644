import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { API_FUNCTIONS } from "#functions/all";
import { buildFunctions } from "#infra/build";
import { BUNDLE_OPTIONS } from "#infra/build/bundle-options";

const run = promisify(execFile);
const TIMES = 7;

/** CPU of one import in a process of its own, in milliseconds: what a cold start pays for code, without what a busy machine adds. */
const IMPORT = `
const before = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1000));
`;

async function importMs(file: string): Promise<number> {
  const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", IMPORT, pathToFileURL(resolve(file)).href], { env });
  return Number(stdout);
}

/** How long the code of an API function takes to load, in imports of the bare table client, bundled alike in the same run. The least of some tries. */
export type ImportCost = { readonly name: string; readonly ratio: number };

export async function importCosts(): Promise<{ readonly bareMs: number; readonly costs: readonly ImportCost[] }> {
  const outdir = mkdtempSync(join(tmpdir(), "numma-imports-"));
  const { code, functions } = await buildFunctions({ outdir });
  const bare = join(outdir, "bare", "bare.mjs");
  const contents = 'export { DynamoDBClient } from "@aws-sdk/client-dynamodb";';
  await build({
    ...BUNDLE_OPTIONS,
    stdin: { contents, resolveDir: process.cwd(), sourcefile: "bare.ts" },
    outfile: bare,
    splitting: false,
  });
  const apis = functions.filter(({ name }) => API_FUNCTIONS.some((declared) => declared.name === name));
  const files = new Map([["bare", bare], ...apis.map(({ name, file }) => [name, join(code, file)] as const)]);
  const least = new Map<string, number>();
  for (let round = 0; round < TIMES; round += 1)
    for (const [name, file] of files) least.set(name, Math.min(least.get(name) ?? Number.POSITIVE_INFINITY, await importMs(file)));
  rmSync(outdir, { recursive: true });
  const bareMs = least.get("bare") ?? Number.NaN;
  const costs = apis.map(({ name }) => ({ name, ratio: (least.get(name) ?? Number.NaN) / bareMs }));
  return { bareMs, costs: costs.sort((left, right) => right.ratio - left.ratio) };
}

/** Loading an API function costs at most this many bare table clients; two is the aim. */
export const IMPORT_RATIO_MAX = 4;
