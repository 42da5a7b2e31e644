import type { IncomingRow } from "#domain/banking/incoming";
import { FILE_SOURCE } from "#domain/banking/provider";
import type { RowOutcome } from "#domain/banking/reading";
import { type BankRow, transactionId } from "#domain/banking/row";
import type { Instant } from "#domain/dates";
import type { ImportCounts, ProbableDuplicate } from "#store/statement-imports";
import type { FileRow } from "./file-rows.ts";

/** Doubts kept with a report at most. */
export const DOUBTS_MAX = 50;

/** What became of one row of the file, and what else it may be. */
export type Fate = {
  readonly kind: "added" | "updated" | "matched" | "duplicate";
  readonly row: FileRow;
  readonly doubt: ProbableDuplicate | null;
};

/** What became of rows since it was last looked at. A row decided on twice counts as it was decided last. */
export type Outcomes = {
  /** Says that a row is about to be decided on which nothing vouches for. */
  readonly awaits: (row: FileRow) => void;
  readonly told: (row: IncomingRow, outcome: RowOutcome, likely: BankRow | null) => void;
  readonly take: () => readonly Fate[];
};

/**
 * Gathers what becomes of the rows of a file. A row that this import's own earlier run wrote, before it died, was added by this import:
 * it is of a file, nothing vouched for it, and it is not older than the import.
 */
export function outcomesOf(startedAt: Instant | null): Outcomes {
  const awaited = new Map<string, FileRow>();
  const fates = new Map<string, Fate>();
  return {
    awaits(row) {
      awaited.set(row.providerId, row);
    },
    told(row, { kind, row: held }, likely) {
      const found = awaited.get(row.providerId);
      if (!found) return;
      const isOurs = startedAt !== null && held !== null && held.source === FILE_SOURCE && held.createdAt >= startedAt;
      const known = isOurs && held.providerId === row.providerId ? "added" : "duplicate";
      const fate = kind === "added" || kind === "updated" || kind === "matched" ? kind : known;
      fates.set(row.providerId, { kind: fate, row: found, doubt: held && likely ? doubtOf(held, likely) : null });
    },
    take() {
      const taken = [...fates.values()];
      fates.clear();
      awaited.clear();
      return taken;
    },
  };
}

const doubtOf = (row: BankRow, other: BankRow): ProbableDuplicate => ({
  ...{ transactionId: transactionId(row), date: row.date, amountCents: row.amountCents, label: row.label },
  ...{ otherId: transactionId(other), otherDate: other.date, otherLabel: other.label },
});

/** Counts with some fates more; rows that nothing had to be done for are what is left of the file at its end. */
export function counted(counts: ImportCounts, fates: readonly Fate[]): ImportCounts {
  const next = { ...counts };
  for (const { kind } of fates) if (kind !== "duplicate") next[kind] += 1;
  return next;
}

export const doubtsIn = (fates: readonly Fate[]): readonly ProbableDuplicate[] => fates.flatMap(({ doubt }) => doubt ?? []);

/** The counts of a whole file. */
export const completed = (counts: ImportCounts, read: number): ImportCounts => ({
  ...counts,
  read,
  duplicate: read - counts.added - counts.updated - counts.matched,
});
