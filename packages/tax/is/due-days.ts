import { type BusinessDate, businessDate } from "#domain/dates";
import type { IsFigure } from "../rates/is.ts";
import type { Reading } from "../rates/reading.ts";

const MONTHS_A_YEAR = 12;
const QUARTER = 3;

/** The nominal days of a year's instalments, before any move to a working day, given the closings around it (CGI ann. III art. 360 bis). */
export function instalmentDays(previousClosedOn: BusinessDate, closedOn: BusinessDate, law: Reading<IsFigure>): readonly BusinessDate[] {
  const first = firstMonth(previousClosedOn, law);
  const count = (firstMonth(closedOn, law) - first) / QUARTER;
  const day = law.value("instalmentDay", previousClosedOn);
  return Array.from({ length: count }, (_, place) => dayOf(first + place * QUARTER, day));
}

/** The same for a year of twelve months that is still to come. */
export function nextInstalmentDays(closedOn: BusinessDate, law: Reading<IsFigure>): readonly BusinessDate[] {
  const first = firstMonth(closedOn, law);
  const day = law.value("instalmentDay", closedOn);
  return [0, 1, 2, 3].map((place) => dayOf(first + place * QUARTER, day));
}

/** The nominal day of the balance: the 15th of the 4th month after closing, 15 May for 31 December (CGI art. 1668, 2). */
export function balanceDay(closedOn: BusinessDate, law: Reading<IsFigure>): BusinessDate {
  const months = law.value(closedOn.slice(5) === "12-31" ? "balanceMonthsDecember" : "balanceMonths", closedOn);
  return dayOf(monthNumber(closedOn) + months, law.value("instalmentDay", closedOn));
}

/** The first quarter's end month after a closing; from the 20th on, a closing counts with the next month. */
function firstMonth(closedOn: BusinessDate, law: Reading<IsFigure>): number {
  const late = Number(closedOn.slice(8)) >= law.value("instalmentPivot", closedOn);
  const month = monthNumber(closedOn) + (late ? 1 : 0);
  return month + QUARTER - ((month + 1) % QUARTER);
}

/** Months since year 0, January being 0: March, June, September and December leave 2 when divided by 3. */
const monthNumber = (date: BusinessDate): number => Number(date.slice(0, 4)) * MONTHS_A_YEAR + Number(date.slice(5, 7)) - 1;

const two = (value: number): string => String(value).padStart(2, "0");

const dayOf = (month: number, day: number): BusinessDate =>
  businessDate(`${Math.floor(month / MONTHS_A_YEAR)}-${two((month % MONTHS_A_YEAR) + 1)}-${two(day)}`);
