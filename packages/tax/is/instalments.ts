import { addMonths, type BusinessDate } from "#domain/dates";
import { ofPpm, ofPpmToEuro } from "../arithmetic.ts";
import { LAW_READ_THROUGH } from "../rates/dated.ts";
import type { IsFigure } from "../rates/is.ts";
import type { Reading } from "../rates/reading.ts";
import { durationOf, onTwelveMonths } from "./duration.ts";
import type { PastYear } from "./input.ts";
import type { Instalment, Schedule } from "./result.ts";

/** The years a year's instalments refer to, and its due days. `firstYear`: nothing was taxed before. */
type Asked = {
  readonly days: readonly BusinessDate[];
  readonly previous: PastYear | null;
  readonly before: PastYear | null;
  readonly firstYear: boolean | null;
};

/** Tax of a year of reference put on twelve months, in cents, and its contribution. */
type Reference = { readonly taxCents: number; readonly socialCents: number };

const NOTHING: Pick<Schedule, "firstReferenceCents" | "referenceCents" | "totalCents" | "instalments"> = {
  ...{ firstReferenceCents: null, referenceCents: null, totalCents: 0, instalments: [] },
};

/**
 * Instalments of a year (CGI art. 1668): each a quarter of the tax of reference, that is 3.75 % and 6.25 % of what was taxed at 15 and 25 %. The first
 * refers to the year before the previous one as long as the return of the previous one is not yet due (CGI ann. III art. 360), the second brings what
 * is paid to half of the previous year's tax. A reference of 3 000 € or less asks for nothing.
 */
export function scheduleOf({ days, previous, before, firstYear }: Asked, law: Reading<IsFigure>): Schedule {
  if (!previous) return { status: firstYear === true ? "none_first_year" : "unknown", ...NOTHING };
  const reference = referenceOf(previous, law);
  const first = returnIsDue(previous.closedOn, days[0], law) ? previous : before;
  const firstReference = first ? referenceOf(first, law) : null;
  const firstYearIs = first === previous ? "previous_year" : "year_before_previous";
  const instalments = [...amountsOf(days, { reference, firstReference, firstYearIs, closedOn: previous.closedOn }, law)];
  const totalCents = instalments.reduce((sum, one) => sum + one.amountCents + one.socialContributionCents, 0);
  return {
    status: totalCents > 0 ? "due" : "none_below_threshold",
    firstReferenceCents: firstReference?.taxCents ?? null,
    referenceCents: reference.taxCents,
    ...{ totalCents, instalments },
  };
}

/** Whether the return of a year is due before a day: three months after its closing, in May for 31 December (CGI art. 223, 1). */
const returnIsDue = (closedOn: BusinessDate, day: BusinessDate | undefined, law: Reading<IsFigure>): boolean =>
  day !== undefined && closedOn.slice(5) !== "12-31" && addMonths(closedOn, law.value("returnMonths", closedOn)) < day;

type References = {
  readonly reference: Reference;
  readonly firstReference: Reference | null;
  readonly firstYearIs: Instalment["reference"];
  readonly closedOn: BusinessDate;
};

function* amountsOf(
  days: readonly BusinessDate[],
  { reference, firstReference, firstYearIs, closedOn }: References,
  law: Reading<IsFigure>,
): Generator<Instalment> {
  const quarter = quarterOf(reference, law, closedOn);
  const first = firstReference ? quarterOf(firstReference, law, closedOn) : { tax: 0, social: 0 };
  const paid = { tax: 0, social: 0 };
  for (const [place, dueOn] of days.entries()) {
    const target = place === 0 ? first : { tax: quarter.tax * (place + 1), social: quarter.social * (place + 1) };
    const amountCents = Math.max(0, target.tax - paid.tax);
    const socialContributionCents = Math.max(0, target.social - paid.social);
    paid.tax += amountCents;
    paid.social += socialContributionCents;
    const confirmed = dueOn <= LAW_READ_THROUGH;
    const referenceYear = place === 0 ? firstYearIs : "previous_year";
    yield { rank: place + 1, dueOn, reference: referenceYear, amountCents, socialContributionCents, confirmed };
  }
}

function quarterOf({ taxCents, socialCents }: Reference, law: Reading<IsFigure>, closedOn: BusinessDate) {
  const share = law.value("instalmentShare", closedOn);
  const tax = taxCents > law.value("instalmentThreshold", closedOn) ? ofPpmToEuro(taxCents, share) : 0;
  return { tax, social: ofPpmToEuro(socialCents, share) };
}

function referenceOf(year: PastYear, law: Reading<IsFigure>): Reference {
  const duration = durationOf(year.openedOn, year.closedOn);
  const at = (baseCents: number, figure: "reducedRate" | "normalRate") =>
    ofPpm(onTwelveMonths(baseCents, duration), law.value(figure, year.openedOn));
  return {
    taxCents: at(year.reducedRateBaseCents, "reducedRate") + at(year.normalRateBaseCents, "normalRate"),
    socialCents: onTwelveMonths(year.socialContributionCents, duration),
  };
}
