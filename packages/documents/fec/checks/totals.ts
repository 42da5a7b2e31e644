import type { Note } from "../report.ts";
import { euros } from "./entry.ts";
import type { FecRecord } from "./record.ts";

const JOURNALS_MAX = 5_000;

/** Debit and credit of the file and of each journal. */
export function createTotalsCheck(note: Note) {
  const journals = new Map<string, { debitCents: number; creditCents: number }>();
  const file = { debitCents: 0, creditCents: 0 };
  let readable = true;
  return {
    record({ journal, debitCents, creditCents }: FecRecord): void {
      readable &&= debitCents !== undefined && creditCents !== undefined;
      const own = journals.get(journal) ?? { debitCents: 0, creditCents: 0 };
      for (const total of [file, own]) {
        total.debitCents += debitCents ?? 0;
        total.creditCents += creditCents ?? 0;
      }
      if (journals.size < JOURNALS_MAX) journals.set(journal, own);
    },
    /** A record was lost: totals are no longer judged. */
    lost(): void {
      readable = false;
    },
    finish(): { readonly debitCents: number; readonly creditCents: number } {
      const gap = file.debitCents - file.creditCents;
      if (readable && gap !== 0) note("E08", undefined, `écart de ${euros(gap)}`);
      for (const [code, { debitCents, creditCents }] of journals)
        if (readable && debitCents !== creditCents) note("E09", undefined, `${code}, écart de ${euros(debitCents - creditCents)}`);
      return { ...file };
    },
  };
}
