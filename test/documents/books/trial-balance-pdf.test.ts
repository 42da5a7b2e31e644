import { describe, expect, it } from "vitest";
import type { TrialBalanceDocument } from "#documents/books/trial-balance";
import { trialBalancePdf } from "#documents/books/trial-balance-pdf";
import { printedAmount } from "#domain/amounts.fr";
import { businessDate } from "#domain/dates";
import { type Drawn, drawnTexts, pageCountOf, whole } from "../pdf/pdf-text.ts";
import { auxiliaryBalanceOf, comparedBalanceOf, fonts, totalsOf, trialBalanceOf } from "./books.ts";

const printed = async (document: TrialBalanceDocument) => {
  const bytes = await whole(trialBalancePdf(document, await fonts(), { contents: "plain" }));
  return { bytes, texts: drawnTexts(bytes) };
};

/** The texts of the lines that begin with `label`: one array a line, from left to right. */
const linesAt = (texts: readonly Drawn[], label: string): string[][] =>
  texts
    .filter(({ text }) => text === label)
    .map((start) =>
      texts
        .filter(({ page, y }) => page === start.page && y === start.y)
        .toSorted((left, right) => left.x - right.x)
        .map(({ text }) => text),
    );

describe("the printed balance générale", async () => {
  const balance = trialBalanceOf(60);
  const { bytes, texts } = await printed(balance);

  it("says on every page whose it is, what it is, its year, its columns and the page", () => {
    expect(pageCountOf(bytes)).toBe(2);
    for (const wanted of [
      "Menuiserie Lefèvre & Fils",
      "SIREN 732\u00A0829\u00A0320",
      "Balance générale",
      "Exercice du 01/01/2025 au 31/12/2025",
      "Compte",
      "À-nouveaux",
    ])
      expect(
        texts.filter(({ text }) => text === wanted).map(({ page }) => page),
        wanted,
      ).toEqual([1, 2]);
    expect(texts.filter(({ text }) => text.startsWith("Page")).map(({ text }) => text)).toEqual(["Page 1 / ", "Page 2 / "]);
    expect(texts.filter(({ text }) => text === "Édité le 15/01/2026 à 09:30")).toHaveLength(2);
  });

  it("prints each account once, sub-totals by two digits and by class, and the totals given", () => {
    for (const { account } of balance.rows)
      expect(
        texts.filter(({ text }) => text === account),
        account,
      ).toHaveLength(1);
    const classFour = balance.rows.filter(({ account }) => account.startsWith("4"));
    const sum = (rows: typeof classFour) => printedAmount(rows.reduce((all, { debitBalanceCents }) => all + debitBalanceCents, 0));
    expect(linesAt(texts, "Total classe 4")[0]?.at(-2)).toBe(sum(classFour));
    expect(linesAt(texts, "Total compte 41")[0]?.at(-2)).toBe(sum(classFour.filter(({ account }) => account.startsWith("41"))));
    const { totals } = balance;
    expect(linesAt(texts, "Total général")).toEqual([
      [
        "Total général",
        ...[totals.openingDebitCents, totals.openingCreditCents, totals.debitCents, totals.creditCents].map(printedAmount),
        ...[totals.debitBalanceCents, totals.creditBalanceCents].map(printedAmount),
      ],
    ]);
  });

  it("carries to the next page what it leaves at the foot of one", () => {
    const [[, ...out] = []] = linesAt(texts, "À reporter");
    const [[, ...into] = []] = linesAt(texts, "Report");
    const first = new Set(texts.filter(({ page }) => page === 1).map(({ text }) => text));
    const rows = balance.rows.filter(({ account }) => first.has(account));
    expect([rows.length > 40, rows.length < 60]).toEqual([true, true]);
    const totals = totalsOf(rows);
    expect(out).toEqual(
      [
        ...[totals.openingDebitCents, totals.openingCreditCents, totals.debitCents, totals.creditCents],
        ...[totals.debitBalanceCents, totals.creditBalanceCents],
      ].map(printedAmount),
    );
    expect(into).toEqual(out);
  });

  it("embeds its two fonts and no other, and reads back every French character", () => {
    const file = Buffer.from(bytes).toString("latin1");
    expect(file.match(/\/FontFile2 /g)).toHaveLength(2);
    expect(file).not.toMatch(/Type1|Helvetica/);
    expect(texts.map(({ text }) => text).join("")).not.toContain("?");
  });
});

it("beside the year before, prints its balance and the difference, on a page laid on its side", async () => {
  const { bytes, texts } = await printed(comparedBalanceOf(10));
  expect(Buffer.from(bytes).toString("latin1")).toContain("/MediaBox [0 0 841.89 595.28]");
  expect(texts.filter(({ text }) => text === "Solde N-1" || text === "Écart")).toHaveLength(2);
  const [first = []] = linesAt(texts, "101000");
  expect(first.slice(-3)).toEqual(["1\u202F239,56", "619,78", "619,78"]);
});

it("names the column of the year before by its day when that is known, beside the other titles", async () => {
  const { texts } = await printed({ ...comparedBalanceOf(2), previousThrough: businessDate("2024-12-31") });
  const title = texts.find(({ text }) => text === "Solde au 31/12/2024");
  const credits = texts.filter(({ text, y }) => text === "Crédit" && y === title?.y).map(({ x }) => x);
  expect(title).toBeDefined();
  expect(title?.x).toBeGreaterThan(Math.max(...credits) + 20);
});

it("auxiliaire, holds a code of 17 characters on one line", async () => {
  const { rows, ...balance } = auxiliaryBalanceOf(1);
  const code = "CMENUISERIEDW4K7Q";
  const { texts } = await printed({ ...balance, rows: rows.map((row) => ({ ...row, thirdParty: { code, name: "Menuiserie" } })) });
  const [[first, name] = []] = linesAt(texts, code);
  expect([first, name]).toEqual([code, "Menuiserie"]);
});

it("auxiliaire, names third parties under their collective account and closes it with its total", async () => {
  const balance = auxiliaryBalanceOf(6);
  const { texts } = await printed(balance);
  expect(texts.filter(({ text }) => text === "411000  Clients" || text === "401000  Fournisseurs")).toHaveLength(2);
  expect(linesAt(texts, "Total compte 411000")[0]?.at(-2)).toBe(printedAmount(12_345 * 6));
  expect(linesAt(texts, "CDUBOIS0")[0]?.slice(0, 1)).toEqual(["CDUBOIS0"]);
});

it("is never printed when the rows do not add up to the totals, or the sides differ", async () => {
  const balance = trialBalanceOf(4);
  const off = { ...balance, totals: { ...balance.totals, debitCents: balance.totals.debitCents + 1 } };
  await expect(printed(off)).rejects.toThrow("do not add up");
  const [first, ...others] = balance.rows;
  const rows = first ? [{ ...first, debitBalanceCents: first.debitBalanceCents + 1 }, ...others] : [];
  const unbalanced = { ...balance, rows, totals: { ...balance.totals, debitBalanceCents: balance.totals.debitBalanceCents + 1 } };
  await expect(printed(unbalanced)).rejects.toThrow("does not balance");
  const compared = comparedBalanceOf(4);
  const previous = { debitBalanceCents: 1, creditBalanceCents: 0 };
  await expect(printed({ ...compared, totals: { ...compared.totals, previous } })).rejects.toThrow("year before");
});
