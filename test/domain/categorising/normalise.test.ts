import fc from "fast-check";
import { expect, test } from "vitest";
import { normalise } from "#domain/categorising/normalise";
import { fold } from "#domain/categorising/words";

const CASES: readonly (readonly [label: string, amountCents: number, expected: Partial<ReturnType<typeof normalise>>])[] = [
  [
    "PRELEVEMENT EUROPEEN 7586321565 DE: ORANGE SA ID: FR52YYY654MDJ MOTIF: FACTURE DECEMBRE REF: SIG.85463156 MANDAT SIG9853165",
    -5_900,
    { channel: "direct_debit", direction: "out", counterparty: "ORANGE", motif: "FACTURE DECEMBRE", merchantKey: "ORANGE" },
  ],
  [
    "VIR SEPA RECU /DE SARL DURAND BATIMENT /MOTIF FACT 2025-0112 /REF NOTPROVIDED",
    1,
    { channel: "transfer", direction: "in", counterparty: "DURAND BATIMENT", motif: "FACT 2025 0112" },
  ],
  [
    "VIREMENT SEPA EMIS /MOTIF LOYER JANVIER /BEN SCI DES LILAS /REFDO 123 /REFBEN",
    -1,
    { counterparty: "SCI LILAS", motif: "LOYER JANVIER" },
  ],
  ["VIR RECU    9604881985018S DE: M. PIERRE DURAND REF: ABC", 1, { channel: "transfer", counterparty: "PIERRE DURAND" }],
  ["PRLV SEPA EDF ID EMETTEUR/FR46EDF001007 MDT/MM9570123 REF/77 LIB/ELECTRICITE", -1, { counterparty: "EDF", motif: "ELECTRICITE" }],
  ["CB*1234 FACT 120325 SUMUP *LE BISTROT DE LYON", -1, { channel: "card", counterparty: "BISTROT LYON", merchantKey: "BISTROT LYON" }],
  ["CARTE X1417 27/05 SNCF INTERNET PARIS", -1, { channel: "card", merchantKey: "SNCF INTERNET PARIS" }],
  ["PAIEMENT PSC 1203 PARIS ZETTLE_*LA FROMAGERIE", -1, { channel: "card", counterparty: "FROMAGERIE" }],
  ["PAIEMENT CB 1203 AMZN MKTP FR*2K4TT6", -1, { merchantKey: "AMZN MKTP" }],
  ["CARTE 12/03 PAYPAL *ADOBE 35314369001", -1, { counterparty: "ADOBE" }],
  ["VIREMENT RECU DE BSK FOODS", 1, { counterparty: "BSK FOODS" }],
  ["Prélèvement européen de: Société Générale Assurances id: FR1", -1, { channel: "direct_debit", counterparty: "GENERALE ASSURANCES" }],
  ["RETRAIT DAB 12/03 17H05 LYON", -1, { channel: "cash", merchantKey: "" }],
  ["REM CHQ N 0000123", 1, { channel: "cheque", merchantKey: "" }],
  ["REMCB00096 NB0001", 1, { channel: "card_remittance" }],
  ["COTISATION MENSUELLE CARTE VISA", -1, { channel: "fee" }],
  ["ECHEANCE PRET 4411258", -1, { channel: "loan" }],
  ["", 0, { channel: "other", direction: "none", counterparty: "", motif: "", merchantKey: "" }],
];

test.each(CASES)("takes %j apart", (label, amountCents, expected) => {
  expect(normalise(label, amountCents)).toMatchObject(expected);
});

test("case, accents and invisible characters do not change a merchant", () => {
  const plain = normalise("CARTE 12/03 CAFE DE L HOTEL DE VILLE", -1);
  expect(normalise("carte 12/03 Café de l’Hôtel\u200b de Ville", -1)).toEqual(plain);
  expect(normalise("CARTE 12/03 CAFE\u0301 DE L'HO\u0302TEL\u00a0DE VILLE", -1)).toEqual(plain);
});

test("a month's reference does not change the key of a counterparty", () => {
  const keys = ["PRLV SEPA FREE PRO REF 2025011234", "PRLV SEPA FREE PRO REF 2025029876"].map((label) => normalise(label, -1).merchantKey);
  expect(new Set(keys)).toEqual(new Set(["FREE PRO"]));
});

test("the key of any label is at most three words of letters", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.integer(), (label, amountCents) => {
      expect(normalise(label, amountCents).merchantKey).toMatch(/^(?:[A-Z&]+(?: [A-Z&]+){0,2})?$/);
    }),
    { numRuns: 200 },
  );
});

test("a label of plain letters reads as it would beside an accent", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 60 }), (label) => {
      expect(fold(`X${label}`)).toBe(fold(`É${label}`).replace("E", "X"));
    }),
    { numRuns: 200 },
  );
});
