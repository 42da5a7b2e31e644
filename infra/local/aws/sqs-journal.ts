import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { type JournalRecord, JournalRecord as Schema } from "./sqs-records.ts";

/** Beyond this, and twice its size after the last rewrite, the journal is rewritten. */
const REWRITE_BYTES = 32 * 1024 * 1024;

export type Journal = {
  /** Makes the record outlive the process, even killed with -9, before it returns. */
  readonly append: (record: JournalRecord) => void;
  readonly close: () => void;
};

/** Every whole record of a journal. A torn last line was never acknowledged and is left out; any other bad line throws. */
export function readJournal(path: string): JournalRecord[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  lines.pop();
  return lines.map((line, index) => {
    try {
      return Schema.parse(JSON.parse(line));
    } catch (cause) {
      throw new Error(`${path}: line ${index + 1} is not a record`, { cause });
    }
  });
}

/**
 * Opens the journal for appending, rewritten as the records of `snapshot` now and whenever it has grown too large. One write a
 * record: the kernel keeps what was written when the process dies; only a power cut may lose the last moments.
 */
export function openJournal(path: string, snapshot: () => Iterable<JournalRecord>): Journal {
  const open = { file: rewrite(path, snapshot()), bytesAtRewrite: 0, bytes: 0 };
  const measure = () => {
    open.bytes = fstatSync(open.file).size;
    open.bytesAtRewrite = open.bytes;
  };
  measure();
  return {
    append(record) {
      if (open.bytes > Math.max(REWRITE_BYTES, 2 * open.bytesAtRewrite)) {
        closeSync(open.file);
        open.file = rewrite(path, snapshot());
        measure();
      }
      open.bytes += writeLine(open.file, open.bytes, record);
    },
    close: () => closeSync(open.file),
  };
}

/** A full disk may take half a line: it is cut off again, or the next one would be glued to it. */
function writeLine(file: number, at: number, record: JournalRecord): number {
  const line = Buffer.from(`${JSON.stringify(record)}\n`);
  try {
    for (let written = 0; written < line.length; ) written += writeSync(file, line, written);
  } catch (error) {
    ftruncateSync(file, at);
    throw error;
  }
  return line.length;
}

function rewrite(path: string, records: Iterable<JournalRecord>): number {
  const fresh = `${path}.new`;
  const file = openSync(fresh, "w", 0o600);
  for (const record of records) writeSync(file, `${JSON.stringify(record)}\n`);
  closeSync(file);
  renameSync(fresh, path);
  return openSync(path, "a");
}
