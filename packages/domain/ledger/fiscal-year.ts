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
import { FiscalYearId, type NewId } from "../ids.ts";
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

/**
 * The years after a known one, up to the one holding `through`: the first begins the day after, whatever day the known one closed on, so a
 * new closing day makes one shorter or longer year (1 to 13 months) and never a hole.
 */
export function yearsAfter(
  endsOn: BusinessDate,
  closesOn: string,
  through: BusinessDate,
): { startsOn: BusinessDate; endsOn: BusinessDate }[] {
  const startsOn = addDays(endsOn, 1);
  const reach = latest(through, addMonths(startsOn, 2));
  const spans = yearsCovering(closesOn, startsOn, reach).filter((span) => addMonths(startsOn, 1) <= addDays(span.endsOn, 1));
  const [first, ...others] = spans;
  return first ? [{ startsOn, endsOn: first.endsOn }, ...others].filter((span) => span.startsOn <= through) : [];
}

/** The years of a new company: from the one holding 1 January of last year, so that last year's bank rows can be booked. */
export const firstYears = (closesOn: string, today: BusinessDate, newId: NewId): FiscalYear[] =>
  yearsCovering(closesOn, businessDate(`${yearOf(today) - 1}-01-01`), today).map((span) => ({
    id: newId("fiscalYear"),
    ...span,
    status: "open",
  }));

/** The closing day `MM-DD` in a calendar year. 28 and 29 February follow the calendar; what a month does not have is its last day. */
export function closingDay(year: number, closesOn: string): BusinessDate {
  const last = lastDayOf(`${year}-${closesOn.slice(0, 2)}`);
  const day = `${year}-${closesOn}`;
  return closesOn === "02-28" || day > last ? last : businessDate(day);
}
