import type { BusinessDate } from "#domain/dates";
import { createBodyCheck } from "./checks/body.ts";
import { checkFileName } from "./checks/file-name.ts";
import { type Layout, readHeader } from "./checks/header.ts";
import { type FecRecord, readRecord } from "./checks/record.ts";
import { createLineSplitter } from "./line-splitter.ts";
import { createFindings, type FecReport, type Note } from "./report.ts";

export type FecValidatorOptions = {
  readonly startsOn: BusinessDate;
  readonly endsOn: BusinessDate;
  readonly siren?: string;
  readonly fileName?: string;
  /** Whether an earlier year has books: opening entries are then expected. */
  readonly hasPredecessor?: boolean;
};

export type FecValidator = {
  /** One line without its end; 1 is the header. */
  line(text: string, lineNumber: number): void;
  /** A piece of the file, cut anywhere. Use either `line` or `push`. */
  push(chunk: string): void;
  finish(): FecReport;
};

/**
 * Checks a FEC as it streams by: the law's rules and those an auditor's program trips over (the list is `findings.fr.ts`). Memory
 * does not grow with the number of lines: the entry being read, one label an account and a journal, letterings still open.
 */
export function createFecValidator(options: FecValidatorOptions): FecValidator {
  const { startsOn, endsOn, hasPredecessor = false } = options;
  const { note, result } = createFindings();
  const body = createBodyCheck({ from: compact(startsOn), to: compact(endsOn), hasPredecessor }, note);
  const reader = createReader(body, note);
  let count = 0;
  const splitter = createLineSplitter((text, overlong) => {
    count += 1;
    reader.line(text, count, overlong);
  });
  return {
    line: (text, lineNumber) => reader.line(text, lineNumber, false),
    push: splitter.push,
    finish: () => {
      splitter.finish();
      checkFileName(options, note);
      const { lines } = reader.finish();
      return { lines, ...body.finish(), ...result() };
    },
  };
}

const compact = (date: BusinessDate): string => date.replaceAll("-", "");

/** Reads the header, then hands on every record that can be read. */
function createReader(body: { record(record: FecRecord): void; lost(): void }, note: Note) {
  let layout: Layout | undefined;
  let headerSeen = false;
  let lines = 0;
  const read = (text: string, lineNumber: number): void => {
    const found = layout && readRecord(text, lineNumber, layout, note);
    if (found) body.record(found);
    else body.lost();
  };
  return {
    line(text: string, lineNumber: number, overlong: boolean): void {
      if (!headerSeen) {
        headerSeen = true;
        layout = readHeader(text, note);
        return;
      }
      lines += 1;
      if (text.trim() === "") note("S09", lineNumber);
      else if (overlong) {
        note("S16", lineNumber);
        body.lost();
      } else read(text, lineNumber);
    },
    finish(): { readonly lines: number } {
      if (!headerSeen) note("S01");
      else if (layout && lines === 0) note("S07");
      return { lines };
    },
  };
}
