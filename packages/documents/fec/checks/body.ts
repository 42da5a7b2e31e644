import type { Note } from "../report.ts";
import { createAccountCheck } from "./accounts.ts";
import { createConventionCheck } from "./convention.ts";
import { addRecord, endEntry, type OpenEntry, openEntry } from "./entry.ts";
import { createLetteringCheck } from "./lettering.ts";
import { createNumberingCheck } from "./numbering.ts";
import { createOrderCheck } from "./order.ts";
import type { FecRecord } from "./record.ts";
import { createTotalsCheck } from "./totals.ts";

/** The fiscal year's first and last day (AAAAMMJJ), and whether an earlier year has books. */
export type BodyFacts = { readonly from: string; readonly to: string; readonly hasPredecessor: boolean };

/** Everything about records: an entry is a run of lines with one number. */
export function createBodyCheck({ from, to, hasPredecessor }: BodyFacts, note: Note) {
  const [accounts, letterings, totals, conventions] = [
    createAccountCheck(note),
    createLetteringCheck(note),
    createTotalsCheck(note),
    createConventionCheck(note),
  ];
  const [numbering, order] = [createNumberingCheck(note), createOrderCheck(note)];
  let entries = 0;
  let current: OpenEntry | undefined;
  let doubtful = false;
  const close = (entry: OpenEntry): void => {
    const { number, journal, line } = entry.first;
    entries += 1;
    endEntry(entry, note);
    if (number !== "") numbering.entry(number, journal, line);
    order.entry(entry);
  };
  return {
    record(record: FecRecord): void {
      if (record.date !== undefined && (record.date < from || record.date > to)) note("D04", record.line, record.date);
      for (const check of [accounts, letterings, totals, conventions]) check.record(record);
      if (current && !belongs(current, record)) {
        close(current);
        current = undefined;
      }
      current ??= openEntry(record);
      if (doubtful) current.readable = false;
      doubtful = false;
      addRecord(current, record, note);
    },
    /** A record could not be read: it may belong to the entry before it or after it, so neither balance is judged. */
    lost(): void {
      totals.lost();
      if (current) current.readable = false;
      doubtful = true;
    },
    finish() {
      if (current) close(current);
      letterings.finish();
      numbering.finish();
      order.finish(hasPredecessor);
      return { entries, ...totals.finish() };
    },
  };
}

/**
 * Whether a line goes on with the entry being read. Numbers may start again in each journal, so the same number in another
 * journal is a new entry once the first one balances.
 */
function belongs({ first, debitCents, creditCents, readable }: OpenEntry, { number, journal }: FecRecord): boolean {
  if (number !== first.number) return false;
  return journal === first.journal || !(readable && debitCents === creditCents && debitCents !== 0);
}
