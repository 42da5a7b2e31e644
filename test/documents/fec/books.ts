import { categoryById } from "#domain/categorising/categories";
import { businessDate, compactDate } from "#domain/dates";
import { bankEntry } from "#domain/ledger/bank-entry";
import { genesis, numberEntries } from "#domain/ledger/chain";
import { accountLabel } from "#domain/ledger/chart";
import { AccountNumber, type DraftEntry, type Entry, type EntryLine, JournalCode, type ThirdParty } from "#domain/ledger/entry";
import { Currency, cents } from "#domain/money";
import { COMPANY, sha256, yearOf } from "../../domain/ledger/years.ts";

export const YEAR = yearOf(2025);
export const SIREN = "732829320";
export const FILE_NAME = `${SIREN}FEC${compactDate(YEAR.endsOn)}.txt`;

type BankCase = {
  readonly day: string;
  readonly label: string;
  readonly amountCents: number;
  readonly categoryId: string;
  readonly ordinal?: number;
  readonly name?: string;
  readonly reference?: string;
};

let rank = 0;
const bank = ({ day, label, amountCents, categoryId, ordinal = 1, name = "Crédit du Nord | Pro", reference }: BankCase): DraftEntry =>
  bankEntry({
    row: {
      ...{
        id: `txn_00${ordinal}${String(++rank).padStart(20, "0")}`,
        label,
        rawLabel: label,
        amountCents: cents(amountCents),
        date: businessDate(day),
      },
      ...(reference && { reference }),
    },
    parts: [{ category: categoryById(categoryId), amountCents: cents(amountCents), note: null }],
    bank: { ordinal, name },
    year: YEAR,
  });

type Side = readonly [
  account: string,
  side: "debit" | "credit",
  amountCents: number,
  more?: Partial<Pick<EntryLine, "thirdParty" | "foreign" | "accountLabel">>,
];
type Manual = {
  readonly journal: string;
  readonly journalLabel: string;
  readonly day: string;
  readonly pieceRef: string;
  readonly label: string;
  readonly lines: readonly Side[];
};

const manual = ({ journal, journalLabel, day, pieceRef, label, lines }: Manual): DraftEntry => ({
  ...{
    source: { kind: "manual", id: pieceRef },
    journal: JournalCode.parse(journal),
    journalLabel,
    date: businessDate(day),
    pieceRef,
    pieceDate: businessDate(day),
    label,
    warnings: [],
  },
  lines: lines.map(([account, side, amountCents, more = {}]) => ({
    ...{
      account: AccountNumber.parse(account),
      accountLabel: accountLabel(account, YEAR.startsOn),
      label,
      side,
      amountCents: cents(amountCents),
      ...more,
    },
  })),
});

const DURAND: ThirdParty = { code: "CDURANDBATI", name: "DURAND BATIMENT" };

/** Twelve entries of a small year: opening, invoices, bank rows of every kind, a foreign invoice, hostile labels. */
const drafts = (): DraftEntry[] => [
  manual({
    journal: "AN",
    journalLabel: "À-nouveaux",
    day: "2025-01-01",
    pieceRef: "AN-2025",
    label: "Ouverture de l'exercice",
    lines: [
      ["512001", "debit", 8_000_000, { accountLabel: "Banque Crédit du Nord Pro" }],
      ["101300", "credit", 1_000_000],
      ["120000", "credit", 7_000_000],
    ],
  }),
  bank({
    day: "2025-01-06",
    label: "VIREMENT SEPA EMIS /MOTIF LOYER JANVIER /BEN SCI DES LILAS",
    amountCents: -150_000,
    categoryId: "loyer_immobilier",
  }),
  manual({
    journal: "VE",
    journalLabel: "Ventes",
    day: "2025-01-15",
    pieceRef: "F2025-001",
    label: "Facture F2025-001 Durand",
    lines: [
      ["411000", "debit", 120_000, { thirdParty: DURAND }],
      ["706000", "credit", 100_000],
      ["445710", "credit", 20_000],
    ],
  }),
  bank({
    day: "2025-02-03",
    label: "VIR SEPA RECU /DE SARL DURAND BATIMENT /MOTIF FACT F2025-001",
    amountCents: 120_000,
    categoryId: "encaissement_client",
    reference: "VIR\t2025|0203",
  }),
  bank({
    day: "2025-02-05",
    label: 'COTISATION\r\nMENSUELLE\u0000 "CARTE|VISA" n°12 – l’été\u200b\u00a0€',
    amountCents: -1_500,
    categoryId: "frais_bancaires",
  }),
  bank({ day: "2025-03-17", label: "PRLV SEPA DGFIP IS-032025-2571", amountCents: -250_000, categoryId: "impot_societes" }),
  bank({ day: "2025-04-01", label: "VIR INTERNE VERS LIVRET", amountCents: -1_000_000, categoryId: "virement_interne" }),
  bank({
    day: "2025-04-01",
    label: "VIR INTERNE DEPUIS COMPTE COURANT",
    amountCents: 1_000_000,
    categoryId: "virement_interne",
    ordinal: 2,
    name: "Livret Pro",
  }),
  bank({ day: "2025-05-02", label: "CHEQUE 1234567", amountCents: -7_850, categoryId: "a_categoriser" }),
  manual({
    journal: "VE",
    journalLabel: "Ventes",
    day: "2025-06-10",
    pieceRef: "F2025-002",
    label: "Export Boston e\u0301quipement",
    lines: [
      [
        "411000",
        "debit",
        92_593,
        {
          thirdParty: { code: "CBOSTON", name: "BOSTON TOOLS" },
          foreign: { amountCents: cents(100_000), currency: Currency.parse("USD") },
        },
      ],
      ["707800", "credit", 92_593],
    ],
  }),
  bank({ day: "2025-07-15", label: "ECH PRET 00602 4411258", amountCents: -97_333, categoryId: "echeance_emprunt" }),
  bank({
    day: "2025-12-31",
    label: "INTERETS CREDITEURS LIVRET",
    amountCents: 1,
    categoryId: "produits_financiers",
    ordinal: 2,
    name: "Livret Pro renommé",
  }),
];

/** The year validated in two goes, with the invoice and its payment lettered, and the two halves of the transfer. */
export function books(): Entry[] {
  rank = 0;
  const all = drafts();
  const start = { lastNumber: 0, lastHash: genesis(COMPANY, YEAR.startsOn, sha256), lastValidDate: YEAR.startsOn };
  const first = numberEntries(all.slice(0, 6), start, { yearId: YEAR.id, at: new Date("2025-04-15T09:00:00.000Z"), sha256 });
  const second = numberEntries(all.slice(6), first.head, { yearId: YEAR.id, at: new Date("2026-01-20T09:00:00.000Z"), sha256 });
  return [...first.entries, ...second.entries].map(lettered);
}

/** The bank's own auxiliary of Durand differs from the invoice's here: the payment is put on the invoice's, as an accountant would. */
function lettered(entry: Entry): Entry {
  const lines = entry.lines.map((line) => {
    if (line.account === "580000") return { ...line, lettering: { code: "A", on: businessDate("2025-04-01") } };
    if (line.account !== "411000" || ![3, 4].includes(entry.number)) return line;
    return { ...line, thirdParty: DURAND, lettering: { code: "AA", on: businessDate("2025-02-03") } };
  });
  return { ...entry, lines };
}

export async function* streamed(entries: Iterable<Entry>): AsyncGenerator<Entry> {
  yield* entries;
}

/** Everything a generator gives. */
export async function collected(pieces: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}
