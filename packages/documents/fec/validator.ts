import type { BusinessDate } from "#domain/dates";
import type { FecCharset } from "./charset.ts";
import { createBodyCheck } from "./checks/body.ts";
import { checkFileName, spanOf } from "./checks/file-name.ts";
import { readHeader } from "./checks/header.ts";
import { createRecordReader, type FecRecord } from "./checks/record.ts";
import { createLineSplitter } from "./line-splitter.ts";
import { createFindings, type FecReport, type Note } from "./report.ts";

/**
 * What is known of the file. All of it may be missing, for a file from elsewhere: the closing day is then the file name's, the year the
 * twelve months up to it, and what cannot be judged is not.
 */
export type FecValidatorOptions = {
  readonly startsOn?: BusinessDate;
  readonly endsOn?: BusinessDate;
  readonly siren?: string;
  readonly fileName?: string;
  /** Whether an earlier year has books: opening entries are then expected. */
  readonly hasPredecessor?: boolean;
  /** The day of the check: nothing can have been validated after it. */
  readonly today?: BusinessDate;
  /** Lines checked at most: what is beyond is told, and not read. */
  readonly linesMax?: number;
};

export type FecValidator = {
  /** One line without its end; 1 is the header. */
  line(text: string, lineNumber: number): void;
  /** A piece of the file, cut anywhere. Use either `line` or `push`. */
  push(chunk: string): void;
  /** What was found. `charset` is how the bytes were written, when the caller read them (`createFecDecoder`). */
  finish(charset?: FecCharset): FecReport;
};

/**
 * Checks a FEC as it streams by: the law's rules and those an auditor's program trips over (the list is `findings.fr.ts`). Never throws on
 * what a file holds. Memory does not grow with the number of lines: the entry being read, one label an account, a third party and a
 * journal, letterings still open, all of them capped.
 */
export function createFecValidator(options: FecValidatorOptions = {}): FecValidator {
  const { hasPredecessor = false, today, linesMax = Number.POSITIVE_INFINITY } = options;
  const { startsOn, endsOn } = spanOf(options);
  const { note, result } = createFindings();
  const body = createBodyCheck({ startsOn, endsOn, today, hasPredecessor }, note);
  const reader = createReader({ body, note, linesMax });
  let count = 0;
  let kinds = 0;
  const splitter = createLineSplitter(
    (text, from, to, overlong) => {
      count += 1;
      reader.line({ text, from, to, lineNumber: count, overlong });
    },
    (_, line) => {
      kinds += 1;
      if (kinds === 2) note("S17", line);
    },
  );
  return {
    line: (text, lineNumber) => reader.line({ text, from: 0, to: text.length, lineNumber, overlong: false }),
    push: splitter.push,
    finish: (charset) => {
      splitter.finish();
      checkFileName({ fileName: options.fileName, siren: options.siren, endsOn }, note);
      if (endsOn === undefined) note("N07");
      checkCharset(charset, note);
      const { lines } = reader.finish(charset);
      return { lines, ...body.finish(), ...result(), ...(charset && { charset }) };
    },
  };
}

function checkCharset(charset: FecCharset | undefined, note: Note): void {
  if (charset === "windows-1252") note("S18");
  if (charset === "utf-16") note("S19");
}

type Line = {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly lineNumber: number;
  readonly overlong: boolean;
};

type ReaderFacts = {
  readonly body: { record(record: FecRecord): void; lost(): void };
  readonly note: Note;
  readonly linesMax: number;
};

/** Reads the header, then hands on every record that can be read. */
function createReader({ body, note, linesMax }: ReaderFacts) {
  let read: ReturnType<typeof createRecordReader> | undefined;
  let headerSeen = false;
  let lines = 0;
  const start = (text: string): void => {
    headerSeen = true;
    const layout = readHeader(text, note);
    read = layout && createRecordReader(layout, note);
  };
  const isBlank = ({ text, from, to }: Line): boolean => from === to || (text.charCodeAt(from) < 33 && text.slice(from, to).trim() === "");
  const hand = ({ text, from, to, lineNumber, overlong }: Line): void => {
    if (overlong) note("S16", lineNumber);
    const found = overlong ? undefined : read?.(text, from, to, lineNumber);
    if (found) body.record(found);
    else if (read) body.lost();
  };
  const tellMore = ({ lineNumber }: Line): void => {
    note("S20", lineNumber, String(linesMax));
    body.lost();
  };
  return {
    line(line: Line): void {
      if (!headerSeen) {
        start(line.text.slice(line.from, line.to));
        return;
      }
      if (lines >= linesMax) {
        if (lines === linesMax) tellMore(line);
        lines = linesMax + 1;
        return;
      }
      lines += 1;
      if (isBlank(line)) note("S09", line.lineNumber);
      else hand(line);
    },
    finish(charset: FecCharset | undefined): { readonly lines: number } {
      if (charset === "utf-16" || lines > linesMax) return { lines: Math.min(lines, linesMax) };
      if (!headerSeen) note("S01");
      else if (read && lines === 0) note("S07");
      return { lines };
    },
  };
}
