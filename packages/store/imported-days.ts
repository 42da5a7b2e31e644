import { type BusinessDate, businessDate, earliest, lastDayOf, latest, type Month } from "#domain/dates";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { LedgerHead } from "./ledger-heads.ts";

/** Days, both included, whose bank rows are in books taken over from another program. */
export type ImportedDays = { readonly from: BusinessDate; readonly through: BusinessDate };

/** Before any day a bank row can have: balances brought forward hold everything up to their day. */
export const BEFORE_ALL = businessDate("1900-01-01");

/** The days a year's head says were taken over. Heads written before the first day was kept: the year's own days, or all before it. */
export function importedDaysOf(
  { startsOn }: Pick<FiscalYear, "startsOn">,
  { importedFrom, importedThrough }: Pick<LedgerHead, "importedFrom" | "importedThrough">,
): ImportedDays | null {
  if (importedThrough === null) return null;
  return { from: importedFrom ?? (importedThrough < startsOn ? BEFORE_ALL : startsOn), through: importedThrough };
}

/** Whether a day's bank rows were taken over. */
export const isImportedDay = (day: BusinessDate, imported: readonly ImportedDays[]): boolean =>
  imported.some(({ from, through }) => from <= day && day <= through);

/** Whether every day a month has in a year was taken over by one import. */
export function isImportedMonth(
  month: Month,
  { startsOn, endsOn }: Pick<FiscalYear, "startsOn" | "endsOn">,
  imported: readonly ImportedDays[],
): boolean {
  const [first, last] = [latest(businessDate(`${month}-01`), startsOn), earliest(lastDayOf(month), endsOn)];
  return imported.some(({ from, through }) => from <= first && last <= through);
}
