import { constants, deflateRawSync, gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readBalance } from "#documents/balance/read";
import { readXlsx, XLSX_LIMITS } from "#documents/balance/xlsx";
import { bytesOf, HEADINGS, textRow, workbook } from "./files.ts";

const read = (bytes: Uint8Array | string) => readBalance(typeof bytes === "string" ? bytesOf(bytes) : bytes, null);
const GOOD = workbook({ Balance: textRow(1, ...HEADINGS) + textRow(2, "512000", "Banque", "1", "") });
const garbage = (length: number): Uint8Array => {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
};
const withPart = (name: string, part: string | Uint8Array) => workbook({ Balance: textRow(1, ...HEADINGS) }, { parts: { [name]: part } });
const SHEET = "xl/worksheets/sheet0.xml";
const wide = (count: number) => `<worksheet><sheetData><row r="1">${"<c/>".repeat(count)}</row></sheetData></worksheet>`;

/** A zip that says it holds another's length, or whatever else is written into its directory. */
function patched(bytes: Uint8Array, signature: number, offset: number, value: number): Uint8Array {
  const copy = Buffer.from(bytes);
  for (let at = 0; at < copy.length - 4; at += 1) if (copy.readUInt32LE(at) === signature) copy.writeUInt16LE(value, at + offset);
  return copy;
}
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** What reading a bomb may grow the process by: pieces of 64 kB, and what is not yet collected. */
const GROWTH_MAX = 100_000_000;

/** A workbook whose sheet is a megabyte of blanks again and again, packed a thousandfold. */
function bombOf(length: number): Uint8Array {
  const head = deflateRawSync("<worksheet>", { finishFlush: constants.Z_FULL_FLUSH });
  const megabyte = deflateRawSync(Buffer.alloc(1_048_576, " "), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const packed = Buffer.concat([head, ...Array.from({ length: Math.floor(length / megabyte.byteLength) - 1 }, () => megabyte)]);
  const archive = Buffer.from(workbook({ Balance: "" }, { parts: { [SHEET]: packed }, level: 0 }));
  for (let at = archive.indexOf("PK\u0001\u0002"); at >= 0; at = archive.indexOf("PK\u0001\u0002", at + 1))
    if (archive.subarray(at + 46, at + 46 + SHEET.length).toString() === SHEET) archive.writeUInt16LE(8, at + 10);
  return archive;
}

const FILES: readonly (readonly [string, string, () => Uint8Array | string])[] = [
  ["nothing", "file_empty", () => ""],
  ["blanks", "file_empty", () => " \r\n\t "],
  ["4 MB of noise", "not_text", () => garbage(4_000_000)],
  ["4 MB of one letter", "no_headings", () => Buffer.alloc(4_000_000, "x")],
  ["4 MB of line ends", "file_empty", () => Buffer.alloc(4_000_000, "\n")],
  ["4 MB of separators", "no_headings", () => Buffer.alloc(4_000_000, ";")],
  ["4 MB of quotes", "no_headings", () => Buffer.alloc(4_000_000, '"')],
  [
    "half a letter of UTF-8 among others",
    "encoding_mixed",
    () => Buffer.concat([bytesOf("Compte;Débit;Crédit\n"), Buffer.from([0xc3, 0x28])]),
  ],
  ["UTF-16 without its mark", "not_text", () => Buffer.from("Compte;Débit;Crédit\n", "utf16le")],
  ["UTF-16 cut in a letter", "not_text", () => Buffer.from([0xff, 0xfe, 0x41])],
  ["a PDF", "pdf_file", () => "%PDF-1.7\n"],
  ["an old workbook", "old_workbook", () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
  ["a gzip", "other_archive", () => gzipSync("Compte;Débit;Crédit")],
  ["a balance without a number of account", "no_headings", () => "Libellé;Débit;Crédit\nBanque;1;1"],
  ["headings alone", "no_rows", () => "Compte;Débit;Crédit\n"],
  ["a quote that is never closed", "quote_open", () => 'Compte;Débit;Crédit\n512000;"1;0\n'],
  ["a comma inside an amount without quotes", "line_too_wide", () => "Compte,Débit,Crédit\n512000,12,50,0\n"],
  ["half a workbook", "zip_damaged", () => GOOD.subarray(0, GOOD.length / 2)],
  ["an empty archive", "workbook_missing", () => zipSync({})],
  ["a workbook in an archive", "workbook_missing", () => zipSync({ "balance.xlsx": GOOD })],
  ["an archive of too many files", "zip_too_many_entries", () => patched(GOOD, END, 10, 3_000)],
  ["an archive that lists more files than it has", "zip_damaged", () => patched(GOOD, END, 10, 30)],
  ["an encrypted workbook", "zip_encrypted", () => patched(GOOD, CENTRAL, 8, 1)],
  ["a workbook packed in another way", "zip_damaged", () => patched(GOOD, CENTRAL, 10, 12)],
  ["a workbook one byte of which was changed", "zip_damaged", () => patched(GOOD, CENTRAL, 16, 1)],
  [
    "entities that multiply",
    "xml_doctype",
    () => withPart(SHEET, `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>`),
  ],
  [
    "entities from outside",
    "xml_doctype",
    () => withPart("xl/workbook.xml", `<?xml version="1.0"?><!DOCTYPE l SYSTEM "file:///etc/passwd"><workbook/>`),
  ],
  ["an entity nobody declared", "workbook_xml", () => withPart("xl/sharedStrings.xml", "<sst><si><t>&b19;</t></si></sst>")],
  ["elements without end", "workbook_xml", () => withPart(SHEET, "<worksheet><sheetData><row>")],
  ["elements in elements in elements", "workbook_xml", () => withPart(SHEET, "<a>".repeat(100_000))],
  ["fifty thousand columns", "column_beyond", () => withPart(SHEET, wide(50_000))],
  ["a column no sheet has", "column_beyond", () => withPart(SHEET, '<worksheet><row r="1"><c r="ZZZZ1"/></row></worksheet>')],
  [
    "a sheet that is not there",
    "workbook_missing",
    () =>
      withPart(
        "_rels/.rels",
        `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/other/workbook.xml"/></Relationships>`,
      ),
  ],
];

describe("a hostile or broken file", () => {
  it.each(FILES)("%s is refused as %s, and gives no row", async (_, code, make) => {
    const { rows, problems } = await read(make());
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(rows.length === 0 || problems.length > 0).toBe(true);
    expect(JSON.stringify(problems)).not.toMatch(/root:|haha/);
  });

  it("a bomb is refused after at most what the limits let out, whatever it says of its size", async () => {
    const blanks = Buffer.alloc(6_000_000, " ");
    const bomb = workbook({ Balance: "" }, { parts: { [SHEET]: Buffer.concat([bytesOf("<worksheet>"), blanks]) } });
    expect(bomb.byteLength).toBeLessThan(100_000);
    const reading = await read(bomb);
    expect(reading.problems.map(({ code }) => code)).toEqual(["zip_ratio"]);
    expect(reading.bytesRead).toBeLessThan(XLSX_LIMITS.ratio * bomb.byteLength + 1_048_576);
  });

  it("a bomb of 4 MB that would be 4 GB is given up at the size of an entry, in little memory", async () => {
    const bomb = bombOf(4_100_000);
    expect(bomb.byteLength).toBeLessThan(4_194_304);
    const before = process.memoryUsage().rss;
    const reading = await readXlsx(bomb, { ...XLSX_LIMITS, entryBytes: 4_000_000 });
    const grown = process.memoryUsage().rss - before;
    expect(reading.problems).toMatchObject([{ code: "zip_too_large", detail: SHEET }]);
    expect(reading.bytesRead - bomb.byteLength).toBeLessThan(4_000_000 + 65_536 + 2_000);
    expect(grown).toBeLessThan(GROWTH_MAX);
  });

  it("and one that packs modestly is refused at the size of an entry, or of all of them, to the piece", async () => {
    const text = `<sst>${"<si><t>a</t></si>".repeat(60_000)}</sst>`;
    const bomb = workbook({ Balance: textRow(1, ...HEADINGS) }, { parts: { "xl/sharedStrings.xml": text } });
    for (const limits of [{ entryBytes: 500_000 }, { totalBytes: 500_000 }]) {
      const reading = await readXlsx(bomb, { ...XLSX_LIMITS, ...limits });
      expect(reading.problems).toMatchObject([{ code: "zip_too_large" }]);
      expect(reading.bytesRead - bomb.byteLength).toBeLessThan(500_000 + 65_536 + 2_000);
    }
    expect((await readXlsx(bomb)).problems).toMatchObject([{ code: "no_rows" }]);
  });

  it("its problems are told up to a hundred, in few characters each, and reading stops there", async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `X${at};${"9".repeat(200)};\u202e0`);
    const { problems } = await read(["Compte;Débit;Crédit", ...lines].join("\n"));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatchObject({ code: "too_many_problems", line: 101 });
    expect(problems.every(({ detail }) => detail.length <= 41 && !/\p{C}/u.test(detail))).toBe(true);
  });
});
