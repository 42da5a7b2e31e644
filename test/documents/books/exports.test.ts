import { describe, expect, it } from "vitest";
import { categoriesTable, invoicesTable, transactionsTable } from "#documents/books/exports";
import { generalLedgerTable } from "#documents/books/general-ledger-table";
import { trialBalanceTable } from "#documents/books/trial-balance-table";
import { csvBytes } from "#documents/csv/csv";
import { rowsOf, type Table } from "#documents/tables/table";
import { xlsxBytes } from "#documents/xlsx/xlsx";
import { CATEGORIES } from "#domain/categorising/categories";
import { businessDate } from "#domain/dates";
import { whole } from "../pdf/pdf-text.ts";
import { cellsOf, workbookOf } from "../xlsx/workbook.ts";
import { auxiliaryBalanceOf, comparedBalanceOf, ledgerOf, trialBalanceOf } from "./books.ts";

const lines = async (table: Table, totals: "printed" | "left-out" = "left-out"): Promise<string[]> =>
  Buffer.from(await whole(csvBytes(table, { totals })))
    .toString()
    .split("\r\n")
    .slice(0, -1);

const sheet = async (table: Table) => {
  const xml = workbookOf(await whole(xlsxBytes([table])))["xl/worksheets/sheet1.xml"] ?? "";
  return [...cellsOf(xml).entries()];
};

describe("the exports", () => {
  it("write a transaction with what its owner, and the bank, call it", async () => {
    const row = {
      ...{ id: "txn_001ABC", date: businessDate("2025-06-30"), account: "Compte courant", label: "Orange", rawLabel: "PRLV ORANGE SA" },
      ...({ category: "Télécommunications", amountMinorUnits: -4_799, currency: "EUR", status: "booked", note: null } as const),
    };
    expect(await lines(transactionsTable(rowsOf([row])), "printed")).toEqual([
      "Date;Compte bancaire;Libellé;Libellé de la banque;Catégorie;Montant;Devise;Statut;Note;Identifiant",
      "30/06/2025;Compte courant;Orange;PRLV ORANGE SA;Télécommunications;-47,99;EUR;Comptabilisée;;txn_001ABC",
      "Total en euros;;;;;-47,99;;;;",
    ]);
  });

  it("say every category's treatment of VAT in words", async () => {
    const rows = CATEGORIES.map(({ id, name, group, direction, account, vat }) => ({
      ...{ id, name, group, direction, pcgAccount: account, vatTreatment: vat },
    }));
    const [header, first, ...others] = await lines(categoriesTable(rowsOf(rows)));
    expect(header).toBe("Identifiant;Nom;Groupe;Sens;Compte PCG;Traitement de la TVA");
    expect(first).toBe("encaissement_client;Encaissements clients;Encaissements;Encaissement;411000;TVA collectée");
    expect([first, ...others].filter((line) => /_|undefined/.test(line?.split(";").at(-1) ?? "_"))).toEqual([]);
  });

  it("write invoices with their totals", async () => {
    const invoice = {
      ...{ number: "FA-1", date: businessDate("2025-01-02"), customer: "Dubois", netCents: 10_000, vatCents: 2_000, grossCents: 12_000 },
      ...({ dueOn: businessDate("2025-02-01"), status: "partially_paid" } as const),
    };
    expect(await lines(invoicesTable(rowsOf([invoice, { ...invoice, number: null, dueOn: null, status: "draft" }])), "printed")).toEqual([
      "Numéro;Date;Client;Montant HT;TVA;Montant TTC;Échéance;Statut",
      "FA-1;02/01/2025;Dubois;100,00;20,00;120,00;01/02/2025;Payée en partie",
      ";02/01/2025;Dubois;100,00;20,00;120,00;;Brouillon",
      "Total;;;200,00;40,00;240,00;;",
    ]);
  });
});

describe("the balance as a table", () => {
  it("has a sub-total a class and a total, which are the document's", async () => {
    const balance = trialBalanceOf(16);
    const written = await lines(trialBalanceTable(balance), "printed");
    expect(written[0]).toBe(
      "Compte;Intitulé;À-nouveaux débit;À-nouveaux crédit;Mouvements débit;Mouvements crédit;Solde débiteur;Solde créditeur",
    );
    expect(written[1]).toBe("101000;Capital 0;1234,56;0,00;10,00;5,00;1239,56;0,00");
    expect(written.filter((line) => line.startsWith("Total classe")).map((line) => line.slice(0, 14))).toEqual(
      ["1", "2", "4", "5", "6", "7"].map((number) => `Total classe ${number}`),
    );
    const { debitCents, creditCents } = balance.totals;
    expect(written.at(-1)?.split(";").slice(4, 6)).toEqual([`${debitCents / 100},00`, `${creditCents / 100},00`]);
  });

  it("names its third parties when auxiliaire, and the year before when compared", async () => {
    expect((await lines(trialBalanceTable(auxiliaryBalanceOf(2))))[1]).toMatch(/^411000;Clients;CDUBOIS0;Client 0 /);
    expect((await lines(trialBalanceTable(comparedBalanceOf(2))))[1]).toMatch(/;619,78;619,78$/);
  });

  it("names the column of the year before by its day when that is known", async () => {
    const [header] = await lines(trialBalanceTable({ ...comparedBalanceOf(2), previousThrough: businessDate("2024-12-31") }));
    expect(header).toMatch(/;Solde au 31\/12\/2024;Écart$/);
  });

  it("says above its header whose it is and what it covers", async () => {
    const cells = await sheet(trialBalanceTable(auxiliaryBalanceOf(2)));
    expect(cells.slice(0, 4).map(([, { text }]) => text)).toEqual([
      "Menuiserie Lefèvre & Fils (SIREN 732\u00A0829\u00A0320)",
      "Balance auxiliaire",
      "Exercice du 01/01/2025 au 31/12/2025, période du 01/01/2025 au 30/09/2025, montants en euros",
      "Édité le 15/01/2026 à 09:30",
    ]);
  });

  it("is refused when its rows do not add up", () => {
    const balance = trialBalanceOf(4);
    expect(() => trialBalanceTable({ ...balance, rows: balance.rows.slice(1) })).toThrow("do not add up");
  });
});

describe("the ledger as a table", () => {
  it("opens an account with what it brought over, and closes it with its total", async () => {
    const written = await lines(generalLedgerTable(ledgerOf(2)), "printed");
    expect(written[1]).toBe("411000;Clients;01/01/2025;;;;Report à nouveau;;;12345,67;;12345,67;");
    expect(written[2]).toMatch(
      /^411000;Clients;01\/01\/2025;1;BQ1;FA-2025-000000;Facture .*;C0;Établissements Dubois & Associés;;201,00;12144,67;AAB$/,
    );
    expect(written[4]).toBe("Total compte 411000;;;;;;;;;12446,18;201,00;;");
    // Nothing was brought over to the last account: it opens with its first line.
    expect(written.filter((line) => line.startsWith("607000"))).toHaveLength(2);
  });

  it("calls what is before its first day a balance of the day before", async () => {
    const written = await lines(generalLedgerTable({ ...ledgerOf(1), from: businessDate("2025-03-01") }));
    expect(written[1]).toBe("411000;Clients;01/03/2025;;;;Solde au 28/02/2025;;;12345,67;;12345,67;");
  });

  it("never adds up running balances", async () => {
    const totals = (await sheet(generalLedgerTable(ledgerOf(2)))).filter(([, { formula }]) => formula !== null);
    expect(new Set(totals.map(([reference]) => reference.replace(/\d+/, "")))).toEqual(new Set(["J", "K"]));
  });
});
