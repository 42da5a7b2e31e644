import { textOf } from "../text/charset.ts";
import { type Book, createBook, refused } from "./book.ts";
import { isXml, readCamt } from "./camt.ts";
import { isCfonb, readCfonb } from "./cfonb.ts";
import { readCsv } from "./csv.ts";
import { STATEMENT_BYTES_MAX } from "./limits.ts";
import { isMt940, readMt940 } from "./mt940.ts";
import { isOfx, readOfx } from "./ofx.ts";
import type { StatementFaultCode } from "./problem-codes.ts";
import { isQif, readQif } from "./qif.ts";
import type { StatementFormat, StatementReading } from "./reading.ts";

/**
 * Reads the bank statements of a file of any of the formats, known by its content and never by its name. Never throws on what it holds:
 * everything wrong with it is in `problems`, and with an error among them there are no statements.
 */
export function readStatements(bytes: Uint8Array, bytesMax: number = STATEMENT_BYTES_MAX): StatementReading {
  if (bytes.byteLength === 0) return refused(null, "file_empty");
  if (bytes.byteLength > bytesMax) return refused(null, "file_too_large", 0, String(Math.floor(bytesMax / 1_000_000)));
  const other = OTHERS.find(({ signature }) => signature.every((byte, place) => bytes[place] === byte));
  if (other) return refused(null, other.code);
  const read = textOf(bytes);
  if ("code" in read) return refused(null, read.code, read.line, read.detail);
  if (read.text.trim() === "") return refused(null, "file_empty");
  const head = read.text.slice(0, HEAD_MAX).trimStart();
  const reader = READERS.find(({ is }) => is(head));
  if (!reader) return refused(null, "format_unknown");
  const book = createBook();
  reader.read(read.text, book);
  return book.finish(reader.format);
}

/** Characters in which a format shows. */
const HEAD_MAX = 4_000;

const READERS: readonly {
  readonly format: StatementFormat;
  readonly is: (head: string) => boolean;
  readonly read: (text: string, book: Book) => void;
}[] = [
  { format: "ofx", is: isOfx, read: readOfx },
  { format: "camt053", is: isXml, read: readCamt },
  { format: "cfonb120", is: isCfonb, read: readCfonb },
  { format: "mt940", is: isMt940, read: readMt940 },
  { format: "qif", is: isQif, read: readQif },
  { format: "csv", is: () => true, read: readCsv },
];

const OTHERS: readonly { readonly signature: readonly number[]; readonly code: StatementFaultCode }[] = [
  { signature: [0x25, 0x50, 0x44, 0x46], code: "pdf_file" },
  { signature: [0xd0, 0xcf, 0x11, 0xe0], code: "old_workbook" },
  { signature: [0x50, 0x4b, 0x03, 0x04], code: "archive_file" },
  { signature: [0x50, 0x4b, 0x05, 0x06], code: "archive_file" },
  { signature: [0x1f, 0x8b], code: "archive_file" },
  { signature: [0x37, 0x7a, 0xbc, 0xaf], code: "archive_file" },
  { signature: [0x52, 0x61, 0x72, 0x21], code: "archive_file" },
];
