/** The golden file's records as fields, header first. Line n of the file is `rows[n - 1]`. */
export type Rows = string[][];

const COLUMNS = {
  journal: 0,
  journalLib: 1,
  number: 2,
  date: 3,
  account: 4,
  accountLib: 5,
  aux: 6,
  auxLib: 7,
  ref: 8,
  pieceDate: 9,
  label: 10,
  debit: 11,
  credit: 12,
  let: 13,
  dateLet: 14,
  valid: 15,
  foreign: 16,
  currency: 17,
} as const;
export type Column = keyof typeof COLUMNS;

/** Writes one field of one line of the file. */
export const put =
  (line: number, column: Column, value: string) =>
  (rows: Rows): void => {
    const row = rows[line - 1];
    if (row) row[COLUMNS[column]] = value;
  };
export const all =
  (...changes: readonly ((rows: Rows) => void)[]) =>
  (rows: Rows): void => {
    for (const change of changes) change(rows);
  };
/** Writes a field on every line of an entry. */
export const putAll =
  (number: string, column: Column, value: string) =>
  (rows: Rows): void => {
    for (const row of rows) if (row[COLUMNS.number] === number) row[COLUMNS[column]] = value;
  };
export const renumber = (from: string, to: string): ((rows: Rows) => void) => putAll(from, "number", to);
export const header =
  (change: (names: string[]) => string[]) =>
  (rows: Rows): void => {
    rows[0] = change(rows[0] ?? []);
  };
/** Does something to every line, header first. */
export const each =
  (change: (row: string[], index: number) => unknown) =>
  (rows: Rows): void => {
    for (const [index, row] of rows.entries()) change(row, index);
  };
/** The form with one amount and a side. */
export const signed =
  (debit: string, credit: string) =>
  (rows: Rows): void => {
    rows.forEach((row, index) => {
      const isDebit = row[COLUMNS.credit] === "0,00";
      const [amount = "", side = ""] =
        index === 0 ? ["Montant", "Sens"] : isDebit ? [row[COLUMNS.debit], debit] : [row[COLUMNS.credit], credit];
      row.splice(COLUMNS.debit, 2, amount, side);
    });
  };

/** Each journal counts from 1. */
export function perJournal(rows: Rows): void {
  const last = new Map<string, { old: string; next: number }>();
  for (const row of rows.slice(1)) {
    const [journal = "", , old = ""] = row;
    const known = last.get(journal) ?? { old: "", next: 0 };
    const next = known.old === old ? known.next : known.next + 1;
    last.set(journal, { old, next });
    row[2] = String(next);
  }
}
