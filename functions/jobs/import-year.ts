import { addDays, type BusinessDate, instantOf } from "#domain/dates";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { Refusal } from "#domain/refusals";
import { companies, newYearAction } from "#store/companies";
import { commit } from "#store/outbox";
import type { JobTools } from "./tools.ts";

/**
 * The fiscal year that ends on a day, opened when it touches the years known: right before the first or right after the last. Refuses a
 * year that leaves a gap.
 */
export async function yearEnding(startsOn: BusinessDate, endsOn: BusinessDate, tools: JobTools): Promise<FiscalYear> {
  const { table, companyId, now, newId, requestId, doer } = tools;
  const years = await companies(table, companyId).years();
  const known = years.find((year) => year.endsOn === endsOn);
  if (known) return known;
  const [first, last] = [years[0], years.at(-1)];
  const before = first && addDays(endsOn, 1) === first.startsOn;
  const after = last && addDays(last.endsOn, 1) === startsOn;
  if (!before && !after) throw new Refusal("year.not_contiguous");
  const year: FiscalYear = { id: newId("fiscalYear"), startsOn, endsOn, status: "open" };
  const event = { id: newId("event"), type: "year.opened", at: instantOf(now()), doer, requestId, objects: [{ id: year.id }] } as const;
  if (!(await commit(table, companyId, [newYearAction(companyId, year)], event)).done) throw new Refusal("conflict.changed_meanwhile");
  return year;
}
