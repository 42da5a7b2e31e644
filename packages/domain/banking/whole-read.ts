import { addDays, type BusinessDate, businessDate, daysBetween } from "../dates.ts";

/** Days a whole read goes back where a provider tells neither changes nor deletions. */
const WINDOW_DAYS = 90;

/** Monday 1 January 1900: weeks are counted from there. */
const A_MONDAY = "1900-01-01";

/**
 * From which day a provider without increments is read: the last 90 days, and everything the first time and at the first read of each week
 * (null), so that what is older than the window is compared too. `lastReadOn` is the day of the last whole read of either kind.
 */
export function wholeReadFrom(lastReadOn: BusinessDate | null, today: BusinessDate): BusinessDate | null {
  if (lastReadOn === null || weekOf(lastReadOn) !== weekOf(today)) return null;
  return addDays(today, -WINDOW_DAYS);
}

const weekOf = (date: BusinessDate): number => Math.floor(daysBetween(businessDate(A_MONDAY), date) / 7);
