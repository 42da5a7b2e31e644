import type { BusinessDate } from "#domain/dates";
import type { Note } from "../report.ts";
import { createAccountCheck } from "./accounts.ts";
import { createConventionCheck } from "./convention.ts";
import { createEntryRuns } from "./entry-runs.ts";
import { createLetteringCheck } from "./lettering.ts";
import type { FecRecord } from "./record.ts";
import { createTotalsCheck } from "./totals.ts";

/** The fiscal year as far as it is known, whether an earlier year has books, and the day of the check. */
export type BodyFacts = {
  readonly startsOn: BusinessDate | undefined;
  readonly endsOn: BusinessDate | undefined;
  readonly today: BusinessDate | undefined;
  readonly hasPredecessor: boolean;
};

/** Everything that takes more than one record to say. */
export function createBodyCheck({ startsOn, endsOn, today, hasPredecessor }: BodyFacts, note: Note) {
  const from = compact(startsOn, 0);
  const to = compact(endsOn, Number.MAX_SAFE_INTEGER);
  const accounts = createAccountCheck(note, startsOn);
  const convention = createConventionCheck(note);
  const letterings = createLetteringCheck(note);
  const totals = createTotalsCheck(note);
  const runs = createEntryRuns(note, { from, to: compact(endsOn, 0), today: compact(today, 0) });
  return {
    record(record: FecRecord): void {
      const { date } = record;
      if (date !== 0 && (date < from || date > to)) note("D04", record.line, String(date));
      accounts.record(record);
      convention.record(record);
      letterings.record(record);
      totals.record(record);
      runs.record(record);
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

const compact = (date: BusinessDate | undefined, unknown: number): number =>
  date === undefined ? unknown : Number(date.replaceAll("-", ""));
