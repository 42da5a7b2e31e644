import { describe, expect, it } from "vitest";
import { readStatements } from "#documents/statements/read";
import { OFX_1, OFX_2 } from "./ofx-samples.ts";
import { briefOf, codesOf, latin1, statementsOf, utf8 } from "./samples.ts";

const changed = (from: string, to: string) => readStatements(latin1(OFX_1.replace(from, to)));

describe("an OFX file", () => {
  it("of 1.x is read with its tags left open, in its charset, with the sign, the comma, & and < as the bank writes them", () => {
    const [statement, ...others] = statementsOf(latin1(OFX_1));
    expect(others).toEqual([]);
    expect(statement?.account).toEqual({ iban: null, bank: "30003", branch: "01234", number: "00012345678", currency: "EUR" });
    expect(statement?.closingBalance).toEqual({ cents: 500_010, on: "2026-11-26" });
    expect(statement?.rows[0]).toMatchObject({
      ...{ line: 18, bookedOn: "2026-11-03", transactionOn: "2026-11-02", amountCents: -123_456, bankId: "A1" },
      ...{ label: "PRLV SEPA DUPONT & FILS", details: "Facture <n°12> été", currency: "EUR" },
    });
  });

  it("keeps two payments that look the same as two rows, and the day as it is written, whatever its time zone", () => {
    const [statement] = statementsOf(latin1(OFX_1));
    expect(statement?.rows.slice(1).map(({ bookedOn, amountCents, bankId }) => [bookedOn, amountCents, bankId])).toEqual([
      ["2026-11-04", 20_000, "A2"],
      ["2026-11-04", 20_000, "A3"],
    ]);
  });

  it("of 2.x is read with every account in it, each in the minor units of its own currency", () => {
    const [account, card] = statementsOf(OFX_2);
    expect(account?.account.iban).toBe("FR1420041010050500013M02606");
    expect(account?.rows[0]).toMatchObject({ label: "Café de la Gare", details: "Déjeuner <équipe> & invités", amountCents: -1_250 });
    expect(card?.account).toMatchObject({ number: "XXXX1234", currency: "JPY" });
    expect(card && briefOf(card)).toEqual([["2026-11-06", -1_500, "TOKYO & CO"]]);
  });

  it("of a bank that forgets to close a transaction still gives each of them", () => {
    const sloppy = OFX_1.replaceAll("</STMTTRN>\n", "");
    expect(statementsOf(latin1(sloppy))[0]?.rows.map(({ amountCents }) => amountCents)).toEqual([-123_456, 20_000, 20_000]);
  });

  it.each([
    ["<DTPOSTED>20261103\n", "", "date_missing"],
    ["<DTPOSTED>20261103", "<DTPOSTED>20260230", "date_unreadable"],
    ["<TRNAMT>-1234,56\n", "", "amount_missing"],
    ["-1234,56", "-1.234", "amount_ambiguous"],
    ["-1234,56", "12,345.678,9", "amount_unreadable"],
    ["-1234,56", "-1234,567", "amount_decimals"],
    ["-1234,56", "-999999999999999", "amount_too_large"],
    ["<CURDEF>EUR", "<CURDEF>EURO!", "currency_unreadable"],
    ["<FITID>A1", "<FITID>A1<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY>", "currency_mixed"],
    ["<FITID>A1", `<FITID>${"9".repeat(256)}`, "bank_id_too_long"],
    ["<FITID>A1", "<FITID>A1<CORRECTFITID>A0<CORRECTACTION>DELETE", "correction"],
  ])("with %j made %j is refused as %s, at its line, with nothing of it kept", (from, to, code) => {
    const reading = changed(from, to);
    expect(codesOf(reading)).toContain(code);
    expect(reading.problems[0]).toMatchObject({ severity: "error", line: 18 });
    expect(reading.problems[0]?.message).toMatch(/^Ligne 18 : [A-ZÀÉ«L].+\.$/);
    expect(reading.statements).toEqual([]);
  });

  it("that ends before its end is refused, wherever it was cut", () => {
    for (const share of [0.5, 0.7, 0.9, 0.99]) {
      const reading = readStatements(latin1(OFX_1.slice(0, Math.floor(OFX_1.trimEnd().length * share))));
      expect(codesOf(reading)).toContain("file_truncated");
    }
  });

  it("with a document type, or without an account, is refused", () => {
    const entity = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]>${OFX_2.slice(OFX_2.indexOf("<?OFX"))}`;
    expect(codesOf(readStatements(utf8(entity)))).toEqual(["xml_doctype"]);
    expect(codesOf(readStatements(utf8("<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>")))).toEqual(["no_statement"]);
  });
});
