import type { BusinessDate } from "#domain/dates";
import { prorated, toEuro } from "../arithmetic.ts";

const DAYS_A_MONTH = 30;
const MONTHS_A_YEAR = 12;
const UNITS_A_YEAR = DAYS_A_MONTH * MONTHS_A_YEAR;

/** How long a fiscal year is, the way the law counts it: whole months, then days of a thirtieth of a month (BOI-IS-LIQ-20-20). */
export type Duration = { readonly months: number; readonly days: number };

/**
 * Both days included. A month runs to the eve of the same day, or to the month's end when that day does not exist: 29 February to 28 February is
 * a year. Throws RangeError when the year closes before it opens.
 */
export function durationOf(openedOn: BusinessDate, closedOn: BusinessDate): Duration {
  if (closedOn < openedOn) throw new RangeError(`a year from ${openedOn} to ${closedOn}`);
  const [opened, after] = [partsOf(openedOn), dayAfter(partsOf(closedOn))];
  const most = after.month - opened.month;
  if (opened.day <= after.day) return { months: most, days: after.day - opened.day };
  const before = daysIn(after.month - 1);
  return { months: most - 1, days: after.day + (opened.day <= before ? before - opened.day : -1) };
}

/** Months since year 0, January being 0, and the day in it: whole numbers, because this runs for every computation. */
type Parts = { readonly month: number; readonly day: number };

const partsOf = (date: BusinessDate): Parts => ({
  month: Number(date.slice(0, 4)) * MONTHS_A_YEAR + Number(date.slice(5, 7)) - 1,
  day: Number(date.slice(8)),
});

const dayAfter = ({ month, day }: Parts): Parts => (day < daysIn(month) ? { month, day: day + 1 } : { month: month + 1, day: 1 });

function daysIn(month: number): number {
  const [year, place] = [Math.floor(month / MONTHS_A_YEAR), month % MONTHS_A_YEAR];
  if (place === FEBRUARY) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return SHORT_MONTHS.has(place) ? 30 : 31;
}

const FEBRUARY = 1;
/** April, June, September, November. */
const SHORT_MONTHS: ReadonlySet<number> = new Set([3, 5, 8, 10]);

const unitsOf = ({ months, days }: Duration): number => months * DAYS_A_MONTH + days;

export const isTwelveMonths = (duration: Duration): boolean => unitsOf(duration) === UNITS_A_YEAR;

/** An amount of the law for twelve months, for a year of this duration, to the whole euro. */
export const forDuration = (amountCents: number, duration: Duration): number =>
  toEuro(prorated(amountCents, unitsOf(duration), UNITS_A_YEAR));

/** An amount of the year put on twelve months, to the cent. */
export const onTwelveMonths = (amountCents: number, duration: Duration): number => prorated(amountCents, UNITS_A_YEAR, unitsOf(duration));
