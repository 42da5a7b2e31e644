import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine, StreamRecord } from "#infra/local/dynamodb/engine";
import type { StreamFunction } from "#runtime/functions";
import type { Handler } from "#runtime/host";

export type StreamSource = {
  readonly engine: Pick<Engine, "stream">;
  readonly worker: StreamFunction;
  readonly handle: Handler;
  readonly directory: string;
  readonly onError: (error: unknown) => void;
};

/** A failed batch is tried again after this long; the stream keeps what was not taken. */
const RETRY_MS = 1_000;

/** Feeds the table's stream to a function in order, a batch at a time, from where it stopped last time; a batch may come twice. */
export function startStream(source: StreamSource): { readonly stop: () => Promise<void>; readonly idle: () => Promise<void> } {
  const place = position(join(source.directory, `stream-${source.worker.name.replaceAll("/", "-")}`));
  const state = { stopped: false, draining: Promise.resolve(), again: false };
  const wake = (): void => {
    if (state.stopped || state.again) return;
    state.again = true;
    state.draining = state.draining.then(async () => {
      state.again = false;
      await drain(source, place, () => state.stopped);
    });
  };
  const forget = source.engine.stream.onChange(wake);
  wake();
  return {
    async idle() {
      let seen: Promise<void> | undefined;
      while (seen !== state.draining) {
        seen = state.draining;
        await seen;
      }
    },
    async stop() {
      state.stopped = true;
      forget();
      await state.draining;
    },
  };
}

type Position = { read(): number; write(sequence: number): void };

async function drain({ engine, worker, handle, onError }: StreamSource, place: Position, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    const records = await engine.stream.read(place.read(), worker.batchSize);
    const last = records.at(-1);
    if (!last) return;
    try {
      await handle({ Records: records.map(streamRecord) }, { getRemainingTimeInMillis: () => worker.timeoutSeconds * 1_000 });
      place.write(last.sequence);
      await engine.stream.trim(last.sequence);
    } catch (error) {
      onError(error);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** A change as Lambda hands it to a stream function. */
export const streamRecord = ({ sequence, eventName, keys, newImage, oldImage }: StreamRecord) => ({
  eventName,
  eventSource: "aws:dynamodb",
  dynamodb: {
    SequenceNumber: String(sequence),
    Keys: keys,
    ...(newImage && { NewImage: newImage }),
    ...(oldImage && { OldImage: oldImage }),
  },
});

/** Where the reader stands, in a file replaced by one rename. Lost, it starts over, which is harmless. */
function position(path: string): Position {
  let at = existsSync(path) ? Number(readFileSync(path, "utf8")) || 0 : 0;
  return {
    read: () => at,
    write(sequence) {
      at = sequence;
      writeFileSync(`${path}.new`, String(sequence));
      renameSync(`${path}.new`, path);
    },
  };
}
