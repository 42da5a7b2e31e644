import type { BusinessDate } from "#domain/dates";
import { shown } from "../text/shown.ts";
import type { StatementFaultCode, StatementRemarkCode } from "./problem-codes.ts";
import { statementProblemFr } from "./problems.fr.ts";
import {
  STATEMENT_PROBLEMS_MAX,
  STATEMENT_ROWS_MAX,
  STATEMENTS_MAX,
  type Statement,
  type StatementFormat,
  type StatementProblem,
  type StatementReading,
  type StatementRow,
} from "./reading.ts";

/** A statement being read. */
export type StatementDraft = Pick<Statement, "account" | "openingBalance" | "closingBalance"> & { readonly rows: StatementRow[] };

/** Where a reader writes what it finds. `isFull`: there is too much of something, the reader may stop. */
export type Book = {
  fault(code: StatementFaultCode, line: number, detail?: string, column?: number): undefined;
  remark(code: StatementRemarkCode, line: number, detail?: string): undefined;
  /** The same day, one text for all rows of it: a file has many rows and few days. */
  day(day: BusinessDate): BusinessDate;
  /** Counts a row about to be kept; false when there are too many. */
  countsRow(line: number): boolean;
  take(draft: StatementDraft): undefined;
  isFull(): boolean;
  finish(format: StatementFormat | null): StatementReading;
};

export function createBook(): Book {
  const drafts: StatementDraft[] = [];
  const faults: StatementProblem[] = [];
  const remarks: StatementProblem[] = [];
  const days = new Map<BusinessDate, BusinessDate>();
  const seen = { rows: 0, isFull: false };
  const tell = (list: StatementProblem[], problem: Omit<StatementProblem, "message" | "detail">, detail: string): void => {
    const short = shown(detail);
    list.push({ ...problem, detail: short, message: statementProblemFr(problem.code, problem.line, short) });
  };
  const stop = (code: StatementFaultCode, line: number, limit: number): undefined => {
    if (seen.isFull) return;
    seen.isFull = true;
    tell(faults, { severity: "error", code, line, column: null }, String(limit));
  };
  return {
    fault(code, line, detail = "", column) {
      if (faults.length >= STATEMENT_PROBLEMS_MAX) return stop("too_many_problems", line, STATEMENT_PROBLEMS_MAX);
      tell(faults, { severity: "error", code, line, column: column ?? null }, detail);
    },
    remark(code, line, detail = "") {
      if (remarks.length < STATEMENT_PROBLEMS_MAX) tell(remarks, { severity: "remark", code, line, column: null }, detail);
    },
    day(day) {
      const known = days.get(day);
      if (known !== undefined) return known;
      days.set(day, day);
      return day;
    },
    countsRow(line) {
      seen.rows += 1;
      if (seen.rows > STATEMENT_ROWS_MAX) stop("too_many_rows", line, STATEMENT_ROWS_MAX);
      return !seen.isFull;
    },
    take(draft) {
      if (drafts.length >= STATEMENTS_MAX) return stop("too_many_statements", 0, STATEMENTS_MAX);
      drafts.push(draft);
    },
    isFull: () => seen.isFull,
    finish(format) {
      if (faults.length > 0) return { format, statements: [], problems: [...faults, ...remarks] };
      if (drafts.every(({ rows }) => rows.length === 0)) tell(remarks, { severity: "remark", code: "no_rows", line: 0, column: null }, "");
      return { format, statements: drafts, problems: remarks };
    },
  };
}

/** A reading of nothing, for one reason. */
export function refused(format: StatementFormat | null, code: StatementFaultCode, line = 0, detail = ""): StatementReading {
  const book = createBook();
  book.fault(code, line, detail);
  return book.finish(format);
}
