import { addDays, type BusinessDate } from "../dates.ts";
import type { FiscalYear } from "./fiscal-year.ts";

/** What of a year's books says which days are still open. */
export type Openness = { readonly closed: boolean; readonly lockedThrough: BusinessDate | null };

/** A year as booking sees it: its span and how far it is shut. */
export type BookYear = Pick<FiscalYear, "id" | "startsOn" | "endsOn"> & Openness;

/** First day of a year on which something may still be booked; null when it is closed or locked to its end (PCG art. 1031-4). */
export function firstOpenDay({ startsOn, endsOn, closed, lockedThrough }: Omit<BookYear, "id">): BusinessDate | null {
  if (closed) return null;
  if (lockedThrough === null) return startsOn;
  return lockedThrough >= endsOn ? null : addDays(lockedThrough, 1);
}

/**
 * Where an operation of a day is booked: on its own day when that is open, else on the first open day after it, in a later year if
 * its own is shut. Null when no year after it is open yet.
 */
export function bookingDay(
  years: readonly BookYear[],
  day: BusinessDate,
): { readonly yearId: BookYear["id"]; readonly date: BusinessDate } | null {
  for (const year of years) {
    if (year.endsOn < day) continue;
    const open = firstOpenDay(year);
    if (open !== null) return { yearId: year.id, date: day > open ? day : open };
  }
  return null;
}
