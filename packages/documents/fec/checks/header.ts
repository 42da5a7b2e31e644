import { FEC_COLUMNS, SEPARATORS, SIGNED_COLUMNS } from "../columns.ts";
import type { Note } from "../report.ts";
import { NOWHERE } from "./fields.ts";

/** A column of either form of the file. */
type ColumnName = (typeof FEC_COLUMNS)[number] | "Montant" | "Sens";

/** Columns of a record by what they hold, in the legal order. In the form with one amount, `debit` is Montant and `credit` is Sens. */
export const COLUMN = {
  ...{ journal: 0, journalLabel: 1, number: 2, date: 3, account: 4, accountLabel: 5, auxiliary: 6, auxiliaryLabel: 7, pieceRef: 8 },
  ...{ pieceDate: 9, label: 10, debit: 11, credit: 12, lettering: 13, letteredOn: 14, validDate: 15, foreign: 16, currency: 17 },
} as const;

/** How to read the records: the separator, how many fields, and where each legal column stands. */
export type Layout = {
  readonly separator: string;
  readonly fields: number;
  /** Amount and side instead of debit and credit. */
  readonly signed: boolean;
  /** Place of each legal column in a record, in the order of `COLUMN`; `NOWHERE` when the file has not got it. */
  readonly places: readonly number[];
};

const SIGNED: readonly ColumnName[] = FEC_COLUMNS.map((name, index) =>
  index === 11 ? SIGNED_COLUMNS[12] : index === 12 ? SIGNED_COLUMNS[13] : name,
);

/** Reads the first line. Undefined when nothing after it can be read. */
export function readHeader(text: string, note: Note): Layout | undefined {
  if (text.startsWith("\uFEFF")) note("S02", 1);
  const line = text.replace(/^\uFEFF/, "");
  if (line.trim() === "") {
    note("S01");
    return undefined;
  }
  const separator = line.includes(SEPARATORS.tab) ? SEPARATORS.tab : line.includes(SEPARATORS.pipe) ? SEPARATORS.pipe : undefined;
  if (separator === undefined) {
    note("S03", 1);
    return undefined;
  }
  const names = line.split(separator);
  if (names.some(isQuoted)) note("S13", 1);
  const bare = names.map((name) => name.replace(/^"(.*)"$/, "$1").trim());
  const lower = bare.map((name) => name.toLowerCase());
  const signed = lower.includes("sens") || (lower.includes("montant") && !lower.includes("debit"));
  const expected = signed ? SIGNED : FEC_COLUMNS;
  checkNames(bare, expected, note);
  return { separator, fields: names.length, signed, places: expected.map((name) => placeOf(lower, name)) };
}

const placeOf = (lower: readonly string[], name: string): number =>
  lower.includes(name.toLowerCase()) ? lower.indexOf(name.toLowerCase()) : NOWHERE;

export const isQuoted = (field: string): boolean => field.length >= 2 && field.startsWith('"') && field.endsWith('"');

function checkNames(names: readonly string[], expected: readonly ColumnName[], note: Note): void {
  const lower = names.map((name) => name.toLowerCase());
  const missing = expected.filter((name) => !lower.includes(name.toLowerCase()));
  if (missing.length > 0) note("S04", 1, missing.join(", "));
  const twice = lower.filter((name, index) => lower.indexOf(name) !== index);
  if (twice.length > 0) note("S15", 1, twice.join(", "));
  const miswritten = names.filter((name) => expected.some((wanted) => wanted !== name && wanted.toLowerCase() === name.toLowerCase()));
  if (miswritten.length > 0) note("S06", 1, miswritten.join(", "));
  if (missing.length > 0) return;
  const misplaced = expected.find((name, index) => lower[index] !== name.toLowerCase());
  if (misplaced !== undefined) note("S05", 1, misplaced);
  const added = names.filter((name) => !expected.some((wanted) => wanted.toLowerCase() === name.toLowerCase()));
  if (added.length > 0) note("S14", 1, added.join(", "));
}
