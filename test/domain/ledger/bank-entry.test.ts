import fc from "fast-check";
import { expect, test } from "vitest";
import { CATEGORIES, categoryById, TO_CATEGORISE } from "#domain/categorising/categories";
import { businessDate } from "#domain/dates";
import { bankEntry } from "#domain/ledger/bank-entry";
import { isBookable } from "#domain/ledger/bookable";
import { DraftEntry, totalsOf } from "#domain/ledger/entry";
import { thirdPartyOf } from "#domain/ledger/third-party";
import { Currency, cents, EUR } from "#domain/money";
import { yearOf } from "./years.ts";

const ROW_ID = "txn_0010123456789ABCDEFGHJK";

function booked(categoryId: string, amountCents: number, more: { label?: string; ordinal?: number; year?: number } = {}) {
  const { label = "LIBELLE", ordinal = 1, year = 2025 } = more;
  return bankEntry({
    row: {
      id: ROW_ID,
      label,
      rawLabel: label,
      amountCents: cents(amountCents),
      date: businessDate(`${year}-03-31`),
      transactionDate: businessDate(`${year}-03-28`),
    },
    parts: [{ category: categoryById(categoryId), amountCents: cents(amountCents), note: null }],
    bank: { ordinal, name: "Crédit du Nord Pro" },
    year: yearOf(year),
  });
}

const lines = (entry: DraftEntry): string[] =>
  entry.lines.map(({ account, side, amountCents }) => `${account} ${side === "debit" ? "D" : "C"} ${amountCents}`);

test.each([
  ["a customer pays (BQ-1)", "encaissement_client", 120_000, ["512001 D 120000", "411000 C 120000"]],
  ["a supplier is paid (BQ-3)", "reglement_fournisseur", -288_000, ["401000 D 288000", "512001 C 288000"]],
  ["bank fees (BQ-4)", "frais_bancaires", -1_500, ["627000 D 1500", "512001 C 1500"]],
  ["net salary (BQ-6)", "salaires", -225_000, ["421000 D 225000", "512001 C 225000"]],
  ["URSSAF (BQ-7)", "urssaf", -184_500, ["431000 D 184500", "512001 C 184500"]],
  ["withheld income tax (BQ-8)", "prelevement_source", -9_000, ["442100 D 9000", "512001 C 9000"]],
  ["VAT (BQ-9)", "tva", -290_000, ["445510 D 290000", "512001 C 290000"]],
  ["corporate tax instalment (BQ-10)", "impot_societes", -250_000, ["444000 D 250000", "512001 C 250000"]],
  ["loan instalment, not split by the bank alone (BQ-12)", "echeance_emprunt", -97_333, ["164000 D 97333", "512001 C 97333"]],
  ["loan received", "emprunt_recu", 2_500_000, ["512001 D 2500000", "164000 C 2500000"]],
  ["unidentified debit (BQ-15)", "a_categoriser", -7_850, ["471000 D 7850", "512001 C 7850"]],
  ["unidentified credit", "a_categoriser", 7_850, ["512001 D 7850", "471000 C 7850"]],
] as const)("%s", (_, categoryId, amountCents, expected) => {
  expect(lines(booked(categoryId, amountCents))).toEqual(expected);
});

test("an internal transfer goes through 580 and leaves it at zero once both banks are booked (BQ-13, BQ-14)", () => {
  const leaving = booked("virement_interne", -1_000_000, { ordinal: 1 });
  const arriving = booked("virement_interne", 1_000_000, { ordinal: 2 });
  expect(lines(leaving)).toEqual(["580000 D 1000000", "512001 C 1000000"]);
  expect(lines(arriving)).toEqual(["512002 D 1000000", "580000 C 1000000"]);
  const { debitCents, creditCents } = totalsOf([...leaving.lines, ...arriving.lines].filter(({ account }) => account === "580000"));
  expect(debitCents).toBe(creditCents);
  expect([leaving.journal, arriving.journal]).toEqual(["BQ1", "BQ2"]);
});

test("an entry names its journal, its dates and its voucher, and fits the schema", () => {
  const entry = booked("encaissement_client", 1, { label: "VIR SEPA RECU /DE SARL DURAND /MOTIF FACT 12" });
  expect(DraftEntry.parse(entry)).toEqual(entry);
  expect(entry).toMatchObject({
    journal: "BQ1",
    journalLabel: "Banque Crédit du Nord Pro",
    date: "2025-03-31",
    pieceDate: "2025-03-28",
    pieceRef: ROW_ID,
    source: { kind: "bank", id: ROW_ID },
  });
});

test("fines and insurance money book to the chart of their year", () => {
  expect(lines(booked("amendes_penalites", -9_000, { year: 2024 }))[0]).toBe("671200 D 9000");
  expect(lines(booked("amendes_penalites", -9_000, { year: 2025 }))[0]).toBe("658200 D 9000");
  expect(lines(booked("indemnite_assurance", 9_000, { year: 2024 }))[1]).toBe("791000 C 9000");
});

test("customers and suppliers carry a stable auxiliary, other accounts none", () => {
  const first = booked("encaissement_client", 100, { label: "VIR SEPA RECU /DE SARL DURAND BATIMENT /MOTIF FACT 1 /REF A" });
  const again = booked("encaissement_client", 900, { label: "VIR INST RECU DE: DURAND BATIMENT REF: 998877", year: 2026 });
  const aux = (entry: DraftEntry) => entry.lines.map(({ thirdParty }) => thirdParty);
  expect(aux(first)[1]).toEqual(aux(again)[1]);
  expect(aux(first)[1]).toMatchObject({ name: "DURAND BATIMENT", code: expect.stringMatching(/^CDURANDBATI[0-9A-Z]{4}$/) });
  expect(aux(first)[0]).toBeUndefined();
  expect(aux(booked("reglement_fournisseur", -100, { label: "VIR DURAND BATIMENT" }))[0]?.code).toMatch(/^FDURANDBATI/);
  expect(aux(booked("frais_bancaires", -100))).toEqual([undefined, undefined]);
});

test("a refund meets its receipt on one auxiliary, under one name", () => {
  const receipt = booked("encaissement_client", 27_000, { label: "VIR SEPA RECU ETS BROCHARD FA 2026-0546" });
  const refund = booked("encaissement_client", -27_000, { label: "VIR SEPA EMIS /BEN ETS BROCHARD /MOTIF REMB COMMANDE 4121" });
  const auxiliary = ({ lines }: DraftEntry) => lines.find(({ account }) => account === "411000")?.thirdParty;
  expect(auxiliary(receipt)).toEqual({ code: expect.stringMatching(/^CBROCHARD[0-9A-Z]{4}$/), name: "BROCHARD" });
  expect(auxiliary(refund)).toEqual(auxiliary(receipt));
});

test("two names never share an auxiliary by accident, one written two ways does", () => {
  const names = ["SOCIETE GENERALE ASSURANCES", "SOCIETE GENERALE LEASING", "DUPONT", "DUPOND", "ÉTS DUPONT"];
  expect(new Set(names.map((name) => thirdPartyOf("supplier", name).code)).size).toBe(names.length);
  expect(thirdPartyOf("customer", "Café  de la Gare").code).toBe(thirdPartyOf("customer", "CAFE DE LA GARE").code);
  expect(thirdPartyOf("customer", " \t|")).toEqual({ code: "CDIVERS", name: "Clients divers" });
  expect(thirdPartyOf("customer", "DIVERS").code).not.toBe("CDIVERS");
  const many = Array.from({ length: 3_000 }, (_, index) => `ENTREPRISE DU BATIMENT ${index}`);
  expect(new Set(many.map((name) => thirdPartyOf("customer", name).code)).size).toBeGreaterThan(2_980);
});

test("warns of what an accountant must look at", () => {
  expect(booked("a_categoriser", -1).warnings).toEqual(["unidentified"]);
  for (const id of ["frais_bancaires", "carburant", "loyer_immobilier", "restauration_reception", "immobilisation", "deplacements"])
    expect([id, booked(id, -1).warnings]).toEqual([id, ["vat_included"]]);
  for (const id of ["assurance", "interets_agios", "salaires", "tva", "reglement_fournisseur", "amendes_penalites", "echeance_emprunt"])
    expect([id, booked(id, -1).warnings]).toEqual([id, []]);
  expect(booked("encaissement_client", 1).warnings).toEqual([]);
});

test("labels reach the books without separators, line breaks or control characters", () => {
  const entry = booked("frais_bancaires", -1, { label: "  A|B\tC\r\nD\u0000E\u202E F\u200b\uFEFF  «é» " });
  expect(entry.label).toBe("A B C D E F «é»");
  expect(booked("frais_bancaires", -1, { label: "\u0000|" }).label).toBe("Frais bancaires");
  expect(booked("frais_bancaires", -1, { label: "é".repeat(500) }).label).toHaveLength(200);
});

test("a row outside the year, or of nothing, is a mistake of the caller", () => {
  const input = {
    row: { id: ROW_ID, label: "X", amountCents: cents(1), date: businessDate("2024-12-31") },
    parts: [{ category: TO_CATEGORISE, amountCents: cents(1), note: null }],
    bank: { ordinal: 1, name: "B" },
    year: yearOf(2025),
  };
  expect(() => bankEntry(input)).toThrow("fiscal year");
  expect(bankEntry({ ...input, entryDate: businessDate("2025-01-01") })).toMatchObject({ date: "2025-01-01", pieceDate: "2024-12-31" });
  expect(() => booked("a_categoriser", 0)).toThrow("does not balance");
});

test("a split row has a line a part, and what goes against the row stands on the bank's side", () => {
  const part = (categoryId: string, amount: number, note: string | null = null) => ({
    ...{ category: categoryById(categoryId), amountCents: cents(amount), note },
  });
  const split = (amount: number, ...parts: ReturnType<typeof part>[]) =>
    bankEntry({
      row: { id: ROW_ID, label: "VIR STRIPE", amountCents: cents(amount), date: businessDate("2025-03-31") },
      ...{ parts, bank: { ordinal: 1, name: "B" }, year: yearOf(2025) },
    });
  const payout = split(9_500, part("encaissement_psp", 10_000, "Ventes de mars"), part("frais_bancaires", -500, "Commission"));
  expect(lines(payout)).toEqual(["512001 D 9500", "627000 D 500", "411000 C 10000"]);
  expect(payout.lines.map(({ label }) => label)).toEqual(["VIR STRIPE", "Commission", "Ventes de mars"]);
  const paid = split(-1_000, part("fournitures_bureau", -600), part("a_categoriser", -300), part("fournitures_bureau", -100));
  expect(lines(paid)).toEqual(["606400 D 600", "471000 D 300", "606400 D 100", "512001 C 1000"]);
  expect(paid.warnings).toEqual(["vat_included", "unidentified"]);
});

test("any row of any category balances", () => {
  const anyCategory = fc.constantFrom(...CATEGORIES, TO_CATEGORISE);
  const amount = fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }).filter((value) => value !== 0);
  fc.assert(
    fc.property(
      anyCategory,
      amount,
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.integer({ min: 1, max: 999 }),
      (category, amountCents, label, ordinal) => {
        const row = { id: ROW_ID, label, rawLabel: label, amountCents: cents(amountCents), date: businessDate("2025-06-30") };
        const parts = [{ category, amountCents: cents(amountCents), note: null }];
        const entry = bankEntry({ row, parts, bank: { ordinal, name: "B" }, year: yearOf(2025) });
        expect(totalsOf(entry.lines)).toEqual({ debitCents: Math.abs(amountCents), creditCents: Math.abs(amountCents) });
        expect(DraftEntry.safeParse(entry).success).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test("only booked euros that moved on a cash account are bookable", () => {
  const row = { status: "booked", date: businessDate("2025-03-01"), amountCents: cents(1), currency: EUR } as const;
  const account = { accountType: "checking", currency: EUR } as const;
  const today = businessDate("2025-03-01");
  expect(isBookable(row, account, today)).toBe(true);
  for (const accountType of ["savings", "card"] as const) expect(isBookable(row, { ...account, accountType }, today)).toBe(true);
  for (const accountType of ["loan", "securities", "other"] as const)
    expect(isBookable(row, { ...account, accountType }, today)).toBe(false);
  for (const status of ["pending", "future", "deleted"] as const) expect(isBookable({ ...row, status }, account, today)).toBe(false);
  expect(isBookable({ ...row, amountCents: cents(0) }, account, today)).toBe(false);
  expect(isBookable({ ...row, date: businessDate("2025-03-02") }, account, today)).toBe(false);
  expect(isBookable({ ...row, currency: Currency.parse("USD") }, account, today)).toBe(false);
  expect(isBookable(row, { ...account, currency: Currency.parse("USD") }, today)).toBe(false);
});
