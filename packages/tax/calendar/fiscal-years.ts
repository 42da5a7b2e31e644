import { addDays, addMonths, type BusinessDate, businessDate, earliest, lastDayOf, monthOf, yearOf } from "#domain/dates";
import { closingDay } from "#domain/ledger/fiscal-year";
import type { CalendarProfile } from "./profile.ts";

/** A fiscal year of the profile. `isFirst`: nothing was closed before it. */
export type YearSpan = { readonly startsOn: BusinessDate; readonly endsOn: BusinessDate; readonly isFirst: boolean };

type Years = Pick<CalendarProfile, "fiscalYears" | "createdOn" | "closingDay">;

/** Far enough before and after any window: a first year may last two years. */
const YEARS_AROUND = 3;

/**
 * Fiscal years that touch the years from three before `from` to one after `to`: those the profile names, and years of twelve months on
 * the closing day before and after them. None before the company was created.
 */
export function fiscalYears(profile: Years, from: BusinessDate, to: BusinessDate): readonly YearSpan[] {
  const named = yearsNear(profile.fiscalYears, yearOf(from) - YEARS_AROUND, yearOf(to) + YEARS_AROUND);
  const first = named[0];
  const last = named.at(-1);
  const closings = Array.from({ length: yearOf(to) - yearOf(from) + 2 * YEARS_AROUND + 1 }, (_, index) =>
    closingDay(yearOf(from) - YEARS_AROUND + index, profile.closingDay),
  );
  const usual = closings.slice(1).map((endsOn, index) => ({ startsOn: addDays(closings[index] ?? endsOn, 1), endsOn }));
  const before = first ? usual.filter(({ startsOn }) => startsOn < first.startsOn).map((year) => cutAfter(year, first.startsOn)) : usual;
  const after = last ? usual.filter(({ endsOn }) => endsOn > last.endsOn).map((year) => cutBefore(year, addDays(last.endsOn, 1))) : [];
  return begun([...before, ...named, ...after], profile.createdOn);
}

/** The named years that matter to a window, oldest first. One without an end in sight ends where nobody asks any more. */
function yearsNear(years: readonly Span[], first: number, last: number): readonly Span[] {
  const end = businessDate(`${last}-12-31`);
  return years
    .filter(({ startsOn, endsOn }) => `${first}-01-01` <= endsOn && startsOn <= end && startsOn <= endsOn)
    .map(({ startsOn, endsOn }) => ({ startsOn, endsOn: earliest(endsOn, end) }))
    .sort((left, right) => (left.startsOn < right.startsOn ? -1 : 1));
}

type Span = { readonly startsOn: BusinessDate; readonly endsOn: BusinessDate };

const cutAfter = (year: Span, next: BusinessDate): Span => (year.endsOn < next ? year : { ...year, endsOn: addDays(next, -1) });
const cutBefore = (year: Span, start: BusinessDate): Span => (year.startsOn > start ? year : { ...year, startsOn: start });

/** Without what lies before the creation; the year it falls into is the first. */
function begun(years: readonly Span[], createdOn: BusinessDate | null): readonly YearSpan[] {
  return years
    .filter(({ endsOn }) => createdOn === null || endsOn >= createdOn)
    .map((year) => {
      const isFirst = createdOn !== null && year.startsOn <= createdOn;
      return { ...year, startsOn: isFirst ? createdOn : year.startsOn, isFirst };
    });
}

/** Months after a closing: from the last day of a month to the last day of the other (28 February + 3 months = 31 May). */
export function monthsAfter(closing: BusinessDate, months: number): BusinessDate {
  const moved = addMonths(closing, months);
  return closing === lastDayOf(monthOf(closing)) ? lastDayOf(monthOf(moved)) : moved;
}

/** Whether it closes with the calendar year. */
export const closesWithYear = (closing: BusinessDate): boolean => closing.endsWith("-12-31");

/** Whether a fiscal year has twelve months. */
export const hasTwelveMonths = ({ startsOn, endsOn }: Span): boolean => addDays(addMonths(startsOn, 12), -1) === endsOn;
