import { addDays, type BusinessDate, compactDate, type Instant } from "#domain/dates";
import { contentLine, escapedText } from "./content-line.ts";

/** One thing that lasts a day. `uid` is the same whenever it is told again, so that a calendar replaces it and does not double it. */
export type DayEvent = {
  readonly uid: string;
  readonly on: BusinessDate;
  readonly summary: string;
  readonly description: string;
  readonly categories: readonly string[];
};

type Named = { readonly name: string; readonly stampedAt: Instant; readonly events: readonly DayEvent[] };

/** More events than this are no calendar but a mistake. Throws RangeError. */
const EVENTS_MAX = 5_000;

/**
 * An iCalendar file (RFC 5545) of all-day events without alarms: they take no time (TRANSP), and their end is the day after (DTEND is not
 * included). `stampedAt` is the instant it is made at.
 */
export function calendarFile({ name, stampedAt, events }: Named): Uint8Array {
  if (events.length > EVENTS_MAX) throw new RangeError(`a calendar of ${events.length} events`);
  const stamp = stampedAt.replace(/[-:]|\.\d+/g, "");
  const lines = [
    contentLine("BEGIN", "VCALENDAR"),
    contentLine("VERSION", "2.0"),
    contentLine("PRODID", "-//NUMMA//Calendrier fiscal//FR"),
    contentLine("CALSCALE", "GREGORIAN"),
    contentLine("METHOD", "PUBLISH"),
    contentLine("NAME", escapedText(name)),
    contentLine("X-WR-CALNAME", escapedText(name)),
    ...events.flatMap((event) => eventLines(event, stamp)),
    contentLine("END", "VCALENDAR"),
  ];
  return new TextEncoder().encode(lines.join(""));
}

function eventLines({ uid, on, summary, description, categories }: DayEvent, stamp: string): string[] {
  return [
    contentLine("BEGIN", "VEVENT"),
    contentLine("UID", escapedText(uid)),
    contentLine("DTSTAMP", stamp),
    contentLine("DTSTART;VALUE=DATE", compactDate(on)),
    contentLine("DTEND;VALUE=DATE", compactDate(addDays(on, 1))),
    contentLine("SUMMARY", escapedText(summary)),
    contentLine("DESCRIPTION", escapedText(description)),
    ...(categories.length > 0 ? [contentLine("CATEGORIES", categories.map(escapedText).join(","))] : []),
    contentLine("TRANSP", "TRANSPARENT"),
    contentLine("END", "VEVENT"),
  ];
}
