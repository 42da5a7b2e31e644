import { readHeader } from "../checks/header.ts";
import { createFecDecoder } from "../decoder.ts";
import { createLineSplitter } from "../line-splitter.ts";
import type { FecReport } from "../report.ts";
import { createFecValidator, type FecValidatorOptions } from "../validator.ts";
import type { FecEntry } from "./fec-entry.ts";
import { createGrouping } from "./grouping.ts";
import { createRowReader } from "./row.ts";

/** Lines read of a file at most: what is beyond is told, and not read. */
export const FEC_LINES_MAX = 1_500_000;

/** The entries of a file as they stream by, and what the checker says of it once they have all been read. */
export type FecReading = {
  readonly entries: AsyncIterable<FecEntry>;
  /** Throws when asked before the end of `entries`. */
  report(): FecReport;
};

/**
 * Reads any FEC: tab or `|`, BOM or not, UTF-8, ISO 8859-15 or Windows-1252, column names in any case, debit and credit or amount and
 * side, either numbering. The source gives bytes, or text already decoded. Never throws on what the file holds: an entry that cannot be
 * read carries its problems. Memory holds one entry of at most 10 000 lines.
 */
export function readFec(source: AsyncIterable<Uint8Array | string>, options: FecValidatorOptions = {}): FecReading {
  let report: FecReport | undefined;
  async function* entries(): AsyncGenerator<FecEntry> {
    const validator = createFecValidator({ linesMax: FEC_LINES_MAX, ...options });
    const decoder = createFecDecoder();
    const rows = createEntryReader(options.linesMax ?? FEC_LINES_MAX);
    let decoded = false;
    for await (const piece of source) {
      decoded ||= typeof piece !== "string";
      const text = typeof piece === "string" ? piece : decoder.decode(piece);
      validator.push(text);
      yield* rows.push(text);
      if (rows.isFull()) break;
    }
    const rest = decoder.finish();
    validator.push(rest);
    yield* rows.push(rest);
    yield* rows.finish();
    report = validator.finish(decoded ? decoder.charset() : undefined);
  }
  return {
    entries: entries(),
    report: () => {
      if (!report) throw new Error("the file has not been read to its end");
      return report;
    },
  };
}

/** Turns text into entries. An entry is given once the line after it is read. */
function createEntryReader(linesMax: number) {
  const grouping = createGrouping();
  let ready: FecEntry[] = [];
  let read: ReturnType<typeof createRowReader> | undefined;
  let count = 0;
  const splitter = createLineSplitter((text, from, to) => {
    count += 1;
    const line = text.slice(from, to);
    if (count === 1) {
      let quoted = false;
      const layout = readHeader(line, (code) => {
        quoted ||= code === "S13";
      });
      read = layout && createRowReader(layout, quoted);
      return;
    }
    if (!read || count > linesMax + 1 || line.trim() === "") return;
    const complete = grouping.take(read(line, count));
    if (complete) ready.push(complete);
  });
  const given = (): FecEntry[] => {
    const entries = ready;
    ready = [];
    return entries;
  };
  return {
    push(text: string): FecEntry[] {
      splitter.push(text);
      return given();
    },
    finish(): FecEntry[] {
      splitter.finish();
      const last = grouping.finish();
      return last ? [...given(), last] : given();
    },
    isFull: (): boolean => count > linesMax + 1,
  };
}
