import { describe, expect, it } from "vitest";
import type { GeneralLedgerDocument, LedgerLine } from "#documents/books/general-ledger";
import { generalLedgerPdf } from "#documents/books/general-ledger-pdf";
import { printedAmount } from "#domain/amounts.fr";
import { businessDate } from "#domain/dates";
import { drawnTexts, pageCountOf, whole } from "../pdf/pdf-text.ts";
import { fonts, ledgerOf } from "./books.ts";

const printed = async (document: GeneralLedgerDocument, contents: "plain" | "compressed" = "plain") =>
  whole(generalLedgerPdf(document, await fonts(), { contents }));

describe("the printed ledger", async () => {
  const bytes = await printed(ledgerOf(60));
  const texts = drawnTexts(bytes);
  const lines: LedgerLine[] = [];
  for await (const account of ledgerOf(60, 1).accounts) for await (const line of account.lines) lines.push(line);
  const on = (page: number, y: number) =>
    texts
      .filter((drawn) => drawn.page === page && drawn.y === y)
      .toSorted((left, right) => left.x - right.x)
      .map(({ text }) => text);
  const rows = (label: string) => texts.filter(({ text }) => text === label).map(({ page, y }) => ({ page, cells: on(page, y) }));

  it("gives each account a title, its opening if it has one, and its total", () => {
    expect(pageCountOf(bytes)).toBe(6);
    expect(rows("Report à nouveau").map(({ cells }) => cells)).toEqual([
      ["Report à nouveau", "12\u202F345,67", "12\u202F345,67 D"],
      ["Report à nouveau", "987,00", "987,00 C"],
    ]);
    expect(rows("Total compte 411000").map(({ cells }) => cells)).toEqual([
      ["Total compte 411000", "16\u202F377,67", "4\u202F025,70", "12\u202F351,97 D"],
    ]);
    expect(rows("Total général").map(({ cells }) => cells)).toEqual([
      ["Total général", "24\u202F441,67", "13\u202F064,10", "11\u202F377,57 D"],
    ]);
  });

  it("carries an account from page to page under its name, with the same sums", () => {
    const [out, into] = [rows("À reporter"), rows("Report")];
    expect(out.length).toBeGreaterThan(2);
    const printedLines = texts.filter(({ page, text }) => page === 1 && /^\d\d\/\d\d\/\d{4}$/.test(text)).length;
    const first = lines.slice(0, printedLines);
    const sum = (side: "debitCents" | "creditCents", opening: number) =>
      printedAmount(first.reduce((all, line) => all + line[side], opening));
    expect(out[0]?.cells.slice(1)).toEqual([
      sum("debitCents", 1_234_567),
      sum("creditCents", 0),
      `${printedAmount(first.at(-1)?.balanceCents ?? 0)} D`,
    ]);
    expect(into.map(({ cells }) => cells.slice(1))).toEqual(out.map(({ cells }) => cells.slice(1)));
    expect(into.map(({ page }) => page)).toEqual(out.map(({ page }) => page + 1));
    expect(texts.filter(({ text }) => text.endsWith("(suite)"))).toHaveLength(into.length);
  });

  it("lists its accounts in the reader's table of contents", () => {
    const file = Buffer.from(bytes).toString("latin1");
    expect(file.match(/\/Dest \[\d+ 0 R \/Fit\]/g)).toHaveLength(3);
    expect(file).toContain("/Title (411000 Clients)");
  });

  it("breaks a long label between words in two lines, and only then cuts it", () => {
    const long = texts.filter(({ text }) => text.startsWith("VIR SEPA"));
    expect(new Set(long.map(({ text }) => text))).toEqual(new Set(["VIR SEPA RECU DE ÉTABLISSEMENTS DUBOIS ET ASSOCIÉS"]));
    expect(texts.some(({ text }) => text.startsWith("/MOTIF règlement des factures") && text.endsWith("…"))).toBe(true);
    expect(texts.some(({ text }) => text === "Frais kilométriques de l’été, 1 250 km à 0,529 €")).toBe(true);
  });

  it("keeps every text inside the margins of its page", () => {
    for (const { x, y, text } of texts) expect(x >= 28 && x < 814 && y > 20 && y < 580, text).toBe(true);
  });
});

it("calls what is before the first day printed a balance of the day before", async () => {
  const texts = drawnTexts(await printed({ ...ledgerOf(1), from: businessDate("2025-03-01") })).map(({ text }) => text);
  expect(texts.filter((text) => text === "Solde au 28/02/2025")).toHaveLength(2);
  expect(texts).not.toContain("Report à nouveau");
});

it("holds the id of a bank row on one line", async () => {
  const { accounts, ...document } = ledgerOf(1, 1);
  const pieceRef = "txn_00101JWQ8KGH4DMWNR7B6ZV";
  async function* banked() {
    for await (const account of accounts) {
      async function* lines() {
        for await (const line of account.lines) yield { ...line, pieceRef };
      }
      yield { ...account, lines: lines() };
    }
  }
  const texts = drawnTexts(await printed({ ...document, accounts: banked() }));
  const ends = texts.find(({ text }) => text === pieceRef);
  const label = texts.find(({ text, y }) => y === ends?.y && text.startsWith("Facture"));
  expect(ends).toBeDefined();
  expect(label?.x).toBeGreaterThan((ends?.x ?? 0) + 90);
});

it("prints what its fonts do not have as a replacement sign, and leaves out what has no shape", async () => {
  const { accounts, ...document } = ledgerOf(1, 1);
  async function* strange() {
    for await (const account of accounts) yield { ...account, label: "漢 😀 e\u0301t\u00ADe\u0301\u0000 Ωмега \u202E₂" };
  }
  const texts = drawnTexts(await printed({ ...document, accounts: strange() })).map(({ text }) => text);
  expect(texts).toContain("411000  \uFFFD \uFFFD été Ωмега ₂");
});

it("draws an amount smaller rather than outside its column", async () => {
  const { accounts, ...document } = ledgerOf(1, 1);
  async function* rich() {
    async function* none() {}
    for await (const { account, label } of accounts)
      yield { account, label, openingDebitCents: 99_999_999_999_999, openingCreditCents: 88_888_888_888_888, lines: none() };
  }
  const texts = drawnTexts(await printed({ ...document, accounts: rich() }));
  const startOf = (text: string) => texts.find((drawn) => drawn.text === text)?.x ?? 0;
  // From the right margin of the page: lettering, balance and two sides of 30, 74 and 66 points, then 3 of padding.
  const creditColumn = 841.89 - 28 - 30 - 74 - 66 + 3;
  expect(startOf("888\u202F888\u202F888\u202F888,88")).toBeCloseTo(creditColumn, 1);
  expect(startOf("999\u202F999\u202F999\u202F999,99")).toBeCloseTo(creditColumn - 66, 1);
});

it("the same ledger gives the same bytes", async () => {
  expect(Buffer.compare(await printed(ledgerOf(3), "compressed"), await printed(ledgerOf(3), "compressed"))).toBe(0);
});

it("grows by the lines it holds, not by the words it has seen", async () => {
  const [small, large] = [await printed(ledgerOf(200, 1), "compressed"), await printed(ledgerOf(800, 1), "compressed")];
  expect((large.length - small.length) / 600).toBeLessThan(160);
});

it("hands pages over while lines come: at no moment is more than a page of lines ahead of what was given", async () => {
  let [read, given, most] = [0, 0, 0];
  const { accounts, ...document } = ledgerOf(600, 1);
  async function* counted() {
    for await (const account of accounts) {
      async function* lines() {
        for await (const line of account.lines) {
          read += 1;
          most = Math.max(most, read - given);
          yield line;
        }
      }
      yield { ...account, lines: lines() };
    }
  }
  for await (const _ of generalLedgerPdf({ ...document, accounts: counted() }, await fonts())) given = read;
  expect(read).toBe(600);
  expect(most).toBeLessThan(100);
});

it("is refused when a running balance is not the opening and the lines before it", async () => {
  const { accounts, ...document } = ledgerOf(3, 1);
  async function* shifted() {
    for await (const account of accounts) yield { ...account, openingDebitCents: account.openingDebitCents + 1 };
  }
  await expect(printed({ ...document, accounts: shifted() })).rejects.toThrow("the running balance of 411000 breaks at entry 1");
});
