import fc from "fast-check";
import { expect, test } from "vitest";
import { partyNameOf } from "#domain/categorising/party-name";

/** One name for every way a bank prints its payments. */
const PARTIES: Readonly<Record<string, readonly string[]>> = {
  BROCHARD: [
    "VIR SEPA RECU ETS BROCHARD FA 2026-0546",
    "VIR SEPA EMIS /BEN ETS BROCHARD /MOTIF REMB COMMANDE 4121",
    "VIR REMBOURSEMENT CLIENT BROCHARD",
    "VIR INST RE 918273645 DE: BROCHARD MOTIF: FACT 0546 REF: 918273645",
    "VIR ETS. BROCHARD AVOIR 12/03/2026",
  ],
  "PELTIER JEROME": [
    "VIR SEPA RECU /DE M OU MME PELTIER JEROME /REF NOTPROVIDED",
    "VIREMENT RECU DE M. PELTIER JEROME",
    "VIR PELTIER JEROME M OU MME",
  ],
  "GARAGE DELPORTE ET FILS": ["VIR SEPA RECU GARAGE DELPORTE ET FILS FA 2026-0031", "VIR FAVEUR GARAGE DELPORTE & FILS"],
  "PHARMACIE DE LA GARE": [
    "VIR INST RE 123456789 DE: PHARMACIE DE LA GARE MOTIF: FACT 0012 REF: 123456789",
    "Virement émis Pharmacie de la Gare remb. 120,00 EUR",
  ],
  "MENUISERIE ARNAULT": ["VIR SEPA RECU SARL MENUISERIE ARNAULT FA 2026-0546", "VIR S.A.R.L. MENUISERIE ARNAULT ACOMPTE"],
  SCALEWAY: ["PRLV SEPA SCALEWAY SAS FACTURE 884120", "PRLV SEPA SCALEWAY REF SC-884-A"],
  ORANGE: [
    "PRLV SEPA ORANGE SA ORANGE ICS FR37ZZZ106875 RUM 0000129874412 FACT PRO 778899",
    "PRELEVEMENT EUROPEEN 7586321565 DE: ORANGE SA ID: FR52YYY654MDJ MOTIF: FACTURE DECEMBRE REF: SIG.85463156",
  ],
  EDF: ["PRLV SEPA EDF ID EMETTEUR/FR46EDF001007 MDT/MM9570123 REF/77 LIB/ELECTRICITE", "VIR EDF AVOIR 2025"],
  "SCI LES TILLEULS": ["VIR SEPA EMIS LOYER SCI LES TILLEULS MARS 2026", "VIR SEPA EMIS /MOTIF LOYER JANVIER /BEN SCI LES TILLEULS"],
  "LE BISTROT DE LYON": ["CB*1234 FACT 120325 SUMUP *LE BISTROT DE LYON", "PAIEMENT PSC 1203 PARIS ZETTLE_*LE BISTROT DE LYON"],
  "ASSOCIATION LES AMIS DU CANAL": ["VIR SEPA RECU /DE ASSOCIATION LES AMIS DU CANAL /REF NOTPROVIDED"],
  "GROSSISTE INFORMATIQUE DE L OUEST": ["VIR SEPA EMIS /BEN GROSSISTE INFORMATIQUE DE L'OUEST /MOTIF MARCHANDISES FA 4410"],
  "SOCIETE GENERALE": ["PRLV SOCIETE GENERALE", "PRLV STE GENERALE CONTRAT 55120"],
  DURAND: ["VIR STE DURAND FA4072", "VIR FACTURE 2026-12 SARL DURAND", "VIR SEPA EMIS HONORAIRES DE M. DURAND N° 7"],
  "H&M": ["VIR H & M FACT 12", "VIR H&M"],
  "G7 TAXI": ["CB G7 TAXI"],
  GOOGLE: ["CARTE GOOGLE *ADS4419870021"],
  "": [
    "CHEQUE 3214507",
    "REM CHQ N 7003 DE 2 CHQ",
    "VIR AVOIR CLIENT 2025-9",
    "REMISE CB TPE 0412 CONTRAT 4471203 DU 120326",
    "VIR SARL",
    "",
  ],
};

const CASES = Object.entries(PARTIES).flatMap(([name, labels]) => labels.map((label) => ({ label, name })));

test.each(CASES)("reads $name in $label", ({ label, name }) => {
  expect(partyNameOf(label)).toBe(name);
});

const digits = (length: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: length, maxLength: length });
const day = fc.tuple(fc.integer({ min: 10, max: 28 }), fc.integer({ min: 10, max: 12 })).map(([on, month]) => `${on}/${month}`);
const invoice = fc.tuple(fc.constantFrom("FA ", "FACT ", "FACTURE F", "F", "REF GC-", "N° ", "AV-", "FA", "REMB COMMANDE "), digits(4));
const amount = fc.tuple(fc.constantFrom("EUR ", ""), fc.integer({ min: 0, max: 9_999 }), fc.constantFrom("", " EUR", "EUR", "€"));
const ending = fc.oneof(
  invoice.map(([word, number]) => `${word}${number}`),
  fc.tuple(fc.constantFrom("", "DU ", "LE "), day, fc.constantFrom("", "/26", "/2026")).map((parts) => parts.join("")),
  fc.constantFrom("MARS 2026", "12 AOUT 2026", "2026-03-31", "DU 01/03 AU 31/03"),
  amount.map(([before, euros, after]) => `${before}${euros},50${after}`),
);

test("an invoice, a date or an amount at the end never changes who it is", () => {
  fc.assert(
    fc.property(fc.constantFrom(...CASES), fc.array(ending, { minLength: 1, maxLength: 3 }), ({ label, name }, endings) => {
      expect(partyNameOf([label, ...endings].join(" "))).toBe(name);
    }),
    { numRuns: 300 },
  );
});

test("a name read again is the same name, fit for the books", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 100 }), (label) => {
      expect(partyNameOf(label)).toMatch(/^(?:[A-Z0-9&]+(?: [A-Z0-9&]+){0,15})?$/);
      expect(partyNameOf(label).length).toBeLessThanOrEqual(80);
    }),
    { numRuns: 100 },
  );
  for (const name of Object.keys(PARTIES)) expect(partyNameOf(`VIR SEPA RECU /DE ${name} /REF X`)).toBe(name);
});
