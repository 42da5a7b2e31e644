import type { Deadline } from "#domain/alerts/deadline";
import { DAYS_AHEAD } from "#domain/alerts/deadline-news";
import { addDays, type BusinessDate, businessDate, earliest, latest } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Db } from "#store/db";
import { calendarFacts } from "#store/tax-facts";
import { obligations } from "#tax/calendar/obligations";
import { CALENDAR_YEARS } from "#tax/rates/calendar-milestones";

/**
 * What a company must do for tax in the days told ahead: three small reads, then the calendar. Null when the company is gone. On days the calendar
 * does not know it refuses by name (`tax.no_parameters`): in a round that is an alarm, since nobody would be warned of anything.
 */
export async function companyDeadlines(
  table: Db,
  companyId: CompanyId,
  today: BusinessDate,
  when: "lately" | "now",
): Promise<readonly Deadline[] | null> {
  const profile = await calendarFacts(table, companyId, when);
  if (!profile) return null;
  const through = latest(today, earliest(addDays(today, DAYS_AHEAD), businessDate(`${CALENDAR_YEARS.last}-12-31`)));
  return obligations(profile, today, through).obligations;
}
