import type { Note } from "../report.ts";
import type { FecRecord } from "./record.ts";

/** Lines seen so far of the entry being read. */
export type OpenEntry = {
  readonly first: FecRecord;
  debitCents: number;
  creditCents: number;
  /** False once an amount could not be read. */
  readable: boolean;
  /** Rules already told about this entry. */
  readonly told: Set<string>;
  letterings: Set<string>;
  touchesResult: boolean;
  touchesCharges: boolean;
};

export const openEntry = (first: FecRecord): OpenEntry => ({
  ...{
    first,
    debitCents: 0,
    creditCents: 0,
    readable: true,
    told: new Set(),
    letterings: new Set(),
    touchesResult: false,
    touchesCharges: false,
  },
});

/** Adds a line and compares it with the entry's first one. */
export function addRecord(entry: OpenEntry, record: FecRecord, note: Note): void {
  const { first } = entry;
  if (record.debitCents === undefined || record.creditCents === undefined) entry.readable = false;
  entry.debitCents += record.debitCents ?? 0;
  entry.creditCents += record.creditCents ?? 0;
  if (record.lettering !== "") entry.letterings.add(record.lettering);
  entry.touchesResult ||= /^12[09]/.test(record.account);
  entry.touchesCharges ||= /^[67]/.test(record.account);
  const differences = [
    ["E02", first.journal, record.journal],
    ["E03", first.date, record.date],
    ["E04", first.pieceRef, record.pieceRef],
    ["E05", first.pieceDate, record.pieceDate],
    ["E06", first.validDate, record.validDate],
  ] as const;
  for (const [rule, expected, found] of differences) {
    if (expected === found || expected === undefined || found === undefined || entry.told.has(rule)) continue;
    entry.told.add(rule);
    note(rule, record.line, `${expected}, ${found}`);
  }
}

/** What can be said once the entry is complete (PCG art. 1031-1: debit equals credit). */
export function endEntry(entry: OpenEntry, note: Note): void {
  const { first, debitCents, creditCents, letterings } = entry;
  if (entry.readable && debitCents !== creditCents) note("E01", first.line, `${first.number}, écart de ${euros(debitCents - creditCents)}`);
  if (letterings.size > 1) note("E07", first.line, [...letterings].slice(0, 5).join(", "));
  if ((entry.touchesResult && entry.touchesCharges) || /^CL/i.test(first.journal.trim())) note("O04", first.line);
}

export const euros = (cents: number): string =>
  `${cents < 0 ? "-" : ""}${Math.trunc(Math.abs(cents) / 100)},${String(Math.abs(cents) % 100).padStart(2, "0")} EUR`;
