import { euros, percent } from "#domain/amounts.fr";
import { addMonths, type BusinessDate, businessDate, lastDayOf, type Month, monthsBetween, yearOf } from "#domain/dates";
import { valueOn } from "#domain/people/dated";
import { ofPpm } from "../arithmetic.ts";
import type { TaxNotice } from "../notice.ts";
import type { CalendarFigure } from "../rates/calendar.ts";
import { step } from "../trace.ts";
import { isAlsaceMoselle } from "./holidays.ts";
import { NOTICES } from "./notices.fr.ts";
import { calendarYear, monthPeriod, nextMonth } from "./periods.fr.ts";
import { type Amount, type Due, type Rule, type Situation, single } from "./rule.ts";

const personsOn = (day: BusinessDate, { profile }: Situation): number => valueOn(profile.headcounts, day)?.persons ?? 0;

/** DSN of a month: the 5th of the next one for 50 employees paid in the month, else the 15th (CSS art. R. 133-14). */
export const payrollReturns: Rule = (situation) =>
  monthsBetween(addMonths(situation.earliest, -2), situation.latest)
    .filter((month) => personsOn(lastDayOf(month), situation) > 0)
    .map((month) => ({ code: "social.dsn", period: monthPeriod(month), ...payrollDay(month, situation) }));

function payrollDay(month: Month, situation: Situation): { readonly nominalDate: BusinessDate; readonly notices: readonly TaxNotice[] } {
  const { profile, figure } = situation;
  const monthEnd = lastDayOf(month);
  const isLarge = personsOn(monthEnd, situation) >= figure("dsnSeuil", monthEnd);
  const day = figure(isLarge && !profile.paysFollowingMonth ? "dsnJourGrands" : "dsnJour", monthEnd);
  const nominalDate = businessDate(`${nextMonth(month)}-${String(day).padStart(2, "0")}`);
  if (!isLarge) return { nominalDate, notices: [] };
  return { nominalDate, notices: profile.paysFollowingMonth ? [NOTICES.fifty, NOTICES.payInNextMonth] : [NOTICES.fifty] };
}

const calendarYears = ({ earliest, latest }: Situation): readonly number[] =>
  Array.from({ length: yearOf(latest) - yearOf(earliest) + 1 }, (_, index) => yearOf(earliest) + index);

/** Balance of the apprenticeship tax on last year's wages, with the DSN of April; not due in Alsace-Moselle (C. trav. art. L. 6241-1-1). */
export const apprenticeship: Rule = (situation) => {
  if (isAlsaceMoselle(situation.profile.department) || situation.profile.taxation === "none") return [];
  return calendarYears(situation).flatMap((year): Due[] => {
    if (personsOn(businessDate(`${year}-04-30`), situation) === 0) return [];
    const { nominalDate, notices } = payrollDay(`${year}-04`, situation);
    const amount = ofWages("apprentissageSolde", year - 1, nominalDate, situation);
    return [
      {
        code: "social.apprentissage",
        nominalDate,
        period: calendarYear(year - 1),
        amount,
        notices: [...notices, NOTICES.reliefNotCounted],
      },
    ];
  });
};

/** What employers of fifty invest in housing, on last year's wages, before 31 December (CCH art. L. 313-1). */
export const housing: Rule = (situation) =>
  calendarYears(situation).flatMap((year): Due[] => {
    const lastDay = businessDate(`${year - 1}-12-31`);
    const nominalDate = businessDate(`${year}-12-31`);
    if (personsOn(lastDay, situation) < situation.figure("logementSeuil", nominalDate)) return [];
    const amount = ofWages("logementTaux", year - 1, nominalDate, situation);
    return [{ code: "social.logement", nominalDate, period: calendarYear(year - 1), amount, notices: [NOTICES.fifty] }];
  });

function ofWages(name: CalendarFigure, year: number, on: BusinessDate, { profile, figure }: Situation): Amount | null {
  const wages = profile.payrolls.find((one) => one.year === year);
  if (!wages) return null;
  const ppm = figure(name, on);
  const detail = `${euros(wages.grossCents)} × ${percent(ppm)}`;
  return single(step("salaires", `Part des salaires de ${year}`, ofPpm(wages.grossCents, ppm), { detail }));
}
