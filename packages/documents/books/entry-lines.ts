import type { BusinessDate } from "#domain/dates";
import type { EntryLine } from "#domain/ledger/entry";
import { cents, date, integer, text } from "../tables/columns.ts";
import { type ColumnOf, type Table, tableOf } from "../tables/table.ts";
import { EXPORT_NAMES, EXPORT_HEADERS as H } from "./exports.fr.ts";

/** One line of a validated entry, with what it shares with the other lines. */
export type EntryLineRow = {
  readonly yearEndsOn: BusinessDate;
  readonly journal: string;
  readonly number: number;
  readonly date: BusinessDate;
  readonly pieceRef: string;
  readonly pieceDate: BusinessDate;
  readonly validatedOn: BusinessDate;
  readonly line: EntryLine;
};

/** Entries, a line each, in the order given. */
export const entryLinesTable = (rows: AsyncIterable<EntryLineRow>): Table =>
  tableOf({ name: EXPORT_NAMES.entries, rows, columns: COLUMNS });

const COLUMNS: readonly ColumnOf<EntryLineRow>[] = [
  date(H.yearEnds, (row) => row.yearEndsOn),
  text(H.journal, 8, (row) => row.journal),
  integer(H.number, 9, (row) => row.number),
  date(H.date, (row) => row.date),
  text(H.ledgerAccount, 12, (row) => row.line.account),
  text(H.accountLabel, 30, (row) => row.line.accountLabel),
  text(H.thirdParty, 16, (row) => row.line.thirdParty?.code ?? null),
  text(H.thirdPartyName, 30, (row) => row.line.thirdParty?.name ?? null),
  text(H.pieceRef, 24, (row) => row.pieceRef),
  date(H.pieceDate, (row) => row.pieceDate),
  text(H.label, 44, (row) => row.line.label),
  cents(H.debit, ({ line }) => (line.side === "debit" ? line.amountCents : null)),
  cents(H.credit, ({ line }) => (line.side === "credit" ? line.amountCents : null)),
  date(H.validatedOn, (row) => row.validatedOn),
];
