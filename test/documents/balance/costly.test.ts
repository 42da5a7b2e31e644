import { describe, expect, it } from "vitest";
import { fieldOf } from "#documents/balance/headings";
import { readXlsx } from "#documents/balance/xlsx";
import { plainWords } from "#documents/text/plain-words";
import { HEADINGS, textRow, workbook } from "./files.ts";

/** One letter that normalization makes eighteen of. */
const LIGATURE = "\ufdfa";

describe("text of a workbook that costs more than it weighs", () => {
  it("is not normalized where no heading can come of it", () => {
    const normalized: number[] = [];
    const own = String.prototype.normalize;
    String.prototype.normalize = function normalize(form) {
      normalized.push(this.length);
      return own.call(this, form);
    };
    try {
      expect(plainWords(`${LIGATURE.repeat(60)} Débit ${LIGATURE.repeat(60)}`)).toBe("debit");
    } finally {
      String.prototype.normalize = own;
    }
    expect(Math.max(...normalized)).toBeLessThan(20);
  });

  it("reads headings in letters of every width, and no heading as long as a page", () => {
    expect(plainWords("Ｎº　Compte №")).toBe("no compte no");
    expect(fieldOf(`Solde débiteur ${"x".repeat(120)}`)).toBeNull();
  });

  it("is looked for headings in twenty sheets, and not in two hundred", async () => {
    const page = textRow(1, "Rien", "à", "lire");
    const balance = textRow(1, ...HEADINGS) + textRow(2, "512000", "Banque", "1", "");
    const sheets = (before: number) =>
      Object.fromEntries([...Array.from({ length: before }, (_, index) => [`Page ${index}`, page]), ["Balance", balance]]);
    expect((await readXlsx(workbook(sheets(19)))).rows.length).toBe(1);
    expect((await readXlsx(workbook(sheets(20)))).problems).toMatchObject([{ code: "no_headings" }]);
  });
});
