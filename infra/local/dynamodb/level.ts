import { createRequire } from "node:module";
import * as z from "zod";
import type { KeyRange } from "./keys.ts";

/** What reads see is frozen while it is open. */
export type Snapshot = { close(): Promise<void> };

export type LevelOperation =
  | { readonly type: "put"; readonly key: string; readonly value: string }
  | { readonly type: "del"; readonly key: string };

export type LevelRange = Partial<KeyRange> & {
  readonly gt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  /** Number of entries; -1 is all. */
  readonly limit?: number;
  readonly snapshot?: Snapshot;
};

type LevelIterator = {
  nextv(size: number): Promise<readonly (readonly [key: string, value: string])[]>;
  close(): Promise<void>;
};

/** A sorted store of strings; a batch is atomic. On disk (LevelDB) or in memory. */
export type Level = {
  open(): Promise<void>;
  close(): Promise<void>;
  getSync(key: string): string | undefined;
  getMany(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  batch(operations: readonly LevelOperation[]): Promise<void>;
  iterator(range: LevelRange & { readonly highWaterMarkBytes?: number }): LevelIterator;
  snapshot(): Snapshot;
};

type Options = { readonly keyEncoding: "utf8"; readonly valueEncoding: "utf8" };
type OnDisk = new (path: string, options: Options) => Level;
type InMemory = new (options: Options & { readonly storeEncoding: "utf8" }) => Level;

const isFunction = (value: unknown): boolean => typeof value === "function";
const Disk = z.object({ Level: z.custom<OnDisk>(isFunction) });
const Memory = z.object({ MemoryLevel: z.custom<InMemory>(isFunction) });

const ENCODINGS: Options = { keyEncoding: "utf8", valueEncoding: "utf8" };

/** A closed store over dynalite's own copies of LevelDB; without `path` it lives in memory. */
export function newLevel(path?: string): Level {
  const fromHere = createRequire(import.meta.url);
  const fromDynalite = createRequire(fromHere.resolve("dynalite/db"));
  if (path === undefined) return new (Memory.parse(fromDynalite("memory-level")).MemoryLevel)({ ...ENCODINGS, storeEncoding: "utf8" });
  return new (Disk.parse(fromDynalite("level")).Level)(path, ENCODINGS);
}

const CHUNK_ENTRIES = 512;
const CHUNK_BYTES = 512 * 1024;

/**
 * Walks a range in order, in chunks; the iterator is closed however the walk ends, so nothing is left behind.
 * `visit` says whether to go on.
 */
export async function walk(level: Level, range: LevelRange, visit: (key: string, value: string) => boolean): Promise<void> {
  const iterator = level.iterator({ ...range, highWaterMarkBytes: CHUNK_BYTES });
  try {
    for (;;) {
      const entries = await iterator.nextv(CHUNK_ENTRIES);
      if (entries.length === 0) return;
      for (const [key, value] of entries) if (!visit(key, value)) return;
    }
  } finally {
    await iterator.close();
  }
}

/** Entries of a range, at most `limit`. */
export async function entriesOf(level: Level, range: LevelRange, limit = -1): Promise<readonly (readonly [string, string])[]> {
  const found: (readonly [string, string])[] = [];
  await walk(level, { ...range, limit }, (key, value) => found.push([key, value]) > 0);
  return found;
}
