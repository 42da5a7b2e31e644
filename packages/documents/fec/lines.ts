import { compactDate } from "#domain/dates";
import type { Entry, EntryLine } from "#domain/ledger/entry";
import { cleanLabel } from "#domain/ledger/label";
import { decimalComma, exponentOf, ZERO } from "#domain/money";
import { FEC_COLUMNS, type FecSeparator, SEPARATORS } from "./columns.ts";

/** The header record, without its line end. */
export const fecHeader = (separator: FecSeparator = "tab"): string => FEC_COLUMNS.join(SEPARATORS[separator]);

/** Labels as the file prints them. An account or journal renamed during the year keeps the label it was first printed with. */
export type Labels = {
  readonly account: (number: string, label: string) => string;
  readonly journal: (code: string, label: string) => string;
};

const AS_WRITTEN: Labels = { account: (_, label) => label, journal: (_, label) => label };

/** Remembers the first label of each account and journal: one code has one label in a file. */
export function firstLabels(): Labels {
  const accounts = new Map<string, string>();
  const journals = new Map<string, string>();
  return { account: (number, label) => firstOf(accounts, number, label), journal: (code, label) => firstOf(journals, code, label) };
}

/** The records of one entry, without line ends. Blank means nothing between two separators; an empty side is 0,00. */
export const fecLines = (entry: Entry, separator: FecSeparator = "tab", labels: Labels = AS_WRITTEN): string[] =>
  entry.lines.map((line) => fieldsOf(entry, line, labels).join(SEPARATORS[separator]));

function fieldsOf(entry: Entry, line: EntryLine, labels: Labels): string[] {
  const thirdParty = line.account.startsWith("4") ? line.thirdParty : undefined;
  const { lettering, foreign } = line;
  return [
    ...[entry.journal, labels.journal(entry.journal, printable(entry.journalLabel)), String(entry.number), compactDate(entry.date)],
    ...[
      line.account,
      labels.account(line.account, printable(line.accountLabel)),
      thirdParty?.code ?? "",
      printable(thirdParty?.name ?? ""),
    ],
    ...[
      printable(entry.pieceRef) || String(entry.number),
      compactDate(entry.pieceDate),
      printable(line.label) || printable(entry.label) || entry.journal,
    ],
    ...[decimalComma(line.side === "debit" ? line.amountCents : ZERO), decimalComma(line.side === "credit" ? line.amountCents : ZERO)],
    ...[printable(lettering?.code ?? ""), lettering ? compactDate(lettering.on) : "", compactDate(entry.validatedOn)],
    ...[foreign ? decimalComma(foreign.amountCents, exponentOf(foreign.currency)) : "", foreign?.currency ?? ""],
  ];
}

const printable = (field: string): string => cleanLabel(field);

function firstOf(labels: Map<string, string>, code: string, label: string): string {
  const first = labels.get(code) ?? label;
  labels.set(code, first);
  return first;
}
