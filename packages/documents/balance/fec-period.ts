import { addMonths, type BusinessDate, businessDate, lastDayOf, monthOf } from "#domain/dates";
import { readFec } from "../fec/import/reader.ts";

const MONTHS_MAX = 24;

export type Period = { readonly startsOn: BusinessDate; readonly endsOn: BusinessDate };

/** Months cannot be counted to the very end of the calendar. */
const LAST_YEAR = "9000";

/** The whole months the entries of a file lie in; null when there are none, they span more than a fiscal year may last, or lie where no year of a company does. */
export async function periodOfFec(source: AsyncIterable<Uint8Array>): Promise<Period | null> {
  let first: BusinessDate | undefined;
  let last: BusinessDate | undefined;
  for await (const { date } of readFec(source).entries) {
    if (date === undefined) continue;
    if (first === undefined || date < first) first = date;
    if (last === undefined || date > last) last = date;
  }
  if (first === undefined || last === undefined || last >= LAST_YEAR) return null;
  const period = { startsOn: businessDate(`${monthOf(first)}-01`), endsOn: lastDayOf(monthOf(last)) };
  return period.endsOn < addMonths(period.startsOn, MONTHS_MAX) ? period : null;
}
