import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";
import { opened } from "#test/api/statements/desk";
import { csv, many } from "#test/api/statements/files";
import { listening, portOf } from "#test/local/dynamodb/serve";
import { company, testWorld } from "#test/world";

const script = fileURLToPath(new URL("./statement-import-process.ts", import.meta.url));

const Told = z.object({
  rows: z.object({ added: z.int(), duplicate: z.int() }).nullable(),
  readSeconds: z.number(),
  seconds: z.number(),
  idleMb: z.number(),
  peakMb: z.number(),
});
type Told = z.infer<typeof Told>;

/** Imports a CSV of so many rows over three months in a process of its own, then one that overlaps it by all but one row. */
export async function measureImports(rows: number): Promise<{ readonly first: Told; readonly again: Told }> {
  const world = await testWorld();
  const mine = await company(world);
  const accountId = await opened(mine);
  const server = await listening(world.engine);
  const folder = mkdtempSync(join(tmpdir(), "numma-import-"));
  const run = async (count: number): Promise<Told> => {
    const path = join(folder, `${count}.csv`);
    writeFileSync(path, csv(many(count)));
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...["--import", "tsx", "--max-old-space-size=512", script],
      ...[`http://127.0.0.1:${portOf(server)}`, mine.id, accountId, mine.personId, path],
    ]);
    return Told.parse(JSON.parse(stdout));
  };
  try {
    return { first: await run(rows - 1), again: await run(rows) };
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
    await world.end();
  }
}
