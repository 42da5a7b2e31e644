import { Cron } from "croner";

/** A day is looked for this many times at most: a whole day of minutes that the clocks jumped over. */
const CANDIDATES_MAX = 1440;
const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * When an EventBridge schedule fires next, strictly after `after`; undefined when never again. `rate(5 minutes)` counts from
 * 1970, so a restart does not shift it. `cron(minute hour day month weekday year)` is read on the wall clock of `timezone`: a
 * time the spring change skips does not fire, one the autumn change repeats fires once, as EventBridge Scheduler documents.
 * Throws RangeError on anything else.
 */
export function nextFiring(expression: string, after: Date, timezone = "Europe/Paris"): Date | undefined {
  const rate = /^rate\(([1-9]\d{0,5}) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate) {
    const [, value = "", unit = "", plural = ""] = rate;
    if ((value === "1") === (plural === "s")) throw wrong(expression);
    const period = Number(value) * (UNITS[unit] ?? 0);
    return new Date((Math.floor(after.getTime() / period) + 1) * period);
  }
  const fields = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/.exec(expression)?.slice(1);
  if (!fields) throw wrong(expression);
  const schedule = wallClockSchedule(fields, expression);
  let wall = wallClock(after, timezone);
  for (let candidates = 0; candidates < CANDIDATES_MAX; candidates += 1) {
    const next = schedule.nextRun(wall);
    if (!next) return undefined;
    const instant = instantAt(next, timezone);
    if (instant && instant > after) return instant;
    wall = next;
  }
  throw wrong(expression);
}

/**
 * Croner reads the fields in UTC, on dates that carry the wall clock. AWS counts weekdays from 1 = Sunday (Quartz), wants `?`
 * in exactly one of day and weekday, allows `0/15`, and reads a weekday `L` alone as Saturday.
 */
function wallClockSchedule(fields: readonly string[], expression: string): Cron {
  const [minute = "", hour = "", day = "", month = "", weekday = "", year = ""] = fields;
  if ((day === "?") === (weekday === "?") || [minute, hour, month, year].some((field) => field.includes("?"))) throw wrong(expression);
  if ([...weekday.matchAll(/(?<![#/\d])\d+/g)].some(([number]) => !/^[1-7]$/.test(number))) throw wrong(expression);
  const pattern = ["0", minute, hour, day === "?" ? "*" : day, month, weekday === "?" ? "*" : weekday === "L" ? "7" : weekday, year];
  try {
    return new Cron(pattern.join(" "), { timezone: "UTC", mode: "7-part", alternativeWeekdays: true, sloppyRanges: true, paused: true });
  } catch (cause) {
    throw new RangeError(`not an EventBridge expression: ${expression}`, { cause });
  }
}

/** The wall clock of a time zone at an instant, as a date whose UTC fields read like it. */
function wallClock(instant: Date, timezone: string): Date {
  const parts = Object.fromEntries(
    formatIn(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return new Date(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}Z`);
}

/** Making one costs a hundred uses of it. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const two = "2-digit";
  const fields = { hourCycle: "h23", year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
  const format = FORMATS.get(timeZone) ?? new Intl.DateTimeFormat("en-CA", { timeZone, ...fields });
  FORMATS.set(timeZone, format);
  return format;
}
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** The first instant a wall clock shows this time, or undefined when it never does. */
function instantAt(wall: Date, timezone: string): Date | undefined {
  const dayMs = UNITS.day ?? 0;
  const offsets = [wall.getTime() - dayMs, wall.getTime() + dayMs].map((at) => wallClock(new Date(at), timezone).getTime() - at);
  const shown = offsets
    .map((offset) => new Date(wall.getTime() - offset))
    .filter((at) => wallClock(at, timezone).getTime() === wall.getTime());
  return shown.sort((a, b) => a.getTime() - b.getTime())[0];
}

const wrong = (expression: string): RangeError => new RangeError(`not an EventBridge expression: ${expression}`);
