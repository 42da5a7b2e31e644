import { readHeader } from "../fec/checks/header.ts";
import { FEC_COLUMNS } from "../fec/columns.ts";
import { textOf } from "../text/charset.ts";
import { readCsv } from "./csv.ts";
import { type Bytes, readFecBalance } from "./fec.ts";
import type { Period } from "./fec-period.ts";
import type { BalanceProblemCode } from "./problem-codes.ts";
import { type BalanceReading, unreadable } from "./reading.ts";
import { readXlsx } from "./xlsx.ts";

/**
 * Reads a trial balance from a file of any of the formats, known by its content and never by its name. Never throws on what it holds:
 * everything wrong with it is in `problems`. `period`: the fiscal year where the caller knows it, which a FEC can be read without.
 */
export async function readBalance(bytes: Uint8Array, period: Period | null): Promise<BalanceReading> {
  const bytesRead = bytes.byteLength;
  if (bytesRead === 0) return unreadable("csv", "file_empty");
  if (startsWith(bytes, ZIP) || startsWith(bytes, EMPTY_ZIP)) return readXlsx(bytes);
  const other = OTHERS.find(({ signature }) => startsWith(bytes, signature));
  if (other) return unreadable(other.code === "old_workbook" ? "xlsx" : "csv", other.code, { bytesRead });
  const read = textOf(bytes);
  if ("code" in read) return unreadable("csv", read.code, { line: read.line, detail: read.detail, bytesRead });
  if (isFec(read.text)) return readFecBalance(() => once(bytes, read.charset, read.text), bytesRead, period);
  return readCsv(read.text, read.charset, bytesRead);
}

/** Files beyond this are streamed, which only a FEC can be: no balance is so long. */
const COLLECTED_BYTES_MAX = 16_000_000;
const HEAD_BYTES = 4_000;

/** The same for a file that lies elsewhere, and may be long: a FEC is read as it streams, twice when its year is not told. */
export async function readStoredBalance(open: Bytes, size: number, period: Period | null): Promise<BalanceReading> {
  const head = await collected(open(), HEAD_BYTES);
  if (isFec(Buffer.from(head).toString("latin1").replace(UTF8_MARK, ""))) return readFecBalance(open, size, period);
  if (size > COLLECTED_BYTES_MAX) return unreadable("csv", "file_too_large", { detail: "16", bytesRead: head.byteLength });
  return readBalance(await collected(open(), size), period);
}

const UTF8_MARK = /^\u00ef\u00bb\u00bf/;

/** The first bytes of a stream, so many at most. */
async function collected(source: AsyncIterable<Uint8Array>, bytesMax: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    pieces.push(piece);
    length += piece.byteLength;
    if (length >= bytesMax) break;
  }
  return Buffer.concat(pieces).subarray(0, bytesMax);
}

const ZIP = [0x50, 0x4b, 0x03, 0x04] as const;
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06] as const;
const OTHERS: readonly { readonly signature: readonly number[]; readonly code: BalanceProblemCode }[] = [
  { signature: [0x25, 0x50, 0x44, 0x46], code: "pdf_file" },
  // The old .xls, and a workbook under a password.
  { signature: [0xd0, 0xcf, 0x11, 0xe0], code: "old_workbook" },
  { signature: [0x1f, 0x8b], code: "other_archive" },
  { signature: [0x37, 0x7a, 0xbc, 0xaf], code: "other_archive" },
  { signature: [0x52, 0x61, 0x72, 0x21], code: "other_archive" },
];

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean => signature.every((byte, place) => bytes[place] === byte);

const HEADER_MAX = 4_000;
/** Columns of a FEC that no balance has: with them, a file is one, whatever else is missing. */
const TELLING = ["JournalCode", "EcritureDate", "CompteNum"] as const satisfies readonly (typeof FEC_COLUMNS)[number][];

function isFec(text: string): boolean {
  const header = /^[^\r\n]*/.exec(text.slice(0, HEADER_MAX))?.[0] ?? "";
  const layout = readHeader(header, () => undefined);
  return layout !== undefined && TELLING.every((name) => (layout.places[FEC_COLUMNS.indexOf(name)] ?? layout.fields) < layout.fields);
}

/** The bytes as they are; what was UTF-16 goes on as UTF-8, which the reader of a FEC knows. */
async function* once(bytes: Uint8Array, charset: string, text: string): AsyncGenerator<Uint8Array> {
  yield charset === "utf-16" ? Buffer.from(text, "utf8") : bytes;
}
