import { longDate } from "#domain/amounts.fr";
import { addDays, addMonths, type BusinessDate, businessDate, lastDayOf, type Month, monthOf, yearOf } from "#domain/dates";

/** What something is due for. */
export type Period = { readonly label: string; readonly startsOn: BusinessDate; readonly endsOn: BusinessDate };

const firstDayOf = (month: Month): BusinessDate => businessDate(`${month}-01`);

/** `2026-03` -> « mars 2026 ». */
export function monthPeriod(month: Month): Period {
  const startsOn = firstDayOf(month);
  return { label: longDate(startsOn).replace(/^1er /, ""), startsOn, endsOn: lastDayOf(month) };
}

/** Some months of a quarter; all three: « 1er trimestre 2026 ». */
export function monthsPeriod(first: Month, last: Month): Period {
  const [startsOn, endsOn] = [firstDayOf(first), lastDayOf(last)];
  const isQuarter = monthOf(addMonths(startsOn, 2)) === last && (Number(first.slice(5)) - 1) % 3 === 0;
  if (!isQuarter) return { label: first === last ? monthPeriod(first).label : spanLabel(startsOn, endsOn), startsOn, endsOn };
  const quarter = (Number(first.slice(5)) + 2) / 3;
  return { label: `${quarter === 1 ? "1er" : `${quarter}e`} trimestre ${yearOf(startsOn)}`, startsOn, endsOn };
}

/** « année 2026 ». */
export const calendarYear = (year: number): Period => ({
  label: `année ${year}`,
  startsOn: businessDate(`${year}-01-01`),
  endsOn: businessDate(`${year}-12-31`),
});

/** « exercice clos le 31 décembre 2026 ». */
export const fiscalYear = ({ startsOn, endsOn }: { readonly startsOn: BusinessDate; readonly endsOn: BusinessDate }): Period => ({
  label: `exercice clos le ${longDate(endsOn)}`,
  startsOn,
  endsOn,
});

const spanLabel = (startsOn: BusinessDate, endsOn: BusinessDate): string => `du ${longDate(startsOn)} au ${longDate(endsOn)}`;

/** The month after one. */
export const nextMonth = (month: Month): Month => monthOf(addDays(lastDayOf(month), 1));
