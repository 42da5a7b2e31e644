import type { TextCharset } from "../text/charset.ts";
import { recordsOf } from "../text/records.ts";
import { type BalanceReading, type BalanceRemark, unreadable } from "./reading.ts";
import type { TableLine } from "./table-line.ts";
import { createTableReader, PREAMBLE_LINES_MAX, type TableReading } from "./table-reader.ts";

const SEPARATORS = [";", "\t", "|", ","] as const;

/** Reads a balance from text: the separator is the one under which headings are found. `bytesRead`: those the text came from. */
export function readCsv(text: string, charset: TextCharset, bytesRead: number): BalanceReading {
  if (text.trim() === "") return unreadable("csv", "file_empty", { bytesRead });
  const separator = SEPARATORS.find((one) => hasHeadings(text, one));
  if (separator === undefined) return unreadable("csv", "no_headings", { line: 1, bytesRead });
  const { rows, problems, remarks } = readWith(text, separator);
  const read: BalanceRemark[] =
    charset === "iso-8859-15" || charset === "windows-1252" || charset === "utf-16" ? [charsetRemark(charset)] : [];
  const none = rows.length === 0 && problems.length === 0 ? unreadable("csv", "no_rows", { line: 1 }).problems : [];
  return {
    ...{ format: "csv", rows, problems: [...problems, ...none], remarks: [...read, ...remarks] },
    ...{ startsOn: null, endsOn: null, bytesRead },
  };
}

const charsetRemark = (charset: TextCharset): BalanceRemark => ({
  ...{ code: "charset_read", line: 1, place: "1", detail: charset.toUpperCase().replace("WINDOWS", "Windows") },
});

/** Whether the first lines hold headings when parted so. */
function hasHeadings(text: string, separator: string): boolean {
  const reader = createTableReader("as_wide_as_headings");
  let count = 0;
  for (const record of recordsOf(text.slice(0, HEAD_MAX), separator)) {
    count += 1;
    if ("code" in record || count > PREAMBLE_LINES_MAX) return false;
    reader.take(lineOf(record.line, record.fields));
    if (reader.hasHeadings()) return true;
  }
  return false;
}

/** Characters in which headings are looked for. */
const HEAD_MAX = 40_000;

function readWith(text: string, separator: string): TableReading {
  const reader = createTableReader("as_wide_as_headings");
  for (const record of recordsOf(text, separator)) {
    if ("code" in record) {
      const { rows, problems, ...rest } = reader.finish();
      return { ...rest, rows: [], problems: [...problems, { ...record, field: null, place: String(record.line), detail: "" }] };
    }
    if (!reader.take(lineOf(record.line, record.fields))) break;
  }
  return reader.finish();
}

const lineOf = (line: number, fields: readonly string[]): TableLine => ({
  line,
  cells: fields.map((text) => ({ text, binary: false, fault: null })),
  placeOf: () => String(line),
});
