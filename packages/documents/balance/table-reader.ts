import { shown } from "../text/shown.ts";
import { type BalanceLayout, fieldOf, layoutOf } from "./headings.ts";
import {
  BALANCE_LINES_MAX,
  BALANCE_PROBLEMS_MAX,
  BALANCE_ROWS_MAX,
  type BalanceProblem,
  type BalanceRemark,
  type ReadRow,
  remarkAt,
} from "./reading.ts";
import { readRow } from "./row.ts";
import type { Amounts } from "./row-amounts.ts";
import { subtotalsAmong } from "./subtotals.ts";
import { cellAt, type TableLine, textsOf } from "./table-line.ts";
import { createSums, type Summing, summingOf } from "./totals.ts";

/** What a table came to. */
export type TableReading = {
  readonly hasHeadings: boolean;
  readonly rows: readonly ReadRow[];
  readonly problems: readonly BalanceProblem[];
  readonly remarks: readonly BalanceRemark[];
};

export type TableReader = {
  /** Takes the next line; false when no more are wanted. */
  take(line: TableLine): boolean;
  hasHeadings(): boolean;
  finish(): TableReading;
};

/** Lines above the headings: a company's name, dates, a title. */
export const PREAMBLE_LINES_MAX = 60;
/** Remarks of one kind told at most; a balance has totals by the dozen. */
const REMARKS_MAX = 20;

type State = {
  headings: { readonly layout: BalanceLayout; readonly texts: readonly string[] } | null;
  above: readonly string[];
  taken: number;
};

/** Reads a table line by line: finds its headings, then accounts, and holds totals against them. Memory: the accounts, nothing of the lines. */
export function createTableReader(width: Width): TableReader {
  const state: State = { headings: null, above: [], taken: 0 };
  const found = createFound();
  return {
    take(line) {
      state.taken += 1;
      if (state.taken > BALANCE_LINES_MAX) return found.stop("too_many_lines", line, String(BALANCE_LINES_MAX));
      if (state.headings === null) return lookForHeadings(line, state, found);
      const { layout, texts } = state.headings;
      if (width === "as_wide_as_headings" && isWider(line, texts)) found.problem({ ...tooWide(line), place: line.placeOf(null) });
      else if (!isRepeated(line, texts)) readBelow(line, layout, found);
      return !found.isFull(line);
    },
    hasHeadings: () => state.headings !== null,
    finish: () => ({ hasHeadings: state.headings !== null, ...found.result() }),
  };
}

function lookForHeadings(line: TableLine, state: State, found: Found): boolean {
  const texts = textsOf(line);
  const layout = layoutOf(texts, state.above);
  if (layout !== null) {
    state.headings = { layout, texts };
    if (state.taken > 1)
      found.remark({ code: "preamble_skipped", line: line.line, place: line.placeOf(null), detail: String(state.taken - 1) });
    if (!layout.columns.has("debitBalance") && !layout.columns.has("balance")) found.remark(remarkAt("balances_computed", line.line, ""));
    for (const { column, heading } of layout.unread)
      found.remark({ code: "column_not_used", line: line.line, place: line.placeOf(column), detail: shown(heading) });
    return true;
  }
  state.above = texts;
  return state.taken < PREAMBLE_LINES_MAX;
}

/** Text parted by commas, its amounts too: an unquoted decimal comma makes a line wider than its headings. A sheet may have notes beside. */
type Width = "any" | "as_wide_as_headings";

const isWider = ({ cells }: TableLine, headings: readonly string[]): boolean =>
  cells.slice(headings.length).some((cell) => cell !== undefined && cell.text.trim() !== "");

const tooWide = ({ line, cells }: TableLine) => ({ code: "line_too_wide", line, field: null, detail: String(cells.length) }) as const;

/** Every page of a print begins with the headings again. */
const isRepeated = (line: TableLine, headings: readonly string[]): boolean => {
  const texts = textsOf(line);
  return headings.every((heading, column) => (texts[column] ?? "") === heading);
};

function readBelow(line: TableLine, layout: BalanceLayout, found: Found): void {
  const summing = summingOf(line, layout);
  const { row, problems, amounts } = readRow(line, layout);
  if (summing !== null) {
    const unreadable = problems.filter(({ field }) => field !== "account");
    if (unreadable.length > 0) for (const problem of unreadable) found.problem(problem);
    else if (amounts.size > 0) found.event({ line, layout, summing, amounts });
    return;
  }
  for (const problem of problems) {
    const isHeading = problem.field === "account" && fieldOf(cellAt(line, layout.columns.get("account")).text) === "account";
    if (!isHeading) found.problem(problem);
  }
  if (row !== null) found.event({ row, amounts, isShort: cellAt(line, layout.columns.get("account")).text.trim().length <= SHORT });
}

/** Digits of a heading of the chart, which no account has. */
const SHORT = 2;

type Found = ReturnType<typeof createFound>;

/** A row, or a total to be held against the rows before it, in the order of the file. */
type Event =
  | { readonly row: ReadRow; readonly amounts: Amounts; readonly isShort: boolean }
  | { readonly line: TableLine; readonly layout: BalanceLayout; readonly summing: Summing; readonly amounts: Amounts };

function createFound() {
  const events: Event[] = [];
  const problems: BalanceProblem[] = [];
  const remarks: BalanceRemark[] = [];
  const counts = { rows: 0 };
  const problem = (one: BalanceProblem): void => void problems.push(one);
  const remark = (one: BalanceRemark): void => {
    if (remarks.filter(({ code }) => code === one.code).length < REMARKS_MAX) remarks.push(one);
  };
  const stop = (code: BalanceProblem["code"], line: TableLine, detail: string): false => {
    problem({ code, line: line.line, field: null, place: line.placeOf(null), detail });
    return false;
  };
  return {
    problem,
    remark,
    stop,
    event(one: Event): void {
      events.push(one);
      if ("row" in one) counts.rows += 1;
    },
    isFull(line: TableLine): boolean {
      if (counts.rows > BALANCE_ROWS_MAX) stop("too_many_rows", line, String(BALANCE_ROWS_MAX));
      else if (problems.length >= BALANCE_PROBLEMS_MAX) stop("too_many_problems", line, String(BALANCE_PROBLEMS_MAX));
      else return false;
      return true;
    },
    result() {
      const rows = settled(events, problem, remark);
      return { rows, problems: problems.slice(0, BALANCE_PROBLEMS_MAX + 1), remarks };
    },
  };
}

/** The rows without those that sum up others, once every total of the file was held against those before it. */
function settled(
  events: readonly Event[],
  problem: (one: BalanceProblem) => void,
  remark: (one: BalanceRemark) => void,
): readonly ReadRow[] {
  const written = events.flatMap((event) => ("row" in event ? [event] : []));
  const { subtotals, ...found } = subtotalsAmong(written);
  found.problems.forEach(problem);
  found.remarks.forEach(remark);
  const sums = createSums();
  for (const event of events) {
    if ("row" in event) {
      if (!subtotals.has(event.row)) sums.take(event.row, event.amounts);
      continue;
    }
    const { line, layout, summing, amounts } = event;
    const place = { line: line.line, place: line.placeOf(null), detail: shown(summing.words) };
    const told = summing.kind === "total" ? sums.check(line, layout, summing, amounts) : ({ code: "total_unchecked", ...place } as const);
    if ("field" in told) problem(told);
    else remark(told);
  }
  return written.flatMap(({ row }) => (subtotals.has(row) ? [] : [row]));
}
