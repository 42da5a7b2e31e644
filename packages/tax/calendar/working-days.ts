import { addDays, type BusinessDate, businessDate, yearOf } from "#domain/dates";
import { localHolidays, nationalHolidays, type Place } from "./holidays.ts";

/** Days on which offices work: Monday to Friday without holidays. */
export type WorkingDays = {
  readonly isOpen: (day: BusinessDate) => boolean;
  /** The day itself when offices work, else the next one on which they do. */
  readonly onOrAfter: (day: BusinessDate) => BusinessDate;
  /** The count-th working day after a day; the day itself does not count. */
  readonly countedAfter: (day: BusinessDate, count: number) => BusinessDate;
};

/** Longer than any row of closed days there is (Easter: four). */
const CLOSED_DAYS_MAX = 14;

/** Working days of the whole country, with a place also those of the place. Remembers what it was asked for. */
export function workingDays(place: Place | null): WorkingDays {
  const known = new Map<number, ReadonlySet<string>>();
  const holidays = (year: number): ReadonlySet<string> => {
    const found = known.get(year) ?? new Set<string>([...nationalHolidays(year), ...(place ? localHolidays(year, place) : [])]);
    known.set(year, found);
    return found;
  };
  const isOpen = (day: BusinessDate): boolean => !isWeekend(day) && !holidays(yearOf(day)).has(day);
  const onOrAfter = (day: BusinessDate): BusinessDate => {
    if (isOpen(day)) return day;
    for (let ahead = 1; ahead <= CLOSED_DAYS_MAX; ahead += 1) {
      const candidate = addDays(day, ahead);
      if (isOpen(candidate)) return candidate;
    }
    throw new Error(`no working day after ${day}`);
  };
  const counted = new Map<string, BusinessDate>();
  const countedAfter = (day: BusinessDate, count: number): BusinessDate => {
    const known = counted.get(`${day} ${count}`);
    if (known !== undefined) return known;
    let found = day;
    for (let counted = 0; counted < count; counted += 1) found = onOrAfter(addDays(found, 1));
    counted.set(`${day} ${count}`, found);
    return found;
  };
  return { isOpen, onOrAfter, countedAfter };
}

const SUNDAY = 0;
const SATURDAY = 6;

/** Saturday or Sunday: offices of the State are closed on both. */
function isWeekend(day: BusinessDate): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === SATURDAY || weekday === SUNDAY;
}

/** The n-th working day after 1 May of a year (CGI ann. III art. 344 I-0 bis). */
export const afterFirstOfMay = (year: number, count: number, days: WorkingDays): BusinessDate =>
  days.countedAfter(businessDate(`${year}-05-01`), count);
