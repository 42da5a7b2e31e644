import { recordsOf } from "../text/records.ts";
import type { Book } from "./book.ts";
import { layoutOf } from "./csv-columns.ts";
import { preambleOf } from "./csv-preamble.ts";
import { createTable, type Table } from "./csv-table.ts";

const SEPARATORS = [";", "\t", ",", "|"] as const;
/** Lines above the headings, at most; the longest we know of has a dozen. */
const PREAMBLE_LINES_MAX = 40;
const HEAD_MAX = 40_000;

/** Reads a bank's table into the book: the separator is the one under which headings are found, above which anything may stand. */
export function readCsv(text: string, book: Book): undefined {
  const separator = SEPARATORS.find((one) => hasHeadings(text, one));
  if (separator === undefined)
    return book.fault(SEPARATORS.some((one) => text.slice(0, HEAD_MAX).includes(one)) ? "no_headings" : "format_unknown", 0);
  const state: State = { book, table: null, waiting: [], isEnded: /[\r\n]$/.test(text) };
  for (const record of recordsOf(text, separator)) {
    if ("code" in record) return book.fault(record.code, record.line);
    take(state, record.line, record.fields);
    if (book.isFull()) return;
  }
  endTable(state);
}

type State = {
  readonly book: Book;
  table: Table | null;
  /** Lines that are no rows: what stands above headings, or below the rows. */
  waiting: { readonly line: number; readonly fields: readonly string[] }[];
  readonly isEnded: boolean;
};

function hasHeadings(text: string, separator: string): boolean {
  let count = 0;
  for (const record of recordsOf(text.slice(0, HEAD_MAX), separator)) {
    count += 1;
    if ("code" in record || count > PREAMBLE_LINES_MAX) return false;
    if (layoutOf(record.fields)) return true;
  }
  return false;
}

/** A second line of headings begins the table of another account, as Crédit Agricole writes them one under the other. */
function take(state: State, line: number, fields: readonly string[]): undefined {
  const { book, table } = state;
  if (table?.isRow(fields)) {
    tellFooter(state);
    return table.take(line, fields);
  }
  const layout = layoutOf(fields);
  if (!layout) {
    if (state.waiting.length >= PREAMBLE_LINES_MAX) return book.fault("date_unreadable", line, fields[0]);
    state.waiting.push({ line, fields });
    return;
  }
  const above = state.waiting.filter((other) => !table?.hasAmount(other.fields));
  state.waiting = state.waiting.filter((other) => table?.hasAmount(other.fields));
  endTable(state);
  if (above.length > 0) book.remark("preamble_skipped", above[0]?.line ?? line, String(above.length));
  state.table = createTable(book, layout, preambleOf(above.map((other) => other.fields)));
}

const FOOTER = /^(?:(?:ancien|nouveau) )?(?:soldes?|totals?|totaux)\b/i;

/** Below the rows, balances and totals are met; anything else there may be a row nobody could read, and is refused. */
function tellFooter({ waiting, table, book }: State): void {
  for (const { line, fields } of waiting.splice(0)) {
    // In the first cell alone: a row that lost its date may well be labelled « TOTAL ENERGIES ».
    const [first = ""] = fields;
    if (FOOTER.test(first)) book.remark("footer_skipped", line, first);
    else book.fault("date_unreadable", line, table?.dayIn(fields) || fields.join(" ").trim());
  }
}

function endTable(state: State): void {
  if (!state.table) return;
  tellFooter(state);
  state.table.finish(state.isEnded);
  state.table = null;
}
