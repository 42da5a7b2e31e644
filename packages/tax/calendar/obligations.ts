import { addDays, addMonths, type BusinessDate, businessDate, earliest, latest, yearOf } from "#domain/dates";
import { valueOn } from "#domain/people/dated";
import { Refusal } from "#domain/refusals";
import type { TaxNotice } from "../notice.ts";
import { CALENDAR_LAW, type CalendarFigure, type CalendarLaw } from "../rates/calendar.ts";
import { CALENDAR_YEARS } from "../rates/calendar-milestones.ts";
import { LAW_READ_THROUGH } from "../rates/dated.ts";
import { reading } from "../rates/reading.ts";
import { traceOf } from "../trace.ts";
import { fiscalYears } from "./fiscal-years.ts";
import { NOTICES } from "./notices.fr.ts";
import type { Calendar, Obligation } from "./obligation.ts";
import type { CalendarProfile } from "./profile.ts";
import type { Due, Rule, Situation } from "./rule.ts";
import { RULES_FR, type RuleText } from "./rules.fr.ts";
import { assemblies, dividends, fees, filings, invoicing } from "./rules-company.ts";
import { apprenticeship, housing, payrollReturns } from "./rules-employer.ts";
import { cfe, cvae } from "./rules-local-taxes.ts";
import { corporateTaxInstalments, corporateTaxReturns, incomeTaxReturns } from "./rules-profit.ts";
import { simplifiedEnd, simplifiedInstalments, simplifiedReturns, vatReturns } from "./rules-vat.ts";
import { unknownAmount } from "./unknown-amounts.fr.ts";
import { workingDays } from "./working-days.ts";

/** Every rule of the calendar. */
const RULES: readonly Rule[] = [
  ...[vatReturns, simplifiedReturns, simplifiedInstalments, simplifiedEnd],
  ...[corporateTaxInstalments, corporateTaxReturns, incomeTaxReturns, cfe, cvae],
  ...[payrollReturns, apprenticeship, housing, fees, dividends, assemblies, filings, invoicing],
];

/** Longest window, in months. */
const WINDOW_MONTHS_MAX = 24;

/** No rule lets a day pass further from its nominal day: fifteen calendar days online, or a row of closed days. */
const DAYS_MOVED_MAX = 20;

/**
 * Everything a company has to do from `from` through `to`, both included, in the order of the days. Amounts are whole cents, null when
 * the profile does not give what they are computed from, or when they fall due after the law is read. Refuses a window that ends before
 * it begins or is longer than 24 months (`request.invalid`), and days before 2024 or after 2027 (`tax.no_parameters`).
 */
export function obligations(profile: CalendarProfile, from: BusinessDate, to: BusinessDate, law: CalendarLaw = CALENDAR_LAW): Calendar {
  refuseWindow(from, to);
  const read = reading("calendrier", law);
  const situation: Situation = {
    profile,
    figure: (name: CalendarFigure, on) => read.value(name, withinLaw(on)),
    national: workingDays(null),
    local: workingDays({ department: profile.department, goodFridayClosed: profile.goodFridayClosed }),
    years: fiscalYears(profile, from, to),
    earliest: addDays(from, -DAYS_MOVED_MAX),
    latest: to,
  };
  const near = ({ nominalDate }: Due): boolean => situation.earliest <= nominalDate && nominalDate <= to;
  const found = RULES.flatMap((rule) => rule(situation).filter(near)).map((due) => obligationOf(due, situation));
  const within = found.filter(({ dueDate }) => from <= dueDate && dueDate <= to).sort(byDay);
  return { from, to, obligations: within, notices: unknowns(profile, from, to), parameterSet: read.parameterSet() };
}

const FIRST_DAY = businessDate(`${CALENDAR_YEARS.first}-01-01`);
const LAST_DAY = businessDate(`${CALENDAR_YEARS.last}-12-31`);

function refuseWindow(from: BusinessDate, to: BusinessDate): void {
  const outside = [from, to].find((day) => day < FIRST_DAY || LAST_DAY < day);
  if (outside !== undefined)
    throw new Refusal("tax.no_parameters", {
      flaws: [{ pointer: outside === from ? "/from" : "/to", message: `no_parameters:calendrier:${outside}` }],
    });
  if (to < from) throw new Refusal("request.invalid", { flaws: [{ pointer: "/to", message: "before_from" }] });
  if (to >= addMonths(from, WINDOW_MONTHS_MAX))
    throw new Refusal("request.invalid", { flaws: [{ pointer: "/to", message: `window_too_long:${WINDOW_MONTHS_MAX}` }] });
}

/** A day the law is read for: the last one known stands for those after it, whose dates are marked as not confirmed. */
const withinLaw = (day: BusinessDate): BusinessDate => latest(FIRST_DAY, earliest(day, LAW_READ_THROUGH));

function obligationOf(due: Due, situation: Situation): Obligation {
  const { code, nominalDate, period } = due;
  const { moves, ...text } = RULES_FR[code];
  const { dueDate, notices } = moved(due, moves, situation);
  const confirmed = dueDate <= LAW_READ_THROUGH;
  const isRead = (due.amountOn ?? nominalDate) <= LAW_READ_THROUGH;
  const amount = isRead ? (due.amount ?? null) : null;
  return {
    id: `${code}/${period?.endsOn ?? nominalDate}`,
    code,
    ...text,
    ...{ period, nominalDate, dueDate, confirmed },
    amountCents: amount?.cents ?? null,
    trace: amount && traceOf(code, text.label, amount.cents, amount.lines),
    notices: [
      ...notices,
      ...(due.notices ?? []),
      ...(confirmed ? [] : [NOTICES.notConfirmed]),
      ...(due.amount && !isRead ? [NOTICES.lawNotRead] : []),
      ...(due.amount ? [] : unknownAmount(code, due.notices ?? [])),
    ],
  };
}

/** The last day something can be done, and what is to be said of how it came about. */
function moved(
  { nominalDate, dueDate }: Due,
  moves: RuleText["moves"],
  { local, national }: Situation,
): { readonly dueDate: BusinessDate; readonly notices: readonly TaxNotice[] } {
  if (dueDate !== undefined || moves === "never") return { dueDate: dueDate ?? nominalDate, notices: [] };
  const elsewhere = national.onOrAfter(nominalDate);
  const here = moves === "national" ? elsewhere : local.onOrAfter(nominalDate);
  if (here === nominalDate) return { dueDate: here, notices: [] };
  return { dueDate: here, notices: here === elsewhere ? [NOTICES.moved(nominalDate)] : [NOTICES.localHoliday(elsewhere)] };
}

const byDay = (left: Obligation, right: Obligation): number => (sortKey(left) < sortKey(right) ? -1 : 1);
const sortKey = ({ dueDate, id }: Obligation): string => `${dueDate} ${id}`;

/** What cannot be told at all, since the profile does not say what it depends on. */
function unknowns(profile: CalendarProfile, from: BusinessDate, to: BusinessDate): TaxNotice[] {
  const { unknown, cvaeUnknown } = NOTICES;
  const years = Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, index) => yearOf(from) - 1 + index);
  const unknownYears = years.filter(
    (year) => (profile.createdOn === null || year >= yearOf(profile.createdOn)) && !profile.turnovers.some((one) => one.year === year),
  );
  return [
    ...(profile.legalForm === null ? [unknown.legalForm] : []),
    ...(profile.taxation === null ? [unknown.taxation] : []),
    ...(valueOn(profile.vatRegimes, from) === null ? [unknown.vat] : []),
    ...(valueOn(profile.headcounts, from) === null ? [unknown.headcount] : []),
    ...unknownYears.map(cvaeUnknown),
  ];
}
