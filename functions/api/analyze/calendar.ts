import * as z from "zod";
import { BusinessDate, instantOf } from "#domain/dates";
import { bytes, type Reply } from "#runtime/reply";
import type { HttpRequest } from "#runtime/request";
import { routesNeeding } from "#runtime/route";
import { EXAMPLE_PROFILE } from "#tax/calendar/example";
import { Calendar } from "#tax/calendar/obligation";
import { CalendarProfile } from "#tax/calendar/profile";

export const ICS = "text/calendar";

/** How a calendar is asked for besides by `Accept`. */
export const CalendarFormat = z.strictObject({ format: z.enum(["json", "ics"]).exactOptional() });

type Asked = {
  readonly request: HttpRequest;
  readonly format: "json" | "ics" | undefined;
  /** Whose events they are: part of every UID. */
  readonly owner: string;
  readonly now: () => Date;
};

/** A calendar as JSON, or as an iCalendar file when the address or `Accept` says so. The address wins. */
export async function calendarAnswer(calendar: Calendar, { request, format, owner, now }: Asked): Promise<Calendar | Reply> {
  if (format === "json" || (format === undefined && !prefersCalendar(request))) return calendar;
  const [{ taxCalendarFile }, { ICS_FR }] = await Promise.all([import("#documents/ics/tax-calendar"), import("#documents/ics/words.fr")]);
  const file = taxCalendarFile(calendar, { owner, name: ICS_FR.name, stampedAt: instantOf(now()) });
  const disposition = `attachment; filename="echeances_${calendar.from}_${calendar.to}.ics"`;
  return bytes(`${ICS}; charset=utf-8`, file, { "content-disposition": disposition });
}

/** Whether `Accept` names a calendar and no JSON before it. */
function prefersCalendar({ headers }: HttpRequest): boolean {
  const types = (headers["accept"] ?? "").split(",").map((range) => range.split(";", 1)[0]?.trim().toLowerCase() ?? "");
  const json = types.findIndex((type) => type.endsWith("json"));
  const calendar = types.indexOf(ICS);
  return calendar >= 0 && (json < 0 || calendar < json);
}

export const calendarRoute = routesNeeding()({
  method: "POST",
  path: "/analyze/calendar",
  may: "tax:read",
  summary:
    "Everything a company has to declare and pay in at most 24 months; the company is described in full, the answer JSON or iCalendar",
  query: CalendarFormat,
  body: z
    .strictObject({ from: BusinessDate, to: BusinessDate, profile: CalendarProfile })
    .meta({ examples: [{ from: "2026-03-16", to: "2026-03-16", profile: EXAMPLE_PROFILE }] }),
  returns: Calendar,
  alsoAs: [ICS],
  refuses: ["tax.no_parameters", "tax.parameter_unknown"],
  async handle({ body, query, actor, request, now }) {
    const { obligations } = await import("#tax/calendar/obligations");
    const calendar = obligations(body.profile, body.from, body.to);
    return calendarAnswer(calendar, { request, format: query.format, owner: actor.companyId, now });
  },
});
