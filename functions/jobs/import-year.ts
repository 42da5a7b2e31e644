import { addDays, instantOf } from "#domain/dates";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { Refusal } from "#domain/refusals";
import { newYearAction } from "#store/companies";
import { headOf, readBooks } from "#store/ledger-books";
import { commit } from "#store/outbox";
import type { JobTools } from "./tools.ts";

/**
 * Opens a fiscal year that touches the years known: right before the first, unless that is closed and takes nothing brought forward any
 * more, or right after the last. Refuses one that leaves a gap or overlaps.
 */
export async function openedYear({ startsOn, endsOn }: Pick<FiscalYear, "startsOn" | "endsOn">, tools: JobTools): Promise<FiscalYear> {
  const { table, companyId, now, newId, requestId, doer } = tools;
  const books = await readBooks(table, companyId);
  const [first, last] = [books.years[0], books.years.at(-1)];
  const before = first && !headOf(books, first).closed && addDays(endsOn, 1) === first.startsOn;
  const after = last && addDays(last.endsOn, 1) === startsOn;
  if (!before && !after) throw new Refusal("year.not_contiguous");
  const year: FiscalYear = { id: newId("fiscalYear"), startsOn, endsOn, status: "open" };
  const event = { id: newId("event"), type: "year.opened", at: instantOf(now()), doer, requestId, objects: [{ id: year.id }] } as const;
  if (!(await commit(table, companyId, [newYearAction(companyId, year)], event)).done) throw new Refusal("conflict.changed_meanwhile");
  return year;
}
