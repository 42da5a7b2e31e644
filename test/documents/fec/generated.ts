import { businessDate } from "#domain/dates";
import { AccountNumber, type Entry, type EntryLine, JournalCode } from "#domain/ledger/entry";
import { cents } from "#domain/money";
import { YEAR } from "./books.ts";

const LINES_PER_ENTRY = 3;
const PARTIES = 500;

const line = (account: string, accountLabel: string, side: "debit" | "credit", amount: number, label: string): EntryLine => ({
  account: AccountNumber.parse(account),
  accountLabel,
  label,
  side,
  amountCents: cents(amount),
});

/** One sale of a year of so many: three lines, a customer out of five hundred. */
function sale(number: number, count: number): Entry {
  const month = 1 + Math.floor(((number - 1) * 12) / count);
  const day = businessDate(`2025-${String(month).padStart(2, "0")}-${String(1 + (number % 28)).padStart(2, "0")}`);
  const label = `Facture F2025-${number} Société n° ${number % PARTIES}`;
  const party = { code: `C${number % PARTIES}`, name: `SOCIÉTÉ NUMÉRO ${number % PARTIES}` };
  const net = 100_000 + (number % 9_973);
  return {
    source: { kind: "invoice", id: String(number) },
    journal: JournalCode.parse("VE"),
    journalLabel: "Ventes",
    number,
    date: day,
    pieceRef: `F2025-${number}`,
    pieceDate: day,
    label,
    lines: [
      { ...line("411000", "Clients", "debit", net + 20_000, label), thirdParty: party },
      line("706000", "Prestations de services", "credit", net, label),
      line("445710", "TVA collectée", "credit", 20_000, label),
    ],
    warnings: [],
    yearId: YEAR.id,
    validatedOn: businessDate("2026-01-15"),
    validatedAt: "2026-01-15T09:00:00.000Z",
    hash: "0".repeat(64),
  };
}

/** A year of sales of about so many lines, made as they are asked for. */
export function* generatedEntries(lines: number): Generator<Entry> {
  const count = Math.floor(lines / LINES_PER_ENTRY);
  for (let number = 1; number <= count; number += 1) yield sale(number, count);
}
