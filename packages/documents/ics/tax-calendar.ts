import { euros, longDate } from "#domain/amounts.fr";
import type { Instant } from "#domain/dates";
import type { Calendar, Obligation } from "#tax/calendar/obligation";
import { calendarFile, type DayEvent } from "./calendar-file.ts";
import { ICS_FR } from "./words.fr.ts";

/** What makes the events of one company its own: `owner` stands in every UID, the name is what a calendar shows. */
type Owner = { readonly owner: string; readonly name: string; readonly stampedAt: Instant };

/** The obligations of a calendar as an iCalendar file. A UID is the rule, what it is for, and whose it is: told again, it replaces. */
export const taxCalendarFile = ({ obligations }: Calendar, { owner, name, stampedAt }: Owner): Uint8Array =>
  calendarFile({ name, stampedAt, events: obligations.map((one) => eventOf(one, owner)) });

function eventOf(one: Obligation, owner: string): DayEvent {
  const { id, label, period, amountCents, dueDate, kind } = one;
  const amount = amountCents === null ? "" : ` (${euros(amountCents)})`;
  return {
    uid: `${id.replace("/", "-")}.${owner}@numma.fr`,
    on: dueDate,
    summary: `${label}${period ? ` – ${period.label}` : ""}${amount}`,
    description: descriptionOf(one),
    categories: [ICS_FR.kinds[kind]],
  };
}

function descriptionOf({ nominalDate, dueDate, form, article, confirmed, notices }: Obligation): string {
  return [
    form === null ? null : ICS_FR.form(form),
    ICS_FR.article(article),
    nominalDate === dueDate ? null : ICS_FR.nominal(longDate(nominalDate)),
    confirmed ? null : ICS_FR.notConfirmed,
    ...notices.map(({ message }) => message),
  ]
    .filter((line) => line !== null)
    .join("\n");
}
