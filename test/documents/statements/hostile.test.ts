import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STORED_STATEMENT_BYTES_MAX } from "#documents/statements/limits";
import { readStatements } from "#documents/statements/read";
import { CAMT_053 } from "./camt-samples.ts";
import { CFONB_120 } from "./cfonb-samples.ts";
import { CSV_SAMPLES } from "./csv-samples.ts";
import { MT_940 } from "./mt940-samples.ts";
import { OFX_1, OFX_2 } from "./ofx-samples.ts";
import { QIF } from "./qif-samples.ts";
import { codesOf, latin1, utf8 } from "./samples.ts";

const MEGABYTES = 4_000_000;
const filled = (unit: string) => Buffer.alloc(MEGABYTES, unit);
function noise(length: number): Uint8Array {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
const padded = (head: string, unit: string) => Buffer.concat([utf8(head), filled(unit)]).subarray(0, MEGABYTES);

const SAMPLES: readonly (readonly [string, Uint8Array])[] = [
  ["OFX 1", latin1(OFX_1)],
  ["OFX 2", utf8(OFX_2)],
  ["CAMT.053", utf8(CAMT_053)],
  ["CFONB", latin1(CFONB_120)],
  ["MT940", utf8(MT_940)],
  ["QIF", latin1(QIF)],
  ...CSV_SAMPLES.map(({ name, text, encoding }) => [name, Buffer.from(text, encoding)] as const),
];

describe("a hostile or broken file", () => {
  it.each([
    ["nothing", "file_empty", () => utf8("")],
    ["blanks", "file_empty", () => utf8(" \r\n\t ")],
    ["more than the limit", "file_too_large", () => Buffer.alloc(MEGABYTES + 1, "a")],
    ["4 MB of noise", "not_text", () => noise(MEGABYTES)],
    ["4 MB of one letter", "format_unknown", () => filled("x")],
    ["4 MB of separators", "no_headings", () => filled(";")],
    ["4 MB of quotes", "format_unknown", () => filled('"')],
    ["4 MB of opening brackets", "format_unknown", () => filled("<")],
    ["4 MB of nested elements", "xml_malformed", () => filled("<a>")],
    ["4 MB of tags of OFX", "file_truncated", () => padded("OFXHEADER:100\n<OFX>", "<STMTTRN>")],
    ["4 MB of CDATA without end", "file_truncated", () => padded("OFXHEADER:100\n<OFX><STMTRS>", "<![CDATA[")],
    ["4 MB of comments without end", "file_truncated", () => padded("OFXHEADER:100\n<OFX><STMTRS>", "<!--")],
    ["a million columns", "line_too_wide", () => padded("Date;Libellé;Montant\n01/11/2026;A;1,00;", "1;")],
    ["a million headings", "no_headings", () => filled("Date;")],
    ["a quote without end among rows", "quote_open", () => padded('Date;Libellé;Montant\n01/11/2026;"', "a")],
    ["a million empty movements", "no_statement", () => padded("!Type:\n", "^\n")],
    ["records without end", "record_length", () => padded(CFONB_120.slice(0, 122), "04")],
    ["SWIFT fields without end", "record_order", () => padded(":20:A\n:60F:C261101EUR1,00\n", ":20:\n")],
    ["a PDF", "pdf_file", () => utf8("%PDF-1.7\n")],
    ["a gzip", "archive_file", () => gzipSync(OFX_1)],
    ["a workbook", "archive_file", () => Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14])],
    ["an old workbook", "old_workbook", () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
    [
      "a letter of UTF-8 cut among others",
      "encoding_mixed",
      () => Buffer.concat([utf8("Date;Libellé;Montant\n"), Buffer.from([0xc3, 0x28])]),
    ],
    ["an entity from outside", "xml_doctype", () => utf8('<?xml version="1.0"?><!DOCTYPE d SYSTEM "file:///etc/passwd"><Document/>')],
    ["a web page", "xml_doctype", () => utf8("<!DOCTYPE html><html><body>Votre session a expiré</body></html>")],
    ["another XML", "camt_other", () => utf8("<Invoice><Amount>1</Amount></Invoice>")],
  ])("%s is refused as %s", (_, code, make) => {
    const reading = readStatements(make());
    expect(codesOf(reading)).toContain(code);
    expect(reading.statements).toEqual([]);
  });

  it("too many rows are refused, and the reading stops there", () => {
    const rows = "01/11/2026;A;1,00\n".repeat(100_001);
    const reading = readStatements(utf8(`Date;Libellé;Montant\n${rows}`));
    expect(reading.problems).toMatchObject([{ code: "too_many_rows", line: 100_002, detail: "100000" }]);
    expect(reading.statements).toEqual([]);
  });

  it("a hundred problems are told, and no more", () => {
    const { problems } = readStatements(utf8(`Date;Libellé;Montant\n${"01/11/2026;A;x\n".repeat(5_000)}`));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toBe("Ligne 102 : Plus de 100 anomalies : la lecture s'arrête ici.");
  });

  it("a stored file may be longer than one in a request", () => {
    const text = `Date;Libellé;Montant\n${`01/11/2026;${"A".repeat(60)};1,00\n`.repeat(60_000)}`;
    expect(codesOf(readStatements(utf8(text)))).toEqual(["file_too_large"]);
    expect(readStatements(utf8(text), STORED_STATEMENT_BYTES_MAX).statements[0]?.rows).toHaveLength(60_000);
  });
});

describe("whatever the bytes", () => {
  const safe = (bytes: Uint8Array): void => {
    const { statements, problems } = readStatements(bytes);
    const hasError = problems.some(({ severity }) => severity === "error");
    if (hasError) expect(statements).toEqual([]);
    for (const { rows } of statements)
      for (const row of rows) {
        expect(Number.isSafeInteger(row.amountCents)).toBe(true);
        expect(row.bookedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(row.label.length).toBeLessThanOrEqual(200);
        expect(row.details?.length ?? 0).toBeLessThanOrEqual(300);
      }
    for (const { message } of problems) expect(message).not.toContain("undefined");
  };

  it("random ones never throw", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), safe), { numRuns: 300 });
  });

  it.each(SAMPLES)("%s, cut anywhere, is refused or gives its first rows as they are", (_, bytes) => {
    const movedIn = (file: Uint8Array) =>
      readStatements(file).statements.flatMap(({ rows }) => rows.map(({ bookedOn, amountCents }) => `${bookedOn} ${amountCents}`));
    const whole = movedIn(bytes);
    fc.assert(
      fc.property(fc.nat(bytes.length), (length) => {
        const cut = bytes.subarray(0, length);
        safe(cut);
        const rows = movedIn(cut);
        expect(rows).toEqual(whole.slice(0, rows.length));
      }),
      { numRuns: 100 },
    );
  });

  it.each(SAMPLES)("%s, with bytes changed, never throws", (_, bytes) => {
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.oneof(fc.constantFrom(...utf8('<>&;"\n:^!0').values()), fc.nat(255)));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const copy = Uint8Array.from(bytes);
        for (const [place, byte] of changes) copy[place] = byte;
        safe(copy);
      }),
      { numRuns: 60 },
    );
  });
});
