/** One record of a table of text: the line it starts at, and its fields, trimmed and cut short. */
export type TextRecord = { readonly line: number; readonly fields: readonly string[] };

/** What stops the reading: a quote nobody closed. */
export type RecordFault = { readonly line: number; readonly code: "quote_open" };

/** Fields of a record that are looked at; a bank or an accounting program writes a dozen or two. */
export const FIELDS_MAX = 200;
/** Characters of a field that are kept. */
const FIELD_MAX = 300;
/** A quoted field that goes on for longer than this many lines was never closed. */
const QUOTED_LINES_MAX = 20;

/**
 * The records of a text whose fields are parted by `separator` (RFC 4180: quotes around a field, doubled inside; line ends of any kind), one at
 * a time. Empty lines are left out. Flat memory: neither the number of fields nor their length is kept beyond its limit.
 */
export function* recordsOf(text: string, separator: string): Generator<TextRecord | RecordFault> {
  const cursor = { at: 0, line: 1 };
  while (cursor.at < text.length) {
    const line = cursor.line;
    const fields: string[] = [];
    let ended = false;
    while (!ended) {
      const opened = cursor.line;
      const field = text[cursor.at] === '"' ? quoted(text, cursor, separator) : bare(text, cursor, separator);
      if (field === null) {
        yield { line: opened, code: "quote_open" };
        return;
      }
      if (fields.length < FIELDS_MAX) fields.push(field.slice(0, FIELD_MAX).trim());
      ended = endOf(text, cursor, separator);
    }
    if (fields.some((field) => field !== "")) yield { line, fields };
  }
}

type Cursor = { at: number; line: number };

function bare(text: string, cursor: Cursor, separator: string): string {
  const from = cursor.at;
  while (cursor.at < text.length && !isEnd(text[cursor.at], separator)) cursor.at += 1;
  return text.slice(from, Math.min(cursor.at, from + FIELD_MAX));
}

const isEnd = (character: string | undefined, separator: string): boolean =>
  character === separator || character === "\n" || character === "\r";

/** Null when the quote is not closed. What follows the closing quote before the separator belongs to the field, as spreadsheets have it. */
function quoted(text: string, cursor: Cursor, separator: string): string | null {
  const first = cursor.line;
  let value = "";
  cursor.at += 1;
  for (;;) {
    const close = text.indexOf('"', cursor.at);
    if (close < 0) return null;
    const piece = text.slice(cursor.at, close);
    cursor.line += linesIn(piece);
    if (cursor.line - first > QUOTED_LINES_MAX) return null;
    if (value.length < FIELD_MAX) value += piece.replace(/[\r\n]+/g, " ");
    cursor.at = close + 1;
    if (text[cursor.at] !== '"') return value + bare(text, cursor, separator);
    value += '"';
    cursor.at += 1;
  }
}

const linesIn = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/** Steps over what ended a field; true when it ended the record. */
function endOf(text: string, cursor: Cursor, separator: string): boolean {
  if (text[cursor.at] === separator) {
    cursor.at += 1;
    return false;
  }
  cursor.at += text.startsWith("\r\n", cursor.at) ? 2 : 1;
  cursor.line += 1;
  return true;
}
