import type { BusinessDate } from "#domain/dates";
import { COLUMN, isQuoted, type Layout } from "../checks/header.ts";
import type { FecEntryLine, FecProblem } from "./fec-entry.ts";
import { foreignAmount, lenientAmount, lenientDate } from "./values.ts";

/** What a line tells of its entry. */
export type RowHead = {
  readonly line: number;
  readonly journal: string;
  readonly journalLabel: string;
  readonly number: string;
  readonly dateText: string;
  readonly date: BusinessDate | undefined;
  readonly pieceRef: string;
  readonly pieceDate: BusinessDate | undefined;
  readonly label: string;
  readonly validDate: BusinessDate | undefined;
};

/** One line of the file: what it tells of its entry, and the line itself or why it cannot be read. */
export type Row = { readonly head: RowHead; readonly entryLine: FecEntryLine | undefined; readonly problems: readonly FecProblem[] };

/** Longest text of a field that is kept: no field of the books is longer. */
const FIELD_MAX = 400;

type Read = (column: number) => string;

/**
 * Reads lines with the leniency an import needs: column names in any case, dates and amounts of other forms, and the quotes of a file whose
 * header is `quoted` too. Quotes of a file that has none in its header are part of the values.
 */
export function createRowReader(layout: Layout, quoted: boolean): (text: string, line: number) => Row {
  const dateOf = rememberedDates();
  const bare = quoted ? unquoted : kept;
  return (text, line) => {
    const fields = text.split(layout.separator);
    const read: Read = (column) => bare(fields[layout.places[column] ?? -1] ?? "");
    const head = headOf(read, line, dateOf);
    if (fields.length !== layout.fields) return { head, entryLine: undefined, problems: [{ code: "line_unreadable", line, detail: "" }] };
    const amounts = layout.signed ? signedAmounts(read, line) : debitAndCredit(read, line);
    if ("code" in amounts) return { head, entryLine: undefined, problems: [amounts] };
    return { head, entryLine: { ...lineOf(read, line, dateOf), ...amounts }, problems: [] };
  };
}

type DateOf = (text: string) => BusinessDate | undefined;

function headOf(read: Read, line: number, dateOf: DateOf): RowHead {
  return {
    line,
    journal: read(COLUMN.journal),
    journalLabel: read(COLUMN.journalLabel),
    number: read(COLUMN.number),
    dateText: read(COLUMN.date),
    date: dateOf(read(COLUMN.date)),
    pieceRef: read(COLUMN.pieceRef),
    pieceDate: dateOf(read(COLUMN.pieceDate)),
    label: read(COLUMN.label),
    validDate: dateOf(read(COLUMN.validDate)),
  };
}

function lineOf(read: Read, line: number, dateOf: DateOf): Omit<FecEntryLine, "debitCents" | "creditCents"> {
  const [auxiliary, auxiliaryLabel, lettering] = [read(COLUMN.auxiliary), read(COLUMN.auxiliaryLabel), read(COLUMN.lettering)];
  const letteredOn = dateOf(read(COLUMN.letteredOn));
  return {
    line,
    account: read(COLUMN.account),
    accountLabel: read(COLUMN.accountLabel),
    label: read(COLUMN.label),
    ...(auxiliary && { auxiliary }),
    ...(auxiliaryLabel && { auxiliaryLabel }),
    ...(lettering && { lettering }),
    ...(letteredOn && { letteredOn }),
    ...foreignOf(read),
  };
}

/** A foreign amount that cannot be read is left out: the entry is in euros, which alone must be right. */
function foreignOf(read: Read): Pick<FecEntryLine, "foreignCents" | "currency"> {
  const currency = read(COLUMN.currency).toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) return {};
  const foreignCents = foreignAmount(read(COLUMN.foreign), currency);
  return foreignCents ? { foreignCents, currency } : {};
}

type Amounts = Pick<FecEntryLine, "debitCents" | "creditCents">;

function debitAndCredit(read: Read, line: number): Amounts | FecProblem {
  const [debit, credit] = [read(COLUMN.debit), read(COLUMN.credit)];
  const [debitCents, creditCents] = [lenientAmount(debit), lenientAmount(credit)];
  if (debitCents === undefined) return { code: "amount_unreadable", line, detail: debit };
  return creditCents === undefined ? { code: "amount_unreadable", line, detail: credit } : { debitCents, creditCents };
}

function signedAmounts(read: Read, line: number): Amounts | FecProblem {
  const [amount, side] = [read(COLUMN.debit), read(COLUMN.credit).toUpperCase()];
  const cents = lenientAmount(amount);
  if (cents === undefined || !SIDES.has(side)) return { code: "amount_unreadable", line, detail: `${amount} ${side}` };
  return SIDES.get(side) === "debit" ? { debitCents: cents, creditCents: 0 } : { debitCents: 0, creditCents: cents };
}

const SIDES: ReadonlyMap<string, "debit" | "credit"> = new Map([
  ...([["D", "debit"] as const, ["+1", "debit"] as const, ["1", "debit"] as const] as const),
  ...([["C", "credit"] as const, ["-1", "credit"] as const] as const),
]);

const kept = (field: string): string => field.slice(0, FIELD_MAX).trim();

const unquoted = (field: string): string => {
  const text = kept(field);
  return isQuoted(text) ? text.slice(1, -1).trim() : text;
};

const DATES_MAX = 5_000;

function rememberedDates(): DateOf {
  const known = new Map<string, BusinessDate | undefined>();
  return (text) => {
    if (known.has(text)) return known.get(text);
    const date = lenientDate(text);
    if (known.size < DATES_MAX) known.set(text, date);
    return date;
  };
}
