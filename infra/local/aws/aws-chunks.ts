import type { Readable } from "node:stream";
import { AwsError } from "./aws-error.ts";

/** Trailing headers of an aws-chunked body, names in lower case. */
export type Trailers = Map<string, string>;

const LINE_BYTES_MAX = 4096;
const TRAILERS_MAX = 16;
const LINE_END = "\r\n";

/**
 * Takes the aws-chunked coding off a body as it streams by (`size CRLF bytes CRLF ... 0 CRLF trailers CRLF`) and fills
 * `trailers`. Throws AwsError 400 IncompleteBody when the stream ends early or is not so coded.
 */
export async function* decodeAwsChunks(source: Readable, trailers: Trailers): AsyncGenerator<Buffer> {
  const reader = lineReader(source);
  for (;;) {
    const header = await reader.line();
    const size = /^[0-9a-fA-F]{1,8}$/.test(header) ? Number.parseInt(header, 16) : incomplete();
    if (size === 0) break;
    yield* reader.bytes(size);
    if ((await reader.line()) !== "") incomplete();
  }
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const colon = line.indexOf(":");
    if (colon < 1 || trailers.size >= TRAILERS_MAX) incomplete();
    trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
}

function lineReader(source: Readable) {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  async function more(): Promise<void> {
    const next = await chunks.next();
    if (next.done) incomplete();
    const chunk: Buffer = Buffer.isBuffer(next.value) ? next.value : Buffer.from(next.value);
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
  }
  return {
    async line(): Promise<string> {
      for (;;) {
        const end = held.indexOf(LINE_END);
        if (end >= 0) {
          const text = held.toString("latin1", 0, end);
          held = held.subarray(end + LINE_END.length);
          return text;
        }
        if (held.length > LINE_BYTES_MAX) incomplete();
        await more();
      }
    },
    async *bytes(size: number): AsyncGenerator<Buffer> {
      for (let left = size; left > 0; ) {
        if (held.length === 0) await more();
        const taken = held.subarray(0, left);
        held = held.subarray(taken.length);
        left -= taken.length;
        yield taken;
      }
    },
  };
}

function incomplete(): never {
  throw new AwsError(400, "IncompleteBody", "The request body terminated unexpectedly");
}
