import { euros, percent } from "#domain/amounts.fr";
import { addMonths, type BusinessDate, businessDate, lastDayOf, type Month, monthsBetween, yearOf } from "#domain/dates";
import { valueOn } from "#domain/people/dated";
import { ofPpmToEuro } from "../arithmetic.ts";
import type { TaxNotice } from "../notice.ts";
import { MILESTONES } from "../rates/calendar-milestones.ts";
import { step } from "../trace.ts";
import { closesWithYear, monthsAfter, type YearSpan } from "./fiscal-years.ts";
import { NOTICES } from "./notices.fr.ts";
import { fiscalYear, monthPeriod, monthsPeriod, nextMonth } from "./periods.fr.ts";
import { type Amount, type Due, type Rule, type Situation, single } from "./rule.ts";
import { vatDay } from "./vat-day.ts";
import { afterFirstOfMay } from "./working-days.ts";

/** How long after the beginning of a quarter its return may be due, in months. */
const QUARTER_AND_MONTH = 4;

/** Returns of each month or quarter (CGI art. 287, 2). */
export const vatReturns: Rule = (situation) => {
  const months = monthsBetween(addMonths(situation.earliest, -QUARTER_AND_MONTH), situation.latest);
  const monthly = months.filter((month) => regimeIn(month, situation) === "normal_mensuel").map((month) => monthlyReturn(month, situation));
  const quarters = months.filter((month) => Number(month.slice(5)) % 3 === 1);
  return [...monthly, ...quarters.flatMap((first) => quarterlyReturn(first, situation))];
};

function monthlyReturn(month: Month, situation: Situation): Due {
  const { nominalDate, notices } = dueIn(nextMonth(month), situation);
  return { code: "tva.ca3_mensuelle", nominalDate, period: monthPeriod(month), notices };
}

/** The months of a quarter that are declared by the quarter: all three, unless the regime changed within it. */
function quarterlyReturn(first: Month, situation: Situation): Due[] {
  const quarter = [first, nextMonth(first), nextMonth(nextMonth(first))];
  const [begins, ...others] = quarter.filter((month) => regimeIn(month, situation) === "normal_trimestriel");
  if (begins === undefined) return [];
  const ends = others.at(-1) ?? begins;
  const { nominalDate, notices } = dueIn(nextMonth(ends), situation);
  const assumed = regimeNamed(begins, situation) === "simplifie" ? [NOTICES.simplifiedEnded] : [];
  return [{ code: "tva.ca3_trimestrielle", nominalDate, period: monthsPeriod(begins, ends), notices: [...notices, ...assumed] }];
}

function dueIn(month: Month, situation: Situation): { readonly nominalDate: BusinessDate; readonly notices: readonly TaxNotice[] } {
  const { day, notices } = vatDay(situation, lastDayOf(month));
  return { nominalDate: businessDate(`${month}-${day}`), notices };
}

const regimeNamed = (month: Month, { profile }: Situation): string | null =>
  valueOn(profile.vatRegimes, businessDate(`${month}-01`))?.value ?? null;

/** The regime of a month: the simplified one is no more in fiscal years opened from 2027, quarterly returns take its place. */
function regimeIn(month: Month, situation: Situation): string | null {
  const named = regimeNamed(month, situation);
  const day = businessDate(`${month}-01`);
  const year = situation.years.find(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn);
  return named === "simplifie" && (year?.startsOn ?? day) >= MILESTONES.simplifiedEnds ? "normal_trimestriel" : named;
}

const isSimplified = (year: YearSpan, on: BusinessDate, { profile }: Situation): boolean =>
  valueOn(profile.vatRegimes, on)?.value === "simplifie" && year.startsOn < MILESTONES.simplifiedEnds;

/** The return of the simplified regime, once a fiscal year (CGI art. 287, 3). */
export const simplifiedReturns: Rule = (situation) =>
  situation.years
    .filter((year) => isSimplified(year, year.endsOn, situation))
    .map((year) => ({
      code: closesWithYear(year.endsOn) ? "tva.ca12" : "tva.ca12_e",
      nominalDate: simplifiedReturnDay(year.endsOn, situation),
      period: fiscalYear(year),
      notices: closesWithYear(year.endsOn) ? [] : [NOTICES.caDouzeChoice],
    }));

function simplifiedReturnDay(closing: BusinessDate, { figure, national }: Situation): BusinessDate {
  if (closesWithYear(closing)) return afterFirstOfMay(yearOf(closing) + 1, figure("ouvresApresMai", closing), national);
  return monthsAfter(closing, figure("caDouzeMois", closing));
}

const INSTALMENT_MONTHS = {
  july: { code: "tva.acompte_juillet", month: "07", share: "caDouzeJuillet" },
  december: { code: "tva.acompte_decembre", month: "12", share: "caDouzeDecembre" },
} as const;
type InstalmentMonth = keyof typeof INSTALMENT_MONTHS;

/** The two instalments a return of the simplified regime fixes for the fiscal year after it (CGI ann. II art. 242 sexies, 242 septies A). */
export const simplifiedInstalments: Rule = (situation) =>
  situation.years.flatMap((year, index) => {
    const next = situation.years[index + 1];
    if (!next || !isSimplified(next, next.startsOn, situation)) return [];
    const returned = simplifiedReturnDay(year.endsOn, situation);
    return instalmentMonths(returned).flatMap(([which, calendarYear]) => instalment(which, calendarYear, year, next, situation));
  });

/** The month the return is sent in tells which instalments follow it: the next two of July and December it can still fix. */
function instalmentMonths(returned: BusinessDate): readonly (readonly [InstalmentMonth, number])[] {
  const [year, month] = [yearOf(returned), Number(returned.slice(5, 7))];
  if (month <= 5)
    return [
      ["july", year],
      ["december", year],
    ] as const;
  if (month <= 10)
    return [
      ["december", year],
      ["july", year + 1],
    ] as const;
  return [
    ["july", year + 1],
    ["december", year + 1],
  ] as const;
}

function instalment(which: InstalmentMonth, calendarYear: number, closed: YearSpan, next: YearSpan, situation: Situation): Due[] {
  const { code, month, share } = INSTALMENT_MONTHS[which];
  const { nominalDate, notices } = dueIn(`${calendarYear}-${month}`, situation);
  const limitCents = situation.figure("caDouzeSeuil", nominalDate);
  const reference = situation.profile.vatDues.find(({ closedOn }) => closedOn === closed.endsOn);
  if (reference && reference.taxCents < limitCents) return [];
  const known: { amount: Amount | null; notices: readonly TaxNotice[] } = reference
    ? { amount: partOf(reference.taxCents, situation.figure(share, nominalDate), code), notices }
    : {
        amount: null,
        notices: [...notices, NOTICES.referenceUnknown(limitCents, "la TVA de l'exercice précédent, avant déduction sur immobilisations,")],
      };
  return [{ code, nominalDate, period: fiscalYear(next), ...known }];
}

/** A share of a reference in whole euros, told as one step. */
const partOf = (referenceCents: number, ppm: number, id: string): Amount =>
  single(step(id, "Part de la référence", ofPpmToEuro(referenceCents, ppm), { detail: `${euros(referenceCents)} × ${percent(ppm)}` }));

/** The first day of the fiscal year in which the simplified regime is no more. */
export const simplifiedEnd: Rule = (situation) => {
  const first = situation.years.find(({ startsOn }) => startsOn >= MILESTONES.simplifiedEnds);
  if (!first || valueOn(situation.profile.vatRegimes, first.startsOn)?.value !== "simplifie") return [];
  return [{ code: "tva.fin_regime_simplifie", nominalDate: first.startsOn, period: null, notices: [NOTICES.simplifiedEnded] }];
};
