import type { Note } from "../report.ts";
import { euros } from "./entry.ts";
import { createMemory } from "./memory.ts";
import type { FecRecord } from "./record.ts";

const JOURNALS_MAX = 5_000;

/** Debit and credit of the file and of each journal. */
export function createTotalsCheck(note: Note) {
  const journals = createMemory(JOURNALS_MAX, () => ({ debitCents: 0, creditCents: 0 }));
  const file = { debitCents: 0, creditCents: 0 };
  let readable = true;
  return {
    record({ journal, debitCents, creditCents, readable: own }: FecRecord): void {
      if (!own) readable = false;
      file.debitCents += debitCents;
      file.creditCents += creditCents;
      const total = journals.get(journal);
      if (!total) return;
      total.debitCents += debitCents;
      total.creditCents += creditCents;
    },
    /** A record was lost: totals are no longer judged. */
    lost(): void {
      readable = false;
    },
    finish(): { readonly debitCents: number; readonly creditCents: number } {
      const exact = Number.isSafeInteger(file.debitCents) && Number.isSafeInteger(file.creditCents);
      const gap = file.debitCents - file.creditCents;
      if (!readable) note("E12");
      if (!readable || !exact) return { ...file };
      if (gap !== 0) note("E08", undefined, `écart de ${euros(gap)}`);
      for (const [code, { debitCents, creditCents }] of journals.values)
        if (debitCents !== creditCents) note("E09", undefined, `${code}, écart de ${euros(debitCents - creditCents)}`);
      return { ...file };
    },
  };
}
