import * as z from "zod";
import { type AttributeMap, sameItem } from "./attributes.ts";
import type { Change } from "./item-write.ts";
import { lastSequenceKey, sequenceOf, streamKey, streamPrefix, under } from "./keys.ts";
import { entriesOf, type Level, type LevelOperation } from "./level.ts";

/** One change of one item, in the order of commits. Items are in DynamoDB JSON; `at` is in milliseconds since 1970. */
export type StreamRecord = {
  readonly sequence: number;
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly keys: AttributeMap;
  readonly newImage?: AttributeMap;
  readonly oldImage?: AttributeMap;
  readonly at: number;
  /** The table it happened in; what an older version of this program stored does not say. */
  readonly table?: string;
};

export type KeepInStream = (record: Omit<StreamRecord, "sequence">) => boolean;

/** The changes of the tables that have a stream, stored with the writes themselves. */
export type Stream = {
  /** Up to `limit` records after a sequence number, oldest first. */
  read(afterSequence: number, limit: number): Promise<readonly StreamRecord[]>;
  /** Forgets everything up to and with a sequence number; numbers are never given again. */
  trim(uptoSequence: number): Promise<void>;
  /** The number of the last record written. */
  last(): number;
  /** Calls the listener after every commit that added records. Gives the function that stops it. */
  onChange(listener: () => void): () => void;
};

export type StreamWriter = Stream & {
  operationsFor(changes: readonly Change[]): readonly LevelOperation[];
  announce(): void;
};

const READ_MAX = 10_000;
const TRIM_MAX = 10_000;
const isItem = (value: unknown): boolean => typeof value === "object" && value !== null;
const Item = z.custom<AttributeMap>(isItem);
const Stored = z.object({
  eventName: z.enum(["INSERT", "MODIFY", "REMOVE"]),
  at: z.number(),
  table: z.string().exactOptional(),
  keys: Item,
  newImage: Item.exactOptional(),
  oldImage: Item.exactOptional(),
});

/** Opens the stream of a store where it stopped. */
export async function openStream(level: Level, now: () => Date, keep: KeepInStream): Promise<StreamWriter> {
  const state = { sequence: Number(level.getSync(lastSequenceKey) ?? "0") };
  const listeners = new Set<() => void>();
  return {
    async read(afterSequence, limit) {
      const range = { gte: streamKey(afterSequence + 1), lt: under(streamPrefix).lt };
      const entries = await entriesOf(level, range, Math.min(limit, READ_MAX));
      return entries.map(([key, json]) => ({ sequence: sequenceOf(key), ...Stored.parse(JSON.parse(json)) }));
    },
    async trim(uptoSequence) {
      for (;;) {
        const range = { gte: streamPrefix, lt: streamKey(uptoSequence + 1) };
        const entries = await entriesOf(level, range, TRIM_MAX);
        if (entries.length === 0) return;
        await level.batch(entries.map(([key]) => ({ type: "del", key })));
      }
    },
    last: () => state.sequence,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    operationsFor(changes) {
      const at = now().getTime();
      const operations: LevelOperation[] = [];
      for (const change of changes) {
        const record = recordOf(change, at);
        if (!record || !keep(record)) continue;
        state.sequence += 1;
        operations.push({ type: "put", key: streamKey(state.sequence), value: JSON.stringify(record) });
      }
      if (operations.length > 0) operations.push({ type: "put", key: lastSequenceKey, value: String(state.sequence) });
      return operations;
    },
    announce: () => {
      for (const listener of listeners) listener();
    },
  };
}

/** Nothing for a table without a stream, and for a write that changed nothing. */
function recordOf({ table, key, before, after }: Change, at: number): Omit<StreamRecord, "sequence"> | undefined {
  const { StreamEnabled = false, StreamViewType = "NEW_AND_OLD_IMAGES" } = table.StreamSpecification ?? {};
  if (!StreamEnabled || (!before && !after) || (before && after && sameItem(before, after))) return undefined;
  return {
    eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
    at,
    table: table.TableName,
    keys: key,
    ...(after && StreamViewType.includes("NEW") && { newImage: after }),
    ...(before && StreamViewType.includes("OLD") && { oldImage: before }),
  };
}
