import { addDays, type BusinessDate, businessDate, daysBetween, earliest, yearOf } from "#domain/dates";
import { prorated } from "../arithmetic.ts";
import { LATE_PAYMENT_LAW, type LatePaymentLaw } from "../rates/late-payment.ts";
import { type Reading, reading } from "../rates/reading.ts";
import { traceOf } from "../trace.ts";
import type { LateInvoice, LatePayment } from "./late-invoice.ts";
import { FLOOR_APPLIED, HALF_YEARS, interestStep, LATE_PAYMENT_LABEL, RATE_GIVEN, recoveryStep } from "./late-payment.fr.ts";
import type { LatePeriod } from "./late-period.ts";

type Read = Reading<keyof LatePaymentLaw>;

const PPM = 1_000_000;
const PERIODS_MAX = 2_000;

/**
 * Interest for late payment and the 40 € (C. com. art. L. 441-10, II; D. 441-5): from the day after the due day, without a reminder, on what is
 * open VAT included, days / 365, no VAT on it. The rate follows the half-years, as the article sets one "pendant" each of them. An agreed rate
 * below three times the legal interest is raised to that floor. Refuses `tax.parameter_unknown` on days of a half-year whose rate was not found
 * and is not given.
 */
export function latePayment(invoice: LateInvoice, law: LatePaymentLaw = LATE_PAYMENT_LAW): LatePayment {
  const read = reading("late_payment", law);
  const periods = lateDays(invoice).map((run) => priced(run, invoice, read));
  const interestCents = periods.reduce((sum, one) => sum + one.interestCents, 0);
  const days = periods.reduce((sum, one) => sum + one.days, 0);
  const recoveryCents = days > 0 && invoice.betweenBusinesses ? read.value("recovery", invoice.dueOn) : 0;
  const totalCents = interestCents + recoveryCents;
  const lines = [...periods.map(interestStep), ...(recoveryCents > 0 ? [recoveryStep(recoveryCents)] : [])];
  return {
    ...{ days, periods: [...periods], interestCents, recoveryCents, totalCents },
    notices: [...noticesOf(invoice, periods)],
    parameterSet: read.parameterSet(),
    traces: [traceOf("late_payment", LATE_PAYMENT_LABEL, totalCents, lines)],
  };
}

type Run = Pick<LatePeriod, "from" | "to" | "days" | "openCents">;

/** Runs of late days: cut by payments (the day of a payment still counts) and by half-years. */
function lateDays({ amountInclCents, dueOn, payments, until }: LateInvoice): readonly Run[] {
  const runs: Run[] = [];
  for (let from = addDays(dueOn, 1); from <= until && runs.length < PERIODS_MAX; ) {
    const paid = payments.filter(({ on }) => on < from).reduce((sum, { amountCents }) => sum + amountCents, 0);
    const openCents = amountInclCents - paid;
    if (openCents <= 0) break;
    const to = earliest(until, endOfHalf(from), ...payments.map(({ on }) => on).filter((on) => on >= from));
    runs.push({ from, to, days: daysBetween(from, to) + 1, openCents });
    from = addDays(to, 1);
  }
  return runs;
}

const endOfHalf = (date: BusinessDate): BusinessDate => businessDate(`${yearOf(date)}-${date.slice(5) <= "06-30" ? "06-30" : "12-31"}`);
const startOfHalf = (date: BusinessDate): BusinessDate => businessDate(`${yearOf(date)}-${date.slice(5) <= "06-30" ? "01-01" : "07-01"}`);

function priced(run: Run, invoice: LateInvoice, read: Read): LatePeriod {
  const ratePpm = rateOn(run.from, invoice, read);
  const yearDays = read.value("yearDays", run.from);
  return { ...run, ratePpm, yearDays, interestCents: prorated(run.openCents, ratePpm * run.days, PPM * yearDays) };
}

function rateOn(on: BusinessDate, { agreedRatePpm, givenRates }: LateInvoice, read: Read): number {
  const given = givenRates.find(({ from }) => from === startOfHalf(on));
  if (agreedRatePpm === null) return (given?.refinancingPpm ?? read.value("refinancing", on)) + read.value("points", on);
  const floor = prorated(given?.legalInterestPpm ?? read.value("legalInterest", on), read.value("floorMultiple", on), PPM);
  return Math.max(agreedRatePpm, floor);
}

function noticesOf({ agreedRatePpm, givenRates }: LateInvoice, periods: readonly LatePeriod[]): readonly LatePayment["notices"][number][] {
  return [
    ...(new Set(periods.map(({ from }) => startOfHalf(from))).size > 1 ? [HALF_YEARS] : []),
    ...(agreedRatePpm !== null && periods.some(({ ratePpm }) => ratePpm > agreedRatePpm) ? [FLOOR_APPLIED] : []),
    ...(periods.some(({ from }) => givenRates.some((one) => one.from === startOfHalf(from))) ? [RATE_GIVEN] : []),
  ];
}
