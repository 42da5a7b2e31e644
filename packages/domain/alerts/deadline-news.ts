import { addDays, type BusinessDate, daysBetween } from "../dates.ts";
import { cents } from "../money.ts";
import type { Severity } from "./alert.ts";
import { deadlineMessage, deadlineTitle } from "./deadline.fr.ts";
import type { Deadline } from "./deadline.ts";
import type { Finding } from "./fact.ts";

/** How far ahead a deadline is told, the most urgent first. */
const STAGES: readonly { readonly days: number; readonly severity: Severity }[] = [
  { days: 1, severity: "urgent" },
  { days: 7, severity: "attention" },
  { days: 30, severity: "info" },
];
/** Deadlines are told from here on. */
export const DAYS_AHEAD = 30;
/** Days an alert nobody saw stays open after its date. */
const OVERDUE_DAYS = 30;
/** Deadlines told at once, and half as many ended each way: with the alerts that the new ones end, what one transaction holds. The soonest are told first, the others at the next reading. */
const AT_ONCE_MAX = 28;

/** A deadline that was told, and how few days ahead. */
export type ToldDeadline = { readonly subject: string; readonly dueOn: BusinessDate; readonly days: number };
type FactKey = Pick<Finding, "kind" | "subject" | "stage">;

/** What is to be told now, which facts told before are over, which never were true, and what is told after that. */
export type DeadlineNews = {
  readonly findings: readonly Finding[];
  readonly over: readonly FactKey[];
  readonly withdrawn: readonly FactKey[];
  readonly told: readonly ToldDeadline[];
};

/**
 * What a reading of the calendar changes. A deadline is told once a stage, at the most urgent one it has reached: a stage that was missed is told late, and
 * never beside a more urgent one. Over is what was told less urgently, and what is thirty days past; withdrawn is what the calendar names no more while it is still
 * to come: should it name it again, it is told again. `deadlines` are all of the coming thirty days. Null when nothing changes.
 */
export function deadlineNews(deadlines: readonly Deadline[], told: readonly ToldDeadline[], today: BusinessDate): DeadlineNews | null {
  const ahead = deadlines
    .filter(({ dueDate }) => dueDate >= today && dueDate <= addDays(today, DAYS_AHEAD))
    .toSorted((left, right) => (left.dueDate < right.dueDate ? -1 : 1));
  const named = new Set(ahead.map(subjectOf));
  const fresh = ahead.flatMap((deadline) => freshOf(deadline, told, today)).slice(0, AT_ONCE_MAX);
  const unnamed = told.filter(({ subject }) => !named.has(subject));
  const withdrawn = unnamed.filter(({ dueOn }) => dueOn >= today).slice(0, AT_ONCE_MAX / 2);
  const past = unnamed.filter(({ dueOn }) => daysBetween(dueOn, today) > OVERDUE_DAYS).slice(0, AT_ONCE_MAX / 2);
  if (fresh.length + withdrawn.length + past.length === 0) return null;
  const replaced = new Set([...fresh, ...withdrawn, ...past].map(({ subject }) => subject));
  return {
    findings: fresh.map(({ finding }) => finding),
    over: [...fresh.flatMap(({ before }) => before ?? []), ...past].map(factKeyOf),
    withdrawn: withdrawn.map(factKeyOf),
    told: [...told.filter(({ subject }) => !replaced.has(subject)), ...fresh.map(({ subject, dueOn, days }) => ({ subject, dueOn, days }))],
  };
}

const subjectOf = ({ id, dueDate }: Deadline): string => `${id}|${dueDate}`;
const stageName = (days: number): string => `J-${days}`;
const factKeyOf = ({ subject, days }: ToldDeadline): FactKey => ({ kind: "tax_deadline", subject, stage: stageName(days) });

function freshOf(deadline: Deadline, told: readonly ToldDeadline[], today: BusinessDate) {
  const subject = subjectOf(deadline);
  const stage = STAGES.find(({ days }) => daysBetween(today, deadline.dueDate) <= days);
  const before = told.find((one) => one.subject === subject);
  if (!stage || (before && before.days <= stage.days)) return [];
  return [{ subject, dueOn: deadline.dueDate, days: stage.days, before, finding: findingOf(deadline, subject, stage) }];
}

function findingOf(deadline: Deadline, subject: string, { days, severity }: (typeof STAGES)[number]): Finding {
  const { dueDate, amountCents } = deadline;
  return {
    ...factKeyOf({ subject, dueOn: dueDate, days }),
    ...{ severity, title: deadlineTitle(deadline), message: deadlineMessage(deadline), dueOn: dueDate },
    amountCents: amountCents === null ? null : cents(amountCents),
    link: { type: "calendar", id: deadline.id.slice(0, LINK_ID_MAX), path: `/analyze/calendar?from=${dueDate}&to=${dueDate}` },
  };
}

const LINK_ID_MAX = 100;
