import * as z from "zod";
import {
  addDays,
  addMonths,
  type BusinessDate,
  businessDate,
  BusinessDate as DateSchema,
  earliest,
  lastDayOf,
  latest,
  monthOf,
  yearOf,
} from "../dates.ts";
import { FiscalYearId } from "../ids.ts";
import { Refusal } from "../refusals.ts";

/** A fiscal year: contiguous with its neighbours, 1 to 24 months long. */
export const FiscalYear = z.object({ id: FiscalYearId, startsOn: DateSchema, endsOn: DateSchema, status: z.enum(["open", "closed"]) });
export type FiscalYear = z.infer<typeof FiscalYear>;

/** The fiscal year closing in the calendar year `year`. Two of them: the caller must name the id instead. */
export function yearClosingIn(years: readonly FiscalYear[], year: number): FiscalYear {
  const found = years.filter(({ endsOn }) => yearOf(endsOn) === year);
  const [only] = found;
  if (!only) throw new Refusal("year.not_found");
  if (found.length > 1) throw new Refusal("year.ambiguous");
  return only;
}

/** The day of the year before that a day is compared with: its end for an end, else the same day twelve months earlier (a month's end for a month's end). */
export function sameDayIn(before: FiscalYear, year: FiscalYear, through: BusinessDate): BusinessDate {
  if (through === year.endsOn) return before.endsOn;
  const earlier = addMonths(through, -12);
  const day = through === lastDayOf(monthOf(through)) ? lastDayOf(monthOf(earlier)) : earlier;
  return latest(before.startsOn, earliest(day, before.endsOn));
}

/** First and last day of consecutive 12-month years closing on `closesOn` (`MM-DD`), covering `from` to `to`. */
export function yearsCovering(closesOn: string, from: BusinessDate, to: BusinessDate): { startsOn: BusinessDate; endsOn: BusinessDate }[] {
  const spans: { startsOn: BusinessDate; endsOn: BusinessDate }[] = [];
  for (let year = yearOf(from) - 1; year <= yearOf(to) + 1; year += 1) {
    const endsOn = closingDay(year, closesOn);
    const startsOn = addDays(closingDay(year - 1, closesOn), 1);
    if (endsOn >= from && startsOn <= to) spans.push({ startsOn, endsOn });
  }
  return spans;
}

/** Closing on 28 or 29 February follows the calendar. */
function closingDay(year: number, closesOn: string): BusinessDate {
  if (closesOn === "02-28" || closesOn === "02-29") return addDays(businessDate(`${year}-03-01`), -1);
  return addMonths(businessDate(`${year}-${closesOn}`), 0);
}
