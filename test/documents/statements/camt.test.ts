import { describe, expect, it } from "vitest";
import { readStatements } from "#documents/statements/read";
import { CAMT_053 } from "./camt-samples.ts";
import { briefOf, codesOf, statementsOf, utf8 } from "./samples.ts";

const changed = (from: string | RegExp, to: string) => readStatements(utf8(CAMT_053.replace(from, to)));

describe("a CAMT.053 message", () => {
  it("gives one row for an entry, one for each transaction of a batch, and none for what is pending", () => {
    const [statement] = statementsOf(CAMT_053);
    expect(statement && briefOf(statement)).toEqual([
      ["2026-11-03", -5_000, "PRLV SEPA & CIE"],
      ["2026-11-03", 15_000, "Étoile SA"],
      ["2026-11-03", 5_000, "Lune SARL"],
    ]);
    expect(statement?.rows.map(({ bankId }) => bankId)).toEqual(["E1", "D-Étoile SA", "D-Lune SARL"]);
    expect(statement?.rows[1]?.details).toBe("FAC 1 suite REMISE VIREMENTS");
    expect(readStatements(utf8(CAMT_053)).problems).toMatchObject([{ code: "pending_skipped", detail: "CARTE EN ATTENTE" }]);
  });

  it("keeps the days as they are written, whatever the time zone behind them", () => {
    const [first, second] = statementsOf(CAMT_053);
    expect(first?.rows[0]).toMatchObject({ valueOn: "2026-11-04", transactionOn: "2026-11-02" });
    expect(second?.rows[0]).toMatchObject({ bookedOn: "2026-11-03", valueOn: null });
  });

  it("gives each statement its account, its balances and the decimals of its own currency", () => {
    const [first, second] = statementsOf(CAMT_053);
    expect(first).toMatchObject({
      account: { iban: "FR1420041010050500013M02606", currency: "EUR" },
      openingBalance: { cents: 10_000, on: "2026-11-02" },
      closingBalance: { cents: 25_000, on: "2026-11-03" },
    });
    expect(second).toMatchObject({ account: { iban: null, number: "TN1", currency: "TND" }, rows: [{ amountCents: 1 }] });
  });

  it("keeps a batch whose transactions do not add up to it as one row, and says so", () => {
    const reading = changed('<Amt Ccy="EUR">150.00', '<Amt Ccy="EUR">151.00');
    expect(reading.statements[0]?.rows.map(({ amountCents }) => amountCents)).toEqual([-5_000, 20_000]);
    expect(codesOf(reading)).toContain("batch_whole");
  });

  it.each([
    ['<Amt Ccy="EUR">50.00', '<Amt Ccy="EUR">51.00', "balance_mismatch"],
    ["<CdtDbtInd>DBIT", "<CdtDbtInd>OUT", "sign_missing"],
    ['<Ntry><Amt Ccy="EUR">50.00', '<Ntry><Amt Ccy="USD">50.00', "currency_mixed"],
    ['<Amt Ccy="EUR">50.00', '<Amt Ccy="EUR">50.001', "amount_decimals"],
    ['<Amt Ccy="EUR">50.00</Amt>', "", "amount_missing"],
    ["<BookgDt><Dt>2026-11-03", "<BookgDt><Dt>2026-11-31", "date_unreadable"],
    ["<Sts>BOOK", "<Sts>HELD", "status_unknown"],
    ["FR1420041010050500013M02606", "FR1520041010050500013M02606", "account_unreadable"],
    [/BkToCstmrStmt/g, "BkToCstmrDbtCdtNtfctn", "camt_other"],
    [/<Stmt>[\s\S]*<\/Stmt>/, "", "no_statement"],
    ["<Document", '<!DOCTYPE d [<!ENTITY a "ha">]><Document', "xml_doctype"],
    ["PRLV SEPA &amp; CIE", "&boom;", "xml_malformed"],
    ["PRLV SEPA &amp; CIE", "A & B", "xml_malformed"],
    ["</Stmt>", "", "xml_malformed"],
  ])("with %s made %s is refused as %s", (from, to, code) => {
    const reading = changed(from, to);
    expect(codesOf(reading)).toContain(code);
    expect(reading.statements).toEqual([]);
  });
});
