import fc from "fast-check";
import { expect, test } from "vitest";
import { createFecDecoder } from "#documents/fec/decoder";
import { createFecEncoder, fecBytes } from "#documents/fec/encoder";
import { fecFile } from "#documents/fec/writer";
import { books, collected, streamed } from "./books.ts";

function decoded(bytes: Uint8Array, cuts: readonly number[] = []) {
  const decoder = createFecDecoder();
  const places = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((left, right) => left - right), bytes.length];
  let text = "";
  for (const [index, place] of places.entries()) text += decoder.decode(bytes.subarray(place, places[index + 1] ?? place));
  return { text: text + decoder.finish(), charset: decoder.charset() };
}

/** Code points looked at together. */
const BATCH = 0x80;

const latin9 = (text: string): string => new TextDecoder("iso-8859-15").decode(createFecEncoder("iso-8859-15")(text));

test.each([
  ["ascii", "Loyer\tJanvier", Buffer.from("Loyer\tJanvier")],
  ["utf-8", "Société à l’été €", Buffer.from("Société à l’été €")],
  ["utf-8", "\uFEFFJournalCode", Buffer.from("\uFEFFJournalCode")],
  [
    "iso-8859-15",
    "Société 5 €, œuvre",
    Buffer.from([...Buffer.from("Société 5 ", "latin1"), 0xa4, 0x2c, 0x20, 0xbd, ...Buffer.from("uvre")]),
  ],
  ["windows-1252", "l’été 5 €", Buffer.from([0x6c, 0x92, 0xe9, 0x74, 0xe9, 0x20, 0x35, 0x20, 0x80])],
] as const)("reads %s, wherever it is cut", (charset, text, bytes) => {
  for (let cut = 0; cut <= bytes.length; cut += 1) expect(decoded(bytes, [cut])).toEqual({ text, charset });
  expect(
    decoded(
      bytes,
      Array.from(bytes, (_, index) => index),
    ),
  ).toEqual({ text, charset });
});

/** Code points of bytes 0x80 to 0x9F of Windows-1252 (WHATWG Encoding, index windows-1252). */
const WINDOWS_HIGH = [
  ...[0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f],
  ...[0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178],
];

test("reads every byte of the two single-byte charsets as their standards say", () => {
  const upper = Uint8Array.from({ length: 96 }, (_, index) => 0xa0 + index);
  expect(decoded(upper)).toEqual({ text: new TextDecoder("iso-8859-15").decode(upper), charset: "iso-8859-15" });
  const all = Uint8Array.from({ length: 128 }, (_, index) => 0x80 + index);
  const text = String.fromCodePoint(...WINDOWS_HIGH) + Buffer.from(upper).toString("latin1");
  expect(decoded(all)).toEqual({ text, charset: "windows-1252" });
});

test("refuses UTF-16 by its name", () => {
  for (const bytes of [Buffer.from("\uFEFFJournalCode", "utf16le"), Buffer.from("JournalCode", "utf16le"), Buffer.from([0, 0x4a, 0, 0x6f])])
    expect(decoded(bytes, [1, 2, 3])).toEqual({ text: "", charset: "utf-16" });
});

test("a damaged letter in a UTF-8 file does not turn the rest into another charset", () => {
  const bytes = Buffer.concat([Buffer.from("Été "), Buffer.from([0xc3]), Buffer.from(" école")]);
  for (let cut = 0; cut <= bytes.length; cut += 1) expect(decoded(bytes, [cut])).toEqual({ text: "Été \uFFFD école", charset: "utf-8" });
});

test("any bytes are read without failing, and valid UTF-8 always wins", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(200), { maxLength: 5 }), (bytes, cuts) => {
      expect(decoded(bytes, cuts).charset).toBeTypeOf("string");
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 60 }), fc.array(fc.nat(200), { maxLength: 5 }), (raw, cuts) => {
      const text = Buffer.from(`JournalCode${raw}`).toString();
      expect(decoded(Buffer.from(text), cuts).text).toBe(text);
    }),
  );
});

test("ISO 8859-15 keeps what it has and takes the nearest of what it has not", () => {
  expect(latin9("Œuvre œ € Š ž Ÿ é ç « »")).toBe("Œuvre œ € Š ž Ÿ é ç « »");
  expect(latin9("l’été “vu” … – — ‹a› ½ ™")).toBe(`l'été "vu" ... - - <a> 1/2 TM`);
  expect(latin9("Łódź Dvořák Ğ ő ﬁ Ⅷ")).toBe("Lódz Dvorák G o fi VIII".replace("ź", "z"));
  expect(latin9("😀 漢 ¤ ｜ \uD800")).toBe("? ? ? ? ?");
});

test("no text gains or loses a separator or a line end in ISO 8859-15, and every character is one its reader knows", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const bytes = createFecEncoder("iso-8859-15")(text);
      for (const mark of ["\t", "|", "\r", "\n"])
        expect(bytes.filter((byte) => byte === mark.charCodeAt(0))).toHaveLength(text.split(mark).length - 1);
    }),
    { numRuns: 200 },
  );
  for (let first = 0x80; first < 0x3_0000; first += BATCH) {
    const codes = Array.from({ length: BATCH }, (_, index) => first + index).filter((code) => code < 0xd800 || code > 0xdfff);
    expect(latin9(String.fromCodePoint(...codes))).not.toMatch(/[\t|\r\n]/);
  }
});

test("the file in ISO 8859-15 reads back as the file in UTF-8", async () => {
  const file = (await collected(fecFile(streamed(books())))).join("");
  const chunks: Uint8Array[] = [];
  for await (const chunk of fecBytes(fecFile(streamed(books())), { encoding: "iso-8859-15" })) chunks.push(chunk);
  expect(decoded(Buffer.concat(chunks))).toEqual({ text: file.replaceAll("–", "-").replaceAll("’", "'"), charset: "iso-8859-15" });
});
