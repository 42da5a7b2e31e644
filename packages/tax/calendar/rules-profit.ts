import { euros, percent } from "#domain/amounts.fr";
import { addDays, addMonths, type BusinessDate, businessDate, monthOf, yearOf } from "#domain/dates";
import { ofPpmToEuro } from "../arithmetic.ts";
import type { TaxNotice } from "../notice.ts";
import { step } from "../trace.ts";
import { closesWithYear, hasTwelveMonths, monthsAfter, type YearSpan } from "./fiscal-years.ts";
import { NOTICES } from "./notices.fr.ts";
import { calendarYear, fiscalYear } from "./periods.fr.ts";
import { type Amount, type Due, type Rule, type Situation, single } from "./rule.ts";
import { afterFirstOfMay } from "./working-days.ts";

/** First of the four months instalments fall in, by the day the year before closed on, as `MM-DD`, both included (CGI ann. III art. 360 bis). */
const FIRST_MONTHS = [
  { from: "02-20", to: "05-19", month: 6 },
  { from: "05-20", to: "08-19", month: 9 },
  { from: "08-20", to: "11-19", month: 12 },
] as const;
/** 20 November to 19 February. */
const MARCH = 3;

/** The first day an instalment of a year falls on, from the closing before it: the first 15 March, June, September or December of the table after it. */
function firstInstalmentDay(closing: BusinessDate, { figure }: Situation): BusinessDate {
  const day = closing.slice(5);
  const month = FIRST_MONTHS.find(({ from, to }) => from <= day && day <= to)?.month ?? MARCH;
  const year = month <= Number(day.slice(0, 2)) ? yearOf(closing) + 1 : yearOf(closing);
  return businessDate(`${year}-${String(month).padStart(2, "0")}-${figure("isAcompteJour", closing)}`);
}

/** A first year may last two years, and so may a later one. */
const INSTALMENTS_MAX = 8;

/**
 * The days of a year's instalments: one a quarter up to the first of the next year. Four for twelve months; 15 September still belongs to a year closed
 * on 31 August; six for eighteen months.
 */
function instalmentDays(closed: BusinessDate, closing: BusinessDate, situation: Situation): readonly BusinessDate[] {
  const [first, nextFirst] = [firstInstalmentDay(closed, situation), firstInstalmentDay(closing, situation)];
  return Array.from({ length: INSTALMENTS_MAX }, (_, quarter) => addMonths(first, 3 * quarter)).filter((day) => day < nextFirst);
}

const CODES = ["is.acompte_1", "is.acompte_2", "is.acompte_3", "is.acompte_4"] as const;

/** Instalments of corporate tax (CGI art. 1668, 1): none in the first year, none below the limit. */
export const corporateTaxInstalments: Rule = (situation) => {
  if (situation.profile.taxation !== "is") return [];
  // The last instalment of a year may fall up to 25 days after its end: 15 December for 20 November.
  const ended = addMonths(situation.earliest, -2);
  return situation.years.flatMap((year, index) => {
    const closed = situation.years[index - 1];
    if (!closed || year.isFirst || year.endsOn < ended || year.startsOn > situation.latest) return [];
    return instalmentDays(closed.endsOn, year.endsOn, situation).flatMap((nominalDate, place) =>
      instalment(place, nominalDate, year, closed, situation.years[index - 2] ?? null, situation),
    );
  });
};

function instalment(
  place: number,
  nominalDate: BusinessDate,
  year: YearSpan,
  closed: YearSpan,
  before: YearSpan | null,
  situation: Situation,
): Due[] {
  const code = CODES[place] ?? "is.acompte_supplementaire";
  const isDeclared = legalReturnDay(closed.endsOn, situation) <= nominalDate;
  const limitCents = situation.figure("isSeuil", nominalDate);
  const reference = isDeclared ? taxOf(closed, situation) : closed.isFirst ? null : before && taxOf(before, situation);
  if (reference !== null && reference <= limitCents) return [];
  // Those beyond the fourth are told apart by their day.
  const period = place < CODES.length ? fiscalYear(year) : null;
  if (reference === null) return [{ code, nominalDate, period, notices: [unknownReference(isDeclared, closed, limitCents)] }];
  const regular = [year, closed, ...(isDeclared || !before ? [] : [before])].every(hasTwelveMonths);
  if (!regular) return [{ code, nominalDate, period, notices: [NOTICES.irregularYear] }];
  const amount = isEstimated(closed, situation)
    ? regularised(reference, place, nominalDate, closed, before, situation)
    : quarter(reference, nominalDate, situation);
  const half = amount === null ? [NOTICES.firstInstalmentMissing(2 * quarter(reference, nominalDate, situation).cents)] : [];
  return [{ code, nominalDate, period, amount, notices: place === 1 && closed.isFirst ? [NOTICES.firstYearReference] : half }];
}

function unknownReference(isDeclared: boolean, closed: YearSpan, limitCents: number): TaxNotice {
  if (isDeclared) return NOTICES.referenceUnknown(limitCents, "l'impôt de l'exercice précédent");
  return closed.isFirst ? NOTICES.firstYearReference : NOTICES.firstInstalmentUnknown;
}

const taxOf = ({ endsOn }: YearSpan, { profile }: Situation): number | null =>
  profile.corporateTaxes.find(({ closedOn }) => closedOn === endsOn)?.taxCents ?? null;

function quarter(referenceCents: number, on: BusinessDate, { figure }: Situation): Amount {
  const ppm = figure("isAcompte", on);
  return single(
    step("quart", "Un quart de l'impôt de référence", ofPpmToEuro(referenceCents, ppm), {
      detail: `${euros(referenceCents)} × ${percent(ppm)}`,
      article: "CGI art. 1668, 1",
    }),
  );
}

/** Whether the first instalment fell due before the year it should be computed from was declared. */
const isEstimated = ({ endsOn }: YearSpan, situation: Situation): boolean =>
  legalReturnDay(endsOn, situation) > firstInstalmentDay(endsOn, situation);

/**
 * The first instalment could only look at the year before last; those after it bring what is paid to two, three and four quarters of last
 * year's tax. Null for the second when what the first was is not known.
 */
function regularised(
  referenceCents: number,
  place: number,
  on: BusinessDate,
  closed: YearSpan,
  before: YearSpan | null,
  situation: Situation,
): Amount | null {
  const earlier = closed.isFirst ? 0 : before && taxOf(before, situation);
  if (place === 1 && earlier === null) return null;
  const whole = quarter(referenceCents, on, situation);
  const first = (earlier ?? 0) <= situation.figure("isSeuil", on) ? 0 : quarter(earlier ?? 0, on, situation).cents;
  const paid = place === 1 ? first : Math.max(first, place * whole.cents);
  if (place === 0 || paid === place * whole.cents) return whole;
  const reached = (place + 1) * whole.cents;
  const due = Math.max(0, reached - paid);
  const lines = [
    step("quarts", "Part de l'impôt de référence à avoir versée", reached, {
      ...{ detail: `${place + 1} × ${euros(whole.cents)}`, article: "CGI art. 1668, 1" },
    }),
    step("verse", "Déjà versé, le premier acompte étant calculé sur l'avant-dernier exercice", due - reached, { detail: euros(paid) }),
  ];
  return { cents: due, lines };
}

/** The day the text gives for the return of results of a year (CGI art. 223, 1; ann. III art. 344 I-0 bis). */
export function legalReturnDay(closing: BusinessDate, { figure, local }: Situation): BusinessDate {
  if (closesWithYear(closing)) return afterFirstOfMay(yearOf(closing) + 1, figure("ouvresApresMai", closing), local);
  return monthsAfter(closing, figure("resultatMois", closing));
}

/** Balance and return of corporate tax. */
export const corporateTaxReturns: Rule = (situation) => {
  if (situation.profile.taxation !== "is") return [];
  const closed = situation.years.map((year) => ({ closing: year.endsOn, period: fiscalYear(year), notices: [] }));
  const open = yearsWithoutClosing(situation).map((year) => ({
    ...{ closing: businessDate(`${year}-12-31`), period: calendarYear(year), notices: [NOTICES.noYearClosed] },
  }));
  return [...closed, ...open].flatMap(({ closing, period, notices }) => [
    { code: "is.solde", nominalDate: balanceDay(closing, situation), period, notices },
    returned("is.resultats", closing, period, notices, situation),
  ]);
};

function returned(
  code: "is.resultats" | "ir.resultats",
  closing: BusinessDate,
  period: Due["period"],
  notices: readonly TaxNotice[],
  situation: Situation,
): Due {
  const nominalDate = legalReturnDay(closing, situation);
  return { code, nominalDate, period, ...extended(nominalDate, notices, situation) };
}

/** Fifteen calendar days more for what is sent online. They are a tolerance: no holiday adds to them. */
export function extended(
  legal: BusinessDate,
  notices: readonly TaxNotice[],
  { profile, figure }: Situation,
): { readonly dueDate?: BusinessDate; readonly notices: readonly TaxNotice[] } {
  if (!profile.filesOnline) return { notices };
  const days = figure("resultatEnLigne", legal);
  return { dueDate: addDays(legal, days), notices: [...notices, NOTICES.onlineExtension(legal)] };
}

/** 15th of the fourth month after the closing; 15 May for 31 December (CGI art. 1668, 2). */
function balanceDay(closing: BusinessDate, { figure }: Situation): BusinessDate {
  const months = figure("isSoldeMois", closing) + (closesWithYear(closing) ? 1 : 0);
  return businessDate(`${monthOf(addMonths(businessDate(`${monthOf(closing)}-01`), months))}-${figure("isSoldeJour", closing)}`);
}

/** Calendar years in which a company that is not in its first fiscal year closes none. */
function yearsWithoutClosing({ years, earliest, latest }: Situation): readonly number[] {
  const closings = new Set(years.map(({ endsOn }) => yearOf(endsOn)));
  const asked = Array.from({ length: yearOf(latest) - yearOf(earliest) + 2 }, (_, index) => yearOf(earliest) - 1 + index);
  return asked.filter((year) => {
    const running = years.find(({ startsOn, endsOn }) => startsOn <= `${year}-12-31` && `${year}-12-31` <= endsOn);
    return !closings.has(year) && running !== undefined && !running.isFirst;
  });
}

/** The return of those whose owners are taxed: for every calendar year, whatever day they close on (CGI art. 175). */
export const incomeTaxReturns: Rule = (situation) => {
  const { profile, earliest, latest } = situation;
  if (profile.taxation !== "ir") return [];
  return Array.from({ length: yearOf(latest) - yearOf(earliest) + 2 }, (_, index) => yearOf(earliest) - 1 + index)
    .filter((year) => profile.createdOn === null || year >= yearOf(profile.createdOn))
    .map((year) => returned("ir.resultats", businessDate(`${year}-12-31`), calendarYear(year), [], situation));
};
