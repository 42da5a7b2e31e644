import type { Note } from "../report.ts";
import type { FecRecord } from "./record.ts";

/** Lines seen so far of the entry being read. */
export type OpenEntry = {
  readonly first: FecRecord;
  lines: number;
  debitCents: number;
  creditCents: number;
  /** False once an amount could not be read. */
  readable: boolean;
  /** Rules already told about this entry. */
  told: ReadonlySet<string>;
  /** Lettering codes met, a few at most. */
  letterings: readonly string[];
  /** The first charge or product account met (classes 6 and 7), empty when none was. */
  charge: string;
  touchesResult: boolean;
  /** Whether a line is on neither a charge, a product nor the year's result. */
  touchesOthers: boolean;
};

const NOTHING_TOLD: ReadonlySet<string> = new Set();
const NO_LETTERING: readonly string[] = [];
const LETTERINGS_KEPT = 5;

export const openEntry = (first: FecRecord): OpenEntry => ({
  first,
  lines: 0,
  debitCents: 0,
  creditCents: 0,
  readable: true,
  told: NOTHING_TOLD,
  letterings: NO_LETTERING,
  charge: "",
  touchesResult: false,
  touchesOthers: false,
});

/** Adds a line and compares it with the entry's first one. */
export function addRecord(entry: OpenEntry, record: FecRecord, note: Note): void {
  entry.lines += 1;
  if (!record.readable) entry.readable = false;
  entry.debitCents += record.debitCents;
  entry.creditCents += record.creditCents;
  if (record.lettering !== "") addLettering(entry, record.lettering);
  addAccount(entry, record.account);
  if (!isAlike(entry.first, record)) compare(entry, record, note);
}

function addAccount(entry: OpenEntry, account: string): void {
  const chartClass = account.charCodeAt(0) - 48;
  if (chartClass === 6 || chartClass === 7) {
    if (entry.charge === "") entry.charge = account;
  } else if (chartClass === 1 && account.startsWith("12")) entry.touchesResult = true;
  else entry.touchesOthers = true;
}

function addLettering(entry: OpenEntry, code: string): void {
  if (entry.letterings.length < LETTERINGS_KEPT && !entry.letterings.includes(code)) entry.letterings = [...entry.letterings, code];
}

/** Whether a line agrees with its entry: nearly all do, and which value differs is asked only of the others. */
const isAlike = (first: FecRecord, { journal, date, pieceRef, pieceDate, validDate }: FecRecord): boolean =>
  first.journal === journal &&
  first.date === date &&
  first.pieceRef === pieceRef &&
  first.pieceDate === pieceDate &&
  first.validDate === validDate;

function compare(entry: OpenEntry, record: FecRecord, note: Note): void {
  const { first } = entry;
  if (first.journal !== record.journal) tell(entry, record, note, ["E02", first.journal, record.journal]);
  if (first.date !== record.date) tell(entry, record, note, ["E03", first.date, record.date]);
  if (first.pieceRef !== record.pieceRef) tell(entry, record, note, ["E04", first.pieceRef, record.pieceRef]);
  if (first.pieceDate !== record.pieceDate) tell(entry, record, note, ["E05", first.pieceDate, record.pieceDate]);
  if (first.validDate !== record.validDate) tell(entry, record, note, ["E06", first.validDate, record.validDate]);
}

type Difference = readonly ["E02" | "E03" | "E04" | "E05" | "E06", expected: string | number, found: string | number];

/** A value the file does not tell is another rule's matter. */
function tell(entry: OpenEntry, { line }: FecRecord, note: Note, [rule, expected, found]: Difference): void {
  if (isUntold(expected) || isUntold(found) || entry.told.has(rule)) return;
  entry.told = new Set([...entry.told, rule]);
  note(rule, line, `${expected}, ${found}`);
}

const isUntold = (value: string | number): boolean => value === 0 || (typeof value === "string" && value.trim() === "");

/** What can be said once the entry is complete (PCG art. 1031-1: debit equals credit). */
export function endEntry(entry: OpenEntry, note: Note): void {
  const { first, lines, debitCents, creditCents, letterings } = entry;
  if (entry.readable && lines === 1) note("E10", first.line, first.number);
  if (!isBalanced(entry)) note("E01", first.line, `${first.number}, écart de ${euros(debitCents - creditCents)}`);
  if (letterings.length > 1) note("E07", first.line, letterings.join(", "));
}

/** Whether debit equals credit, as far as the amounts could be read. */
export const isBalanced = ({ readable, debitCents, creditCents }: OpenEntry): boolean => !readable || debitCents === creditCents;

export const euros = (cents: number): string =>
  `${cents < 0 ? "-" : ""}${Math.trunc(Math.abs(cents) / 100)},${String(Math.abs(cents) % 100).padStart(2, "0")} EUR`;
