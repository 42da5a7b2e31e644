import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type OutputFile } from "esbuild";
import { API_FUNCTIONS, WORKERS } from "#functions/all";
import { gatherAssets } from "#infra/local/assets";
import { BUNDLE_OPTIONS } from "./build/bundle-options.ts";
import { type Closure, closureOf } from "./build/closure.ts";

/** One function's bundle: its file under `code`, what it loads at once, and what it may load later. */
type BuiltFunction = { readonly name: string; readonly file: string } & Closure;

/** `code` is the folder that is deployed; `id` is a hash of every byte in it. */
export type Build = { readonly code: string; readonly id: string; readonly functions: readonly BuiltFunction[] };

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ENTRIES = [...API_FUNCTIONS, ...WORKERS];
const fileOf = (name: string): string => `${name}.mjs`;

/**
 * Bundles every declared function in one run: shared code is split into chunks, so that all functions together weigh little more
 * than one. Writes `<outdir>/functions` (deployed) and `<outdir>/maps` (source maps, kept apart: they would only slow cold starts).
 * The same sources give the same bytes.
 */
export async function buildFunctions({ outdir }: { readonly outdir: string }): Promise<Build> {
  const code = join(outdir, "functions");
  if (existsSync(join(outdir, "package.json"))) throw new Error(`${outdir} holds sources, not builds`);
  rmSync(outdir, { recursive: true, force: true });
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(ENTRIES.map(({ name, entry }) => [name, entry])),
    outdir: "functions",
    ...BUNDLE_OPTIONS,
    ...{ sourcemap: "external", sourcesContent: false, metafile: true, write: false },
  });
  for (const file of outputFiles) write(file, outdir);
  gatherAssets(join(code, "assets"));
  const functions = ENTRIES.map(({ name }) => ({ name, file: fileOf(name), ...closureOf(`functions/${fileOf(name)}`, metafile) }));
  return { code, id: hashOfFolder(code), functions };
}

function write({ path, contents }: OutputFile, outdir: string): void {
  const place = relative(join(ROOT, "functions"), path);
  const target = path.endsWith(".map") ? join(outdir, "maps", place) : join(outdir, "functions", place);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, contents);
}

function hashOfFolder(folder: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  for (const path of paths) hash.update(`${relative(folder, path)}\n`).update(readFileSync(path));
  return hash.digest("hex").slice(0, 12);
}
