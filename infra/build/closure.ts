import type { Metafile } from "esbuild";

/** What a bundle loads: at once, and with everything it may import later. Minified bytes, and the source files they come from. */
export type Closure = {
  readonly staticBytes: number;
  readonly staticSources: readonly string[];
  readonly reachableBytes: number;
  readonly reachableSources: readonly string[];
};

/** Follows a bundle's chunks. `output` is its path in the metafile. */
export function closureOf(output: string, { outputs }: Metafile): Closure {
  const atOnce = reached(output, outputs, (kind) => kind === "import-statement");
  const ever = reached(output, outputs, () => true);
  const bytes = (paths: ReadonlySet<string>) => [...paths].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
  const sources = (paths: ReadonlySet<string>) => [...paths].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {})).sort();
  return { staticBytes: bytes(atOnce), staticSources: sources(atOnce), reachableBytes: bytes(ever), reachableSources: sources(ever) };
}

function reached(start: string, outputs: Metafile["outputs"], follows: (kind: string) => boolean): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const { path: next, kind, external } of outputs[path]?.imports ?? []) if (!external && follows(kind)) waiting.push(next);
  }
  return seen;
}
