import { addMonths, parisDate } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { routesNeeding } from "#runtime/route";
import { Calendar } from "#tax/calendar/obligation";
import { TaxDay } from "#tax/tax-day";
import { CalendarFormat, calendarAnswer, ICS } from "./calendar.ts";

/** What is shown when nobody says until when. */
const MONTHS_SHOWN = 12;

export const ownCalendarRoute = routesNeeding("table")({
  method: "GET",
  path: "/analyze/calendar",
  may: "tax:read",
  summary:
    "What the company has to declare and pay, from its legal data and tax profile; twelve months from today unless said; JSON or iCalendar",
  query: CalendarFormat.extend({ from: TaxDay.exactOptional(), to: TaxDay.exactOptional() }),
  returns: Calendar,
  alsoAs: [ICS],
  refuses: ["company.not_found", "tax.no_parameters", "tax.parameter_unknown"],
  async handle({ query: { from, to, format }, actor, request, table, now }) {
    const [{ calendarFacts }, { obligations }] = await Promise.all([import("#store/tax-facts"), import("#tax/calendar/obligations")]);
    const first = from ?? parisDate(now());
    const profile = await calendarFacts(table, actor.companyId, "lately");
    if (!profile) throw new Refusal("company.not_found");
    const calendar = obligations(profile, first, to ?? addMonths(first, MONTHS_SHOWN));
    return calendarAnswer(calendar, { request, format, owner: actor.companyId, now });
  },
});
