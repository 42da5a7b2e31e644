import { FiscalYearId } from "#domain/ids";
import { type FiscalYear, yearClosingIn } from "#domain/ledger/fiscal-year";
import { Refusal } from "#domain/refusals";
import { queryNumber } from "./list.ts";

/** `?year=YYYY` names the year closing in YYYY, `?year_id=` names it by id; without either, the latest. */
export const YearChoice = {
  year: queryNumber(1990, 2100).exactOptional(),
  yearId: FiscalYearId.exactOptional(),
} as const;

/** The fiscal year a query names: by id, by closing year, or the latest that has begun. */
export function chosenYear(
  years: readonly FiscalYear[],
  { year, yearId }: { readonly year?: number; readonly yearId?: FiscalYearId },
): FiscalYear {
  if (year !== undefined && yearId === undefined) return yearClosingIn(years, year);
  if (
    year !== undefined &&
    yearClosingIn(
      years.filter(({ id }) => id === yearId),
      year,
    ).id !== yearId
  )
    throw new Refusal("year.not_found");
  const found = yearId === undefined ? years.at(-1) : years.find(({ id }) => id === yearId);
  if (!found) throw new Refusal("year.not_found");
  return found;
}
