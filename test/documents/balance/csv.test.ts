import { describe, expect, it } from "vitest";
import { readBalance } from "#documents/balance/read";
import type { BalanceReading } from "#documents/balance/reading";
import { balanceText, bytesOf, CENTS, LINES } from "./files.ts";

const read = (text: string | Uint8Array) => readBalance(typeof text === "string" ? bytesOf(text) : text, null);
const balancesOf = ({ rows }: BalanceReading) => rows.map((row) => [row.account, row.debitBalanceCents, row.creditBalanceCents]);
const problemsOf = ({ problems }: BalanceReading) => problems.map(({ code, line, field }) => [code, line, field]);
const remarksOf = ({ remarks }: BalanceReading) => remarks.map(({ code, line }) => [code, line]);

describe("a balance in text is read", () => {
  it.each([
    "Compte;Libellé;Débit;Crédit",
    "N° compte;Intitulé;Solde débiteur;Solde créditeur",
    "Numéro;Intitulé du compte;Soldes Débiteurs;Soldes Créditeurs",
    "N° de compte;Libellé du compte;DEBIT;CREDIT",
    "CompteNum;CompteLib;Mouvement débit;Mouvement crédit",
    "Code compte;Désignation;Total débit;Total crédit",
    "Compte général;Nom;Solde débit;Solde crédit",
    '"Cpte";"Libelle";"Debiteur";"Crediteur"',
    "Account number;Account name;Debit;Credit",
  ])("under the headings %s", async (headings) => {
    const reading = await read(balanceText(headings));
    expect(problemsOf(reading)).toEqual([]);
    expect(balancesOf(reading)).toEqual(CENTS);
    expect(reading.rows[1]).toMatchObject({ label: "Clients", line: 3 });
  });

  it.each([";", "\t", "|"])("parted by %j", async (separator) => {
    const reading = await read(balanceText(["Compte", "Libellé", "Débit", "Crédit"].join(separator), (cells) => cells.join(separator)));
    expect(balancesOf(reading)).toEqual(CENTS);
  });

  it("parted by commas, with decimal points or decimal commas in quotes", async () => {
    const points = balanceText("Compte,Libellé,Débit,Crédit", (cells) =>
      cells.map((cell) => cell.replace(" ", "").replace(",", ".")).join(","),
    );
    const quotes = balanceText("Compte,Libellé,Débit,Crédit", (cells) => cells.map((cell) => `"${cell}"`).join(","), "\n");
    expect(balancesOf(await read(points))).toEqual(CENTS);
    expect(balancesOf(await read(quotes))).toEqual(CENTS);
  });

  it("whatever its encoding", async () => {
    const text = balanceText("Compte;Libellé;Débit;Crédit");
    const windows = Buffer.from(text.replace("Banque", "Banque \u0080"), "latin1");
    const wide = Buffer.from(`\ufeff${text}`, "utf16le");
    const [mark, latin, cp, le, be] = await Promise.all(
      [bytesOf(`\ufeff${text}`), Buffer.from(text, "latin1"), windows, wide, Buffer.from(wide).swap16()].map(read),
    );
    for (const reading of [mark, latin, cp, le, be]) {
      expect(reading?.rows[3]?.label).toBe("Petit équipement");
      expect(reading && balancesOf(reading)).toEqual(CENTS);
    }
    expect(cp?.rows[2]?.label).toBe("Banque €");
    expect([mark, latin, cp, le].map((reading) => reading?.remarks[0]?.detail)).toEqual(["", "ISO-8859-15", "Windows-1252", "UTF-16"]);
  });

  it("below a preamble, with groups of headings in two lines, and pages that repeat them", async () => {
    const lines = [
      "ATELIER HORIZON;;;;;",
      "Balance générale du 01/01/2025 au 31/12/2025;;;;;",
      "",
      ";;Mouvements;;Soldes;",
      "Compte;Intitulé;Débit;Crédit;Débit;Crédit",
      "512000;Banque;30 000,00;800,50;29 199,50;",
      "À reporter;;30 000,00;800,50;29 199,50;",
      "Compte;Intitulé;Débit;Crédit;Débit;Crédit",
      "Report;;30 000,00;800,50;29 199,50;",
      "706000;Ventes;800,50;30 000,00;;29 199,50",
      "Page 1/1;;;;;",
    ];
    const reading = await read(lines.join("\n"));
    expect(problemsOf(reading)).toEqual([]);
    expect(reading.rows[0]).toMatchObject({ line: 6, debitCents: 3_000_000, creditCents: 80_050, debitBalanceCents: 2_919_950 });
    expect(remarksOf(reading)).toEqual([
      ["preamble_skipped", 5],
      ["total_unchecked", 7],
      ["total_unchecked", 9],
    ]);
  });

  it("with openings, movements and balances under the same two names three times", async () => {
    const reading = await read(
      "Compte;Intitulé;Débit;Crédit;Débit;Crédit;Débit;Crédit\n512000;Banque;10;0;5,5;1;14,5;0\n101000;Capital;;10;1;5,5;;14,5",
    );
    expect(problemsOf(reading)).toEqual([]);
    expect(reading.rows[0]).toMatchObject({ openingDebitCents: 1_000, debitCents: 550, creditCents: 100, debitBalanceCents: 1_450 });
  });

  it("by a signed balance, by a side beside it or after it, and by parentheses or a minus behind", async () => {
    const signed = "Compte;Libellé;Solde\n411000;a;1 200,00\n401000;b;(200,00)\n421000;c;1 000,00-";
    const beside = "Compte;Libellé;Solde;Sens\n411000;a;1 200,00;D\n401000;b;200,00;C\n421000;c;1 000,00;C";
    const after = "Compte;Libellé;Solde\n411000;a;1\u202f200,00 D\n401000;b;200,00 C\n421000;c;1\u00a0000,00C";
    for (const text of [signed, beside, after])
      expect(balancesOf(await read(text)), text).toEqual([
        ["411000", 120_000, 0],
        ["401000", 0, 20_000],
        ["421000", 0, 100_000],
      ]);
  });
});

describe("a total", () => {
  const head = "Compte;Libellé;Débit;Crédit";
  const rows = LINES.map((cells) => cells.join(";"));

  it("is no account, and is held against what was read", async () => {
    const lines = [
      head,
      ...rows.slice(0, 1),
      "Total classe 1;;;10 000,00",
      ...rows.slice(1, 3),
      ";Sous-total;34 000,00;",
      ...rows.slice(3),
      ";Total général;40 000,00;40 000,00",
    ];
    const reading = await read(lines.join("\n"));
    expect(problemsOf(reading)).toEqual([]);
    expect(balancesOf(reading)).toEqual(CENTS);
    expect(remarksOf(reading).filter(([code]) => code === "total_skipped")).toEqual([
      ["total_skipped", 3],
      ["total_skipped", 6],
      ["total_skipped", 9],
    ]);
  });

  it("that is not the sum is a problem at its line: lines are missing, or were read wrong", async () => {
    const reading = await read([head, ...rows.slice(1), "Totaux;;40 000,00;40 000,00"].join("\n"));
    expect(problemsOf(reading)).toEqual([["total_mismatch", 6, "credit"]]);
    const ofClass = await read([head, ...rows, "4;Comptes de tiers;4 800,00;"].join("\n"));
    expect(problemsOf(ofClass)).toEqual([["total_mismatch", 7, "debit"]]);
  });

  it("of two digits among the accounts counts once, and must be the sum of its accounts", async () => {
    const reading = await read([head, "41;Clients;4 800,50;", ...rows, "Total;;40 000,00;40 000,00"].join("\n"));
    expect(problemsOf(reading)).toEqual([]);
    expect(balancesOf(reading)).toEqual(CENTS);
    expect(problemsOf(await read([head, "41;Clients;4 800,51;", ...rows].join("\n")))).toEqual([["total_mismatch", 2, "account"]]);
  });

  it("in an account's name is an account", async () => {
    const reading = await read(`${head}\n606;TOTAL ENERGIES;10,00;\n401000;Total SA;;10,00`);
    expect(balancesOf(reading)).toEqual([
      ["606000", 1_000, 0],
      ["401000", 0, 1_000],
    ]);
  });
});
