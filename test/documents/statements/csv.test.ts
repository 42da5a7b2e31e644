import { describe, expect, it } from "vitest";
import { readStatements } from "#documents/statements/read";
import type { Statement } from "#documents/statements/reading";
import { CSV_SAMPLES } from "./csv-samples.ts";
import { briefOf, codesOf, statementsOf } from "./samples.ts";

const bytesOf = (name: string, change = (text: string): string => text): Uint8Array => {
  const sample = CSV_SAMPLES.find((one) => one.name === name);
  if (!sample) throw new Error(name);
  return Buffer.from(change(sample.text), sample.encoding);
};
const briefs = (statements: readonly Statement[]) => statements.map(briefOf);

describe("the table of a French bank", () => {
  it.each([
    [
      "Société Générale",
      [
        [
          ["2026-11-26", -420, "CARTE X0000 25/11 BOULANGERIE"],
          ["2026-11-25", 120_000, "VIR RECU 123 CLIENT ÉTOILE"],
        ],
      ],
    ],
    ["Société Générale, livret", [[["2026-09-12", 30_000, "VIR RECU 0000000000011"]]]],
    [
      "BNP Paribas",
      [
        [
          ["2026-11-24", -8_990, "PRLV SEPA EDF"],
          ["2026-11-25", 100_000, "VIR SEPA RECU DUPONT"],
        ],
      ],
    ],
    [
      "Crédit Agricole",
      [
        [
          ["2026-11-16", -7_777, "PAIEMENT PAR CARTE X1234 INTERMARCHE 15/11"],
          ["2026-11-15", 250_000, 'VIREMENT EN VOTRE FAVEUR CLIENT "ÉTOILE"'],
        ],
        [["2026-11-02", 5_000, "VIREMENT"]],
      ],
    ],
    [
      "BPCE",
      [
        [
          ["2026-11-19", -4_680, "CB INTERMARCHE FACT 171126"],
          ["2026-11-20", 180_000, "VIR SALAIRE"],
        ],
      ],
    ],
    [
      "Crédit Mutuel",
      [
        [
          ["2026-11-03", -1_200, "FRAIS BANCAIRES € ŒUVRE"],
          ["2026-11-05", 10_000, "VIR CLIENT"],
        ],
      ],
    ],
    [
      "La Banque Postale",
      [
        [
          ["2026-11-03", -1_001, "ACHAT CB FNAC"],
          ["2026-11-02", 2_400, "VIREMENT DE M X"],
        ],
      ],
    ],
    ["BoursoBank", [[["2026-11-16", -3_210, "CARTE 15/11/26 MONOPRIX"]], [["2026-11-16", 171_870, "VIR SEPA"]]]],
    ["Qonto in English", [[["2026-11-04", -120_050, "ACME, Inc."]]]],
    ["Qonto in French", [[["2026-11-15", 100_000, "Client SA"]]]],
    [
      "Shine",
      [
        [
          ["2026-11-12", -2_540, "PAIEMENT CARTE"],
          ["2026-11-14", 50_000, "VIR CLIENT"],
        ],
      ],
    ],
  ])("%s is read with its days, amounts and labels", (name, expected) => {
    expect(briefs(statementsOf(bytesOf(name)))).toEqual(expected);
  });

  it("tells the account, its currency and its balance where the lines above the headings do", () => {
    const facts = (name: string) =>
      statementsOf(bytesOf(name)).map(({ account, closingBalance }) => [account.number, account.currency, closingBalance]);
    expect(facts("Société Générale")).toEqual([["00012345678", "EUR", { cents: 123_456, on: "2026-11-26" }]]);
    expect(facts("Société Générale, livret")).toEqual([["0201900016400270", "EUR", null]]);
    expect(facts("Crédit Agricole")).toEqual([
      ["00012345678", "EUR", { cents: 123_456, on: "2026-11-26" }],
      ["00087654321", "EUR", { cents: 5_000, on: "2026-11-26" }],
    ]);
    expect(facts("La Banque Postale")).toEqual([["5380245H033", "EUR", { cents: 1_399, on: "2026-11-04" }]]);
    expect(facts("BoursoBank")).toEqual([
      ["00012345678", null, null],
      ["00087654321", null, null],
    ]);
    expect(statementsOf(bytesOf("Qonto in French"))[0]?.account.iban).toBe("FR1420041010050500013M02606");
  });

  it("keeps the other days, the bank's id and what completes the label", () => {
    expect(statementsOf(bytesOf("BPCE"))[0]?.rows[0]).toMatchObject({
      ...{ valueOn: "2026-11-19", transactionOn: "2026-11-17", bankId: null, details: "INTERMARCHE REF1 Ticket 12", line: 2 },
    });
    expect(statementsOf(bytesOf("Shine"))[0]?.rows[0]).toMatchObject({ valueOn: "2026-11-13", bankId: "s-1", details: "Café des Amis" });
  });

  it("reads the same in any encoding", () => {
    const text = CSV_SAMPLES.find(({ name }) => name === "Shine")?.text ?? "";
    const expected = statementsOf(Buffer.from(text, "latin1"));
    expect(statementsOf(Buffer.from(text, "utf8"))).toEqual(expected);
    expect(statementsOf(Buffer.from(`\ufeff${text}`, "utf16le"))).toEqual(expected);
  });

  it("leaves out what is pending and what was refused, and says so", () => {
    const { problems } = readStatements(bytesOf("Qonto in English"));
    expect(problems).toMatchObject([
      { severity: "remark", code: "pending_skipped", line: 3, detail: "Uber" },
      { severity: "remark", code: "cancelled_skipped", line: 4, detail: "Casino" },
    ]);
  });
});

const table = (rows: string, headings = "Date;Libellé;Débit;Crédit") => `${headings}\n${rows}\n`;
const amountsOf = (rows: string) => statementsOf(table(rows)).flatMap((statement) => statement.rows.map(({ amountCents }) => amountCents));

describe("an amount in a table", () => {
  it.each([
    ["01/11/2026;A;-12,50;", [-1_250]],
    ["01/11/2026;A;12,50;", [-1_250]],
    ["01/11/2026;A;12.50;", [-1_250]],
    ["01/11/2026;A;(12,50);", [-1_250]],
    ["01/11/2026;A;12,50-;", [-1_250]],
    ["01/11/2026;A;;1\u00a0234,56", [123_456]],
    ["01/11/2026;A;;1\u202f234,56 €", [123_456]],
    ["01/11/2026;A;0,00;5,00", [500]],
    ["01/11/2026;A;;0,00", [0]],
    ["01/11/2026;A;10,00;\n01/11/2026;A;10,00;", [-1_000, -1_000]],
  ])("%j gives %j", (rows, expected) => {
    expect(amountsOf(rows)).toEqual(expected);
  });

  it.each([
    ["01/11/2026;A;;", "amount_missing"],
    ["01/11/2026;A;1.500;", "amount_ambiguous"],
    ["01/11/2026;A;1,505;", "amount_ambiguous"],
    ["01/11/2026;A;0,505;", "amount_decimals"],
    ["01/11/2026;A;douze;", "amount_unreadable"],
    ["01/11/2026;A;;999999999999999", "amount_too_large"],
    ["01/11/2026;A;5,00;6,00", "both_sides"],
    ["01/11/2026;A;5,00;\n02/11/2026;B;-6,00;", "sign_mixed"],
    ["01/11/2026;A;;-6,00", "sign_mixed"],
    ["01/11/2026;A; B;5,00;;6,00", "line_too_wide"],
    ["31/11/2026;A;5,00;", "date_unreadable"],
    ["11/31/2026;A;5,00;", "date_unreadable"],
    ["hier;A;5,00;", "date_unreadable"],
    [";A;5,00;", "date_unreadable"],
    ['01/11/2026;"A;5,00;', "quote_open"],
  ])("%j is refused as %s, and nothing of the file is kept", (rows, code) => {
    const reading = readStatements(Buffer.from(table(`30/10/2026;Z;;1,00\n${rows}`)));
    expect(codesOf(reading)).toContain(code);
    expect(reading.statements).toEqual([]);
    expect(reading.problems[0]?.line).toBeGreaterThan(2);
  });

  it("that differs from the debit or credit beside it is refused, and so is a status nobody knows", () => {
    const rows = (status: string, total: string) =>
      table(`${status};01/11/2026;A;${total};5,00;`, "Statut;Date;Libellé;Montant total (TTC);Débit;Crédit");
    expect(codesOf(readStatements(Buffer.from(rows("Exécuté", "-6,00"))))).toEqual(["amounts_differ"]);
    expect(codesOf(readStatements(Buffer.from(rows("Peut-être", "-5,00"))))).toEqual(["status_unknown"]);
    expect(codesOf(readStatements(Buffer.from(rows("Exécuté", "-5,00"))))).toEqual([]);
  });
});

describe("other headings that are met", () => {
  it.each([
    ["Date;Date valeur;Libellé;Débit euros;Crédit euros;\n16/03/2026;17/03/2026;CARTE;77,77;;\n", ["2026-03-16", -7_777, "CARTE"]],
    ["Date;Date de valeur;Montant;Libellé;Solde\n16/03/2026;17/03/2026;-77,77;CARTE;0,00\n", ["2026-03-16", -7_777, "CARTE"]],
    ["sep=;\nDate comptable;Libellé;Montant (EUR)\n01/09/26;CARTE;-1,00\n", ["2026-09-01", -100, "CARTE"]],
    ["Date;Libellé;Montant;Sens\n01/09/26;CARTE;1,00;D\n", ["2026-09-01", -100, "CARTE"]],
    ["Date;Libellé;Montant;Sens\n01/09/26;VIR;1,00;Crédit\n", ["2026-09-01", 100, "VIR"]],
    ["Date\tLibellé\tMontant\n01.09.2026\tVIR\t1,00\n", ["2026-09-01", 100, "VIR"]],
  ])("%j", (text, row) => {
    expect(briefs(statementsOf(text))).toEqual([[row]]);
  });

  it("an amount whose sense is not told, or told twice over, is refused; so is a table with fees beside its amounts", () => {
    const code = (rows: string) => codesOf(readStatements(Buffer.from(`Date;Libellé;Montant;Sens\n01/09/26;A;${rows}\n`)));
    expect([code("1,00;"), code("1,00;X"), code("-1,00;C")]).toEqual([["sign_missing"], ["sign_missing"], ["sign_mixed"]]);
    expect(codesOf(readStatements(Buffer.from("Date,Description,Amount,Fee\n2026-09-01,A,-1.00,0.10\n")))).toEqual(["no_headings"]);
  });
});

describe("what surrounds the rows", () => {
  it("a balance or a total below them is left out and told; a line between them that is no row is refused", () => {
    const below = readStatements(Buffer.from(table("01/11/2026;A;5,00;\nSolde en fin de période;;;12,00")));
    expect(below.problems).toMatchObject([{ severity: "remark", code: "footer_skipped", line: 3 }]);
    expect(codesOf(readStatements(Buffer.from(table("01/11/2026;A;5,00;\nB;6,00\n02/11/2026;C;7,00;"))))).toEqual(["date_unreadable"]);
  });

  it("a row that lost its date is no total, whatever its label", () => {
    const { problems } = readStatements(Buffer.from(table("01/11/2026;A;5,00;\n;TOTAL ENERGIES;45,00;")));
    expect(problems).toMatchObject([{ code: "date_unreadable", line: 3, detail: "TOTAL ENERGIES 45,00" }]);
  });

  it("a ledger of the books, whose debits come in, is not read as a statement", () => {
    const ledger = "Date;Journal;N° pièce;Libellé;Débit;Crédit\n01/11/2026;BQ;1;VIR;5,00;\n";
    expect(codesOf(readStatements(Buffer.from(ledger)))).toEqual(["no_headings"]);
  });

  it("a row nobody could read is not taken for what stands above the next account", () => {
    const { problems } = readStatements(
      bytesOf("Crédit Agricole", (text) => text.replace('15/11/2026;"VIREMENT EN', '15/15/2026;"VIREMENT EN')),
    );
    expect(problems.filter(({ severity }) => severity === "error")).toMatchObject([{ code: "date_unreadable", detail: "15/15/2026" }]);
  });

  it("a file that stops inside its last row is refused, one that only lacks its last line end is read", () => {
    const text = "Date;Libellé;Montant\n01/11/2026;A;-10,00\n02/11/2026;B;-33,98";
    expect(briefs(statementsOf(text))).toEqual([
      [
        ["2026-11-01", -1_000, "A"],
        ["2026-11-02", -3_398, "B"],
      ],
    ]);
    for (const cut of [1, 2, 3]) expect(codesOf(readStatements(Buffer.from(text.slice(0, -cut))))).toEqual(["file_truncated"]);
    for (const cut of [4, 6, 8, 12]) expect(readStatements(Buffer.from(text.slice(0, -cut))).statements).toEqual([]);
  });

  it("headings alone are a period without operations", () => {
    expect(readStatements(Buffer.from(table(""))).problems).toMatchObject([{ severity: "remark", code: "no_rows" }]);
    expect(codesOf(readStatements(Buffer.from("Nom;Prénom\nA;B")))).toEqual(["no_headings"]);
    expect(codesOf(readStatements(Buffer.from("bonjour")))).toEqual(["format_unknown"]);
  });
});
