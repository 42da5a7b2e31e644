import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FEC_COLUMNS } from "#documents/fec/columns";
import { fecFileName } from "#documents/fec/file-name";
import { fecHeader, fecLines } from "#documents/fec/lines";
import { fecNotice } from "#documents/fec/notice";
import { fecFile } from "#documents/fec/writer";
import { businessDate } from "#domain/dates";
import { AccountNumber, JournalCode } from "#domain/ledger/entry";
import { cleanLabel } from "#domain/ledger/label";
import { books, collected, SIREN, streamed, YEAR } from "./books.ts";

const text = async (separator: "tab" | "pipe" = "tab"): Promise<string> =>
  (await collected(fecFile(streamed(books()), { separator }))).join("");

test("the year is written byte for byte as the golden file", async () => {
  expect(await text()).toBe(await readFile(new URL("../../golden/fec-2025.txt", import.meta.url), "utf8"));
});

test("the pipe form is the tab form with pipes", async () => {
  expect(await text("pipe")).toBe((await text()).replaceAll("\t", "|"));
});

test("every record has 18 fields, ends with CR LF, and holds no byte order mark nor control character", async () => {
  const file = await text();
  expect(file.endsWith("\r\n")).toBe(true);
  expect(file).not.toMatch(/\uFEFF|[^\r]\n|\r[^\n]/);
  const records = file.split("\r\n").slice(0, -1);
  expect(records[0]).toBe(FEC_COLUMNS.join("\t"));
  expect(records).toHaveLength(1 + books().reduce((count, { lines }) => count + lines.length, 0));
  for (const record of records) {
    expect(record.split("\t")).toHaveLength(18);
    expect(record.replaceAll("\t", "")).not.toMatch(/\p{Cc}|\|/u);
    expect(record).toBe(record.normalize("NFC"));
  }
});

test("amounts have a decimal comma, the empty side says 0,00, unused zones are empty", () => {
  const [debit = "", credit = ""] = fecLines(books()[1] ?? fail());
  expect(debit.split("\t").slice(11)).toEqual(["1500,00", "0,00", "", "", "20250415", "", ""]);
  expect(credit.split("\t").slice(11, 13)).toEqual(["0,00", "1500,00"]);
});

test("a third party is named on class 4 accounts only", () => {
  const entry = books()[3] ?? fail();
  const party = { code: "X1", name: "X" };
  const lines = fecLines({ ...entry, lines: entry.lines.map((line) => ({ ...line, thirdParty: party })) }).map((line) =>
    line.split("\t").slice(4, 8),
  );
  expect(lines).toEqual([
    ["512001", "Banque Crédit du Nord Pro", "", ""],
    ["411000", "Clients", "X1", "X"],
  ]);
});

test("PieceRef and EcritureLib are never blank, even when cleaning leaves nothing", () => {
  const entry = books()[4] ?? fail();
  const bare = { ...entry, pieceRef: "|", label: "\t", lines: entry.lines.map((line) => ({ ...line, label: "\u0000" })) };
  expect(fecLines(bare)[0]?.split("\t").slice(8, 11)).toEqual(["5", "20250205", "BQ1"]);
});

test("no text is between quotes, which the format does not know", () => {
  const entry = books()[3] ?? fail();
  const party = { code: "C1", name: '"DURAND" SARL' };
  const lines = entry.lines.map((line) => ({ ...line, label: '"Loyer"', accountLabel: 'Clients "Pro"', thirdParty: party }));
  const [, customer = ""] = fecLines({ ...entry, pieceRef: '"F1"', journalLabel: '"Banque"', lines });
  const fields = customer.split("\t");
  expect([fields[1], fields[5], ...fields.slice(7, 9), fields[10]]).toEqual([
    ...["'Banque'", "Clients 'Pro'", "'DURAND' SARL", "'F1'", "'Loyer'"],
  ]);
});

test("an account or a journal renamed in the year keeps one label in the file", async () => {
  const file = await text();
  expect(file).toContain("BQ2\tBanque Livret Pro\t12\t");
  expect(file).not.toContain("renommé");
});

test("a third party spelled in several ways keeps the name it was first printed with", async () => {
  const entry = books()[3] ?? fail();
  const named = (name: string, number: number) => ({
    ...{ ...entry, number },
    lines: entry.lines.map((line) => ({ ...line, account: AccountNumber.parse("411000"), thirdParty: { code: "C1", name } })),
  });
  const file = (await collected(fecFile(streamed([named("Dupont", 1), named("DUPONT", 2)])))).join("");
  const names = file
    .split("\r\n")
    .slice(1, -1)
    .map((line) => line.split("\t")[7]);
  expect([new Set(names), names.length]).toEqual([new Set(["Dupont"]), 2 * entry.lines.length]);
});

test("closing entries are left out", async () => {
  const entries = books();
  const closing = { ...(entries.at(-1) ?? fail()), number: 13, journal: JournalCode.parse("CL") };
  expect((await collected(fecFile(streamed([...entries, closing])))).join("")).toBe(await text());
});

test("entries out of order are refused", async () => {
  await expect(collected(fecFile(streamed(books().toReversed())))).rejects.toThrow("out of order at number 11");
});

test("a year without entries is a header alone", async () => {
  expect(await collected(fecFile(streamed([])))).toEqual([`${fecHeader()}\r\n`]);
});

test("the file is named after the SIREN and the closing day", () => {
  expect(fecFileName({ siren: SIREN, endsOn: businessDate("2025-06-30"), preview: false })).toBe("732829320FEC20250630.txt");
  expect(fecFileName({ siren: SIREN, endsOn: businessDate("2025-06-30"), preview: true })).toBe("APERCU_732829320FEC20250630.txt");
  expect(() => fecFileName({ siren: "73282932", endsOn: businessDate("2025-06-30"), preview: false })).toThrow(RangeError);
});

test("the notice describes every zone, the journals and the form of the file", () => {
  const notice = fecNotice({ company: "Atelier Démo", siren: SIREN, year: YEAR, fileName: "732829320FEC20251231.txt", separator: "pipe" });
  for (const [index, name] of FEC_COLUMNS.entries())
    expect(notice).toMatch(new RegExp(`^ ?${index + 1}\\. ${name} \\((alphanumérique|numérique|date AAAAMMJJ)\\) : .{10,}$`, "m"));
  for (const part of [
    "Atelier Démo",
    SIREN,
    "du 01/01/2025 au 31/12/2025",
    "732829320FEC20251231.txt",
    "NUMMA",
    "UTF-8",
    "barre verticale",
    "variable",
    "- VE : ",
    "- BQ1, BQ2",
    "prennent le numéro suivant de la suite et restent identifiables par leur journal (BOI-CF-IOR-60-40-20, § 110)",
    "une ligne par poste non soldé",
    "référence saisie par l'utilisateur",
    "gardent leurs codes et leurs libellés d'origine",
    "Guillemets droits",
  ])
    expect(notice).toContain(part);
});

test("the notice names the encoding of the file and what becomes of the letters it has not got", () => {
  const facts = { company: "Atelier Démo", siren: SIREN, year: YEAR, fileName: "732829320FEC20251231.txt", separator: "tab" } as const;
  expect(fecNotice(facts)).toContain("UTF-8, sans marque d'ordre des octets ; aucun caractère n'est translittéré");
  const notice = fecNotice({ ...facts, encoding: "iso-8859-15" });
  expect(notice).not.toContain("UTF-8");
  for (const part of [
    "ISO 8859-15",
    "Translittération : ",
    "point d'interrogation",
    "Journal AN",
    "Journal CL",
    "Lettrage : ",
    "Devises : ",
  ])
    expect(notice).toContain(part);
});

test("an entry of ten thousand lines is handed on in pieces, and small entries are joined when asked", async () => {
  const [model] = books();
  const [line] = model?.lines ?? [];
  if (!model || !line) fail();
  const long = { ...model, lines: Array.from({ length: 10_000 }, () => line) };
  const pieces = await collected(fecFile(streamed([long])));
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(100_000);
  expect(pieces.join("").split("\r\n")).toHaveLength(10_002);
  const joined = await collected(fecFile(streamed(books()), { pieceLength: 1_000 }));
  expect(joined.join("")).toBe(await text());
  for (const piece of joined.slice(0, -1)) expect(piece.length).toBeGreaterThan(1_000);
});

test("text the writer passes at a glance is text that cleaning leaves as it is", () => {
  const entry = books()[1] ?? fail();
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (label) => {
      const [first = ""] = fecLines({ ...entry, lines: entry.lines.map((line) => ({ ...line, label })) });
      expect(first.split("\t")[10]).toBe(unquoted(label) || unquoted(entry.label));
    }),
  );
  const [model = fail()] = entry.lines;
  const labels = Array.from({ length: 0x2200 }, (_, code) => `a${String.fromCharCode(code)}b`);
  const written = fecLines({ ...entry, lines: labels.map((label) => ({ ...model, label })) });
  expect(written.map((line) => line.split("\t")[10])).toEqual(labels.map(unquoted));
});

/** What cleaning and the absence of quoting leave of a label. */
const unquoted = (label: string): string => cleanLabel(label).replaceAll('"', "'");

function fail(): never {
  throw new Error("the books hold twelve entries");
}
