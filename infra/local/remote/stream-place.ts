import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as z from "zod";

/** How far a shard was read: its last sequence number, or `done` once it is closed and read to its end. */
const Places = z.record(z.string(), z.string());

/** Where a reader of a stream stands. */
export type StreamPlace = {
  readonly of: (shardId: string) => string | undefined;
  readonly move: (shardId: string, place: string) => void;
  /** Forgets shards that are no longer listed. */
  readonly keepOnly: (shardIds: readonly string[]) => void;
};

export const DONE = "done";

/** Kept in a file replaced by one rename. Lost, reading starts over, which is harmless: every consumer takes an event twice. */
export function openPlace(path: string): StreamPlace {
  const places = new Map(Object.entries(existsSync(path) ? Places.parse(JSON.parse(readFileSync(path, "utf8"))) : {}));
  const write = (): void => {
    writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(places)));
    renameSync(`${path}.new`, path);
  };
  return {
    of: (shardId) => places.get(shardId),
    move(shardId, place) {
      places.set(shardId, place);
      write();
    },
    keepOnly(shardIds) {
      const gone = [...places.keys()].filter((known) => !shardIds.includes(known));
      for (const shardId of gone) places.delete(shardId);
      if (gone.length > 0) write();
    },
  };
}
