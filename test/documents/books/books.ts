import { fileURLToPath } from "node:url";
import type { GeneralLedgerDocument, LedgerAccount, LedgerLine } from "#documents/books/general-ledger";
import type { BalanceColumns, BalanceRow, BookHead, TrialBalanceDocument } from "#documents/books/trial-balance";
import { pdfFonts } from "#documents/pdf/fonts";
import type { PdfFonts } from "#documents/pdf/pages";
import { addDays, businessDate } from "#domain/dates";
import { assets } from "#runtime/assets";

/** The fonts, read as a function reads its assets. */
export const fonts = (): Promise<PdfFonts> =>
  pdfFonts(assets(fileURLToPath(new URL("../../../packages/documents/fonts", import.meta.url))));

const HEAD: BookHead = {
  company: "Menuiserie Lefèvre & Fils",
  siren: "732829320",
  year: { startsOn: businessDate("2025-01-01"), endsOn: businessDate("2025-12-31") },
  printedAt: "2026-01-15T08:30:00.000Z",
};

const NAMES = [
  "Capital",
  "Matériel de bureau et informatique",
  "Fournisseurs",
  "Clients",
  "État, TVA à décaisser",
  "Banque",
  "Achats",
  "Ventes",
];
const CLASSES = ["101", "218", "401", "411", "445", "512", "606", "706"];

const NOTHING: BalanceColumns = {
  ...{ openingDebitCents: 0, openingCreditCents: 0, debitCents: 0, creditCents: 0, debitBalanceCents: 0, creditBalanceCents: 0 },
};

/** Accounts in pairs: what one has on the debit side, its neighbour has on the credit side. */
function balanceRow(index: number, count: number): BalanceRow {
  const half = Math.floor(index / 2);
  const amount = 123_456 + half * 98_765_43;
  const kind = Math.floor((index * CLASSES.length) / count);
  const named = { account: `${CLASSES[kind]}${String(index).padStart(3, "0")}`, label: `${NAMES[kind]} ${index}`, thirdParty: null };
  if (index % 2 === 0)
    return { ...named, ...NOTHING, openingDebitCents: amount, debitCents: 1_000, creditCents: 500, debitBalanceCents: amount + 500 };
  return { ...named, ...NOTHING, openingCreditCents: amount, debitCents: 500, creditCents: 1_000, creditBalanceCents: amount + 500 };
}

export const totalsOf = (rows: readonly BalanceRow[]): BalanceColumns =>
  rows.reduce<BalanceColumns>(
    (sum, row) => ({
      openingDebitCents: sum.openingDebitCents + row.openingDebitCents,
      openingCreditCents: sum.openingCreditCents + row.openingCreditCents,
      debitCents: sum.debitCents + row.debitCents,
      creditCents: sum.creditCents + row.creditCents,
      debitBalanceCents: sum.debitBalanceCents + row.debitBalanceCents,
      creditBalanceCents: sum.creditBalanceCents + row.creditBalanceCents,
    }),
    NOTHING,
  );

/** A balance générale of an even number of accounts. */
export function trialBalanceOf(count: number): TrialBalanceDocument {
  const rows = Array.from({ length: count }, (_, index) => balanceRow(index, count));
  return { ...HEAD, through: HEAD.year.endsOn, by: "account", rows, totals: totalsOf(rows) };
}

/** The same beside the year before. */
export function comparedBalanceOf(count: number): TrialBalanceDocument {
  const balance = trialBalanceOf(count);
  const rows = balance.rows.map((row) => ({
    ...row,
    previous: { debitBalanceCents: Math.floor(row.debitBalanceCents / 2), creditBalanceCents: Math.floor(row.creditBalanceCents / 2) },
  }));
  return { ...balance, rows };
}

/** A balance auxiliaire: customers, then suppliers. */
export function auxiliaryBalanceOf(count: number): TrialBalanceDocument {
  const rows = Array.from({ length: count }, (_, index): BalanceRow => {
    const customer = index < count / 2;
    const name = `${customer ? "Client" : "Fournisseur"} ${index} Établissements Dubois & Associés, agence de Saint-Étienne`;
    const amount = 12_345 * (index + 1);
    const sides = customer
      ? { openingDebitCents: 0, debitCents: amount, debitBalanceCents: amount }
      : { openingCreditCents: 0, creditCents: amount, creditBalanceCents: amount };
    const [account, label] = customer ? ["411000", "Clients"] : ["401000", "Fournisseurs"];
    return { ...NOTHING, account, label, thirdParty: { code: `${customer ? "C" : "F"}DUBOIS${index}`, name }, ...sides };
  });
  return { ...HEAD, through: businessDate("2025-09-30"), by: "third_party", rows, totals: totalsOf(rows) };
}

const LABELS = [
  "Facture VE-2025-0001 Société Générale de Menuiserie",
  "VIR SEPA RECU DE ÉTABLISSEMENTS DUBOIS ET ASSOCIÉS /MOTIF règlement des factures 2025-0457, 2025-0458, 2025-0459 et 2025-0460 avec escompte",
  "Loyer",
  "Frais kilométriques de l’été, 1 250 km à 0,529 €",
];

async function* lines(count: number, opening: number): AsyncGenerator<LedgerLine> {
  let balanceCents = opening;
  for (let index = 0; index < count; index += 1) {
    const debitCents = index % 3 === 0 ? 0 : 10_050 + index;
    const creditCents = index % 3 === 0 ? 20_100 + index : 0;
    balanceCents += debitCents - creditCents;
    yield {
      date: addDays(HEAD.year.startsOn, Math.floor((index * 360) / count)),
      number: index + 1,
      journal: index % 3 === 0 ? "BQ1" : "VE",
      pieceRef: index % 5 === 0 ? `FA-2025-${String(index).padStart(6, "0")}` : `P${index}`,
      label: LABELS[index % LABELS.length] ?? "",
      thirdParty: index % 2 === 0 ? { code: `C${index}`, name: "Établissements Dubois & Associés" } : null,
      ...{ debitCents, creditCents, balanceCents, lettering: index % 4 === 0 ? "AAB" : null },
    };
  }
}

const ACCOUNTS = [
  ["411000", "Clients", 1_234_567, 0],
  ["512001", "Banque Crédit Mutuel, compte courant professionnel", 0, 98_700],
  ["607000", "Achats de marchandises", 0, 0],
] as const;

/** A ledger of `accounts` accounts of `count` lines each, made as it is read. */
export function ledgerOf(count: number, accounts: number = ACCOUNTS.length): GeneralLedgerDocument {
  async function* all(): AsyncGenerator<LedgerAccount> {
    for (const [account, label, openingDebitCents, openingCreditCents] of ACCOUNTS.slice(0, accounts))
      yield { account, label, openingDebitCents, openingCreditCents, lines: lines(count, openingDebitCents - openingCreditCents) };
  }
  return { ...HEAD, from: HEAD.year.startsOn, to: HEAD.year.endsOn, accounts: all() };
}
