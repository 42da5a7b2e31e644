import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import * as z from "zod";
import { BUNDLE_OPTIONS } from "#infra/build/bundle-options";
import { opened } from "#test/api/statements/desk";
import { csv, many } from "#test/api/statements/files";
import { listening, portOf } from "#test/local/dynamodb/serve";
import { company, testWorld } from "#test/world";

const script = fileURLToPath(new URL("./statement-import-process.ts", import.meta.url));

const Told = z.object({
  rows: z.object({ added: z.int(), duplicate: z.int() }),
  seconds: z.number(),
  idleMb: z.number(),
  peakMb: z.number(),
});
type Told = z.infer<typeof Told>;

/**
 * The heap of the process that imports: left alone, V8 lets dead objects lie for as long as the machine has room, and a peak would say how much that
 * was. An import that needed more than this would end without a report.
 */
const HEAP = ["--max-old-space-size=128", "--max-semi-space-size=8"];

/**
 * Imports a CSV of so many rows over three months in a process of its own, bundled as functions are, then one that overlaps it by all but one row.
 * MB are of the whole process: code, heap, buffers.
 */
export async function measureImports(rows: number): Promise<{ readonly first: Told; readonly again: Told }> {
  const folder = mkdtempSync(join(tmpdir(), "numma-import-"));
  await build({ ...BUNDLE_OPTIONS, entryPoints: { import: script }, outdir: folder });
  const world = await testWorld();
  const mine = await company(world);
  const accountId = await opened(mine);
  const server = await listening(world.engine);
  const run = async (count: number): Promise<Told> => {
    const path = join(folder, `${count}.csv`);
    writeFileSync(path, csv(many(count)));
    const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...HEAP, join(folder, "import.mjs"), `http://127.0.0.1:${portOf(server)}`, mine.id, accountId, mine.personId, path],
      { env },
    );
    return Told.parse(JSON.parse(stdout));
  };
  try {
    const first = await run(rows - 1);
    return { first, again: await run(rows) };
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
    await world.end();
  }
}
