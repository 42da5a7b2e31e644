import { cents, decimalComma, exponentOf } from "#domain/money";
import { type Sums, withTotals } from "../tables/sums.ts";
import type { Cell, Table, TableRow } from "../tables/table.ts";
import { guarded } from "./formula-guard.ts";

/**
 * `;` is what a French spreadsheet opens by a double click: decimal comma, dates JJ/MM/AAAA. `,` is what programs read: decimal
 * point, dates AAAA-MM-JJ, which no country reads with day and month exchanged.
 */
export type CsvSeparator = ";" | ",";

export type CsvOptions = {
  readonly separator?: CsvSeparator;
  /** Tells Excel that the file is UTF-8; many programs read it as part of the first header. */
  readonly byteOrderMark?: boolean;
  /** Totals are left out unless asked for: whoever adds up the column would count them twice. */
  readonly totals?: "left-out" | "printed";
};

const LINE_END = "\r\n";
const CHUNK_CHARACTERS = 64 * 1_024;

/** A table as CSV (RFC 4180), UTF-8, in chunks of some 64 kB as rows come. Text that looks like a formula is made harmless. */
export async function* csvBytes(
  table: Table,
  { separator = ";", byteOrderMark = false, totals = "left-out" }: CsvOptions = {},
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting = byteOrderMark ? "\uFEFF" : "";
  for await (const fields of records(table, separator, totals)) {
    waiting += fields.join(separator) + LINE_END;
    if (waiting.length < CHUNK_CHARACTERS) continue;
    yield encoder.encode(waiting);
    waiting = "";
  }
  if (waiting) yield encoder.encode(waiting);
}

async function* records(table: Table, separator: CsvSeparator, totals: CsvOptions["totals"]): AsyncGenerator<string[]> {
  yield table.columns.map(({ header }) => textField(header, separator));
  const printed = totals === "printed" ? table : { ...table, totalLabel: null, subtotalLabel: null };
  for await (const line of withTotals(printed)) {
    yield line.kind === "row" ? rowFields(line.row, separator) : totalFields(line.label, line.sums, separator);
  }
}

const rowFields = ({ cells }: TableRow, separator: CsvSeparator): string[] => cells.map((cell) => (cell ? field(cell, separator) : ""));

const totalFields = (label: string, sums: Sums, separator: CsvSeparator): string[] =>
  sums.map((sum, index) => {
    if (sum !== null) return amount(sum, 2, separator);
    return index === 0 ? textField(label, separator) : "";
  });

function field(cell: Cell, separator: CsvSeparator): string {
  switch (cell.kind) {
    case "text":
      return textField(cell.text, separator);
    case "integer":
      return String(cell.integer);
    case "date":
      return separator === ";" ? cell.date.split("-").reverse().join("/") : cell.date;
    case "cents":
      return amount(cell.cents, 2, separator);
    case "money":
      return amount(cell.minorUnits, exponentOf(cell.currency), separator);
  }
}

/** Never quoted, even with a minus sign before it: it stays a number. */
function amount(minorUnits: number, exponent: number, separator: CsvSeparator): string {
  const withComma = decimalComma(cents(minorUnits), exponent);
  return separator === ";" ? withComma : withComma.replace(",", ".");
}

/** Control characters mean nothing in a label, and a NUL ends the file for some readers. Tabs and line ends stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

function textField(text: string, separator: CsvSeparator): string {
  const harmless = guarded(text.replace(CONTROL, ""));
  const mustQuote = harmless.includes(separator) || /["\r\n\t]|^\s|\s$/.test(harmless);
  return mustQuote ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
