import { ENTRY_LINES_MAX } from "#domain/ledger/entry";
import { belongs } from "../checks/entry-runs.ts";
import type { FecEntry, FecEntryLine, FecProblem } from "./fec-entry.ts";
import type { Row, RowHead } from "./row.ts";

/** Problems kept an entry: one is enough to refuse it. */
const PROBLEMS_MAX = 20;

type Open = {
  readonly first: RowHead & { readonly number: string };
  readonly head: RowHead;
  readonly lines: FecEntryLine[];
  readonly problems: FecProblem[];
  debitCents: number;
  creditCents: number;
  readable: boolean;
};

/**
 * Gathers lines into entries: a run of lines with one number, whether numbers run through the file or start again in each journal (the
 * rule is the checker's own). Lines without a number are gathered by date and voucher. Holds one entry of at most `ENTRY_LINES_MAX` lines.
 */
export function createGrouping() {
  let open: Open | undefined;
  return {
    /** Takes a line; gives back the entry before it when that one is complete. */
    take(row: Row): FecEntry | undefined {
      const first = keyed(row.head);
      const complete = open && !belongs(open, first) ? entryOf(open) : undefined;
      if (complete) open = undefined;
      open ??= { first, head: row.head, lines: [], problems: [], debitCents: 0, creditCents: 0, readable: true };
      add(open, row);
      return complete;
    },
    finish(): FecEntry | undefined {
      const last = open && entryOf(open);
      open = undefined;
      return last;
    },
  };
}

const keyed = (head: RowHead): RowHead => (head.number === "" ? { ...head, number: `\n${head.dateText}\n${head.pieceRef}` } : head);

function add(open: Open, { entryLine, problems }: Row): void {
  for (const problem of problems) note(open, problem);
  if (!entryLine) {
    open.readable = false;
    return;
  }
  open.debitCents += entryLine.debitCents;
  open.creditCents += entryLine.creditCents;
  if (open.lines.length < ENTRY_LINES_MAX) open.lines.push(entryLine);
  else if (!open.problems.some(({ code }) => code === "too_many_lines"))
    open.problems.push({ code: "too_many_lines", line: entryLine.line, detail: String(ENTRY_LINES_MAX) });
}

function note(open: Open, problem: FecProblem): void {
  if (open.problems.length < PROBLEMS_MAX) open.problems.push(problem);
}

function entryOf({ head, lines, problems }: Open): FecEntry {
  const { line, journal, journalLabel, number, date, dateText, pieceRef, pieceDate, label, validDate } = head;
  const undated: FecProblem[] = date ? [] : [{ code: "date_unreadable", line, detail: dateText }];
  return {
    line,
    journal,
    journalLabel,
    number,
    ...(date && { date }),
    pieceRef,
    ...(pieceDate && { pieceDate }),
    label,
    ...(validDate && { validDate }),
    lines,
    problems: [...undated, ...problems],
  };
}
