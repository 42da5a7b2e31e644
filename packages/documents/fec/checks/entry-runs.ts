import type { Note } from "../report.ts";
import { addRecord, endEntry, isBalanced, type OpenEntry, openEntry } from "./entry.ts";
import { createNumberingCheck } from "./numbering.ts";
import { createOrderCheck, type OrderFacts } from "./order.ts";
import type { FecRecord } from "./record.ts";

/** Gathers records into entries: an entry is a run of lines with one number. Holds one entry at a time. */
export function createEntryRuns(note: Note, facts: OrderFacts) {
  const [numbering, order] = [createNumberingCheck(note), createOrderCheck(note, facts)];
  let entries = 0;
  let current: OpenEntry | undefined;
  let doubtful = false;
  const close = (entry: OpenEntry): void => {
    const { number, journal, line } = entry.first;
    entries += 1;
    endEntry(entry, note);
    if (number !== "") numbering.entry({ number, journal, line, whole: isBalanced(entry) });
    order.entry(entry);
  };
  return {
    record(record: FecRecord): void {
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
      if (current) current.readable = false;
      doubtful = true;
    },
    finish(hasPredecessor: boolean): { readonly entries: number } {
      if (current) close(current);
      numbering.finish();
      order.finish(hasPredecessor);
      return { entries };
    },
  };
}

/** An entry as far as it has been read: enough to tell whether a line goes on with it. */
export type EntryRun = {
  readonly first: { readonly number: string; readonly journal: string };
  readonly debitCents: number;
  readonly creditCents: number;
  readonly readable: boolean;
};

/**
 * Whether a line goes on with the entry being read. Numbers may start again in each journal, so the same number in another
 * journal is a new entry once the first one balances.
 */
export function belongs(
  { first, debitCents, creditCents, readable }: EntryRun,
  { number, journal }: { readonly number: string; readonly journal: string },
): boolean {
  if (number !== first.number) return false;
  return journal === first.journal || !(readable && debitCents === creditCents && debitCents !== 0);
}
