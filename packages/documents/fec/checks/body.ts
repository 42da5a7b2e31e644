import type { Note } from "../report.ts";
import { createAccountCheck } from "./accounts.ts";
import { createConventionCheck } from "./convention.ts";
import { createEntryRuns } from "./entry-runs.ts";
import { createLetteringCheck } from "./lettering.ts";
import type { FecRecord } from "./record.ts";
import { createTotalsCheck } from "./totals.ts";

/** The fiscal year's first and last day (AAAAMMJJ), and whether an earlier year has books. */
export type BodyFacts = { readonly from: string; readonly to: string; readonly hasPredecessor: boolean };

/** Everything that takes more than one record to say. */
export function createBodyCheck({ from, to, hasPredecessor }: BodyFacts, note: Note) {
  const letterings = createLetteringCheck(note);
  const totals = createTotalsCheck(note);
  const runs = createEntryRuns(note);
  const checks = [createAccountCheck(note), createConventionCheck(note), letterings, totals, runs];
  return {
    record(record: FecRecord): void {
      if (record.date !== undefined && (record.date < from || record.date > to)) note("D04", record.line, record.date);
      for (const check of checks) check.record(record);
    },
    /** A record could not be read. */
    lost(): void {
      totals.lost();
      runs.lost();
    },
    finish() {
      letterings.finish();
      return { ...runs.finish(hasPredecessor), ...totals.finish() };
    },
  };
}
