import { type BusinessDate, businessDate, daysBetween, latest, yearOf } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { ofPpmToEuro, prorated } from "../arithmetic.ts";
import { LAW_READ_THROUGH } from "../rates/dated.ts";
import { type Reading, reading } from "../rates/reading.ts";
import { TVA_REGIME_LAW, type TvaRegimeLaw } from "../rates/tva-regimes.ts";
import { REASONS, regimeNotices } from "./regime.fr.ts";
import type { RegimeStep, Turnover, TvaRegimeInput, TvaRegimeResult } from "./regime-input.ts";
import { franchiseExcess, simplifiedExcess } from "./regime-limits.ts";

type Read = Reading<keyof TvaRegimeLaw>;

/** Since this year a franchise exceeded is lost at once: no second year of grace (loi 2023-1322 art. 82). */
const NO_GRACE_SINCE = 2025;

/**
 * The regimes a company declares TVA under in a calendar year, each from its first day and with its reason. Refuses `tax.no_parameters` for a
 * year whose limits are not known (2027), `request.invalid` for a day outside the year. `pointer`: where the question stands in the request.
 */
export function tvaRegime(input: TvaRegimeInput, law: TvaRegimeLaw = TVA_REGIME_LAW, pointer = ""): TvaRegimeResult {
  const read = reading("tva_regime", law);
  const first = businessDate(`${input.year}-01-01`);
  // Read whatever is asked: a year whose limits are not known is refused even when no turnover is given.
  read.value("franchiseGoods", first);
  const begins = input.startedOn && input.startedOn > first ? input.startedOn : first;
  const taxed = taxedFrom(input, first, begins, read, pointer);
  const kept: readonly RegimeStep[] = taxed && taxed.from <= begins ? [] : [{ ...REASONS.franchise(input.year), from: begins }];
  const after = taxed ? [{ ...declared(input, first, read), from: latest(taxed.from, begins) }] : [];
  return {
    year: input.year,
    steps: [...kept, ...after.map((step) => ({ ...step, reason: taxed ? `${taxed.reason} ${step.reason}` : step.reason }))],
    franchiseEndsOn: taxed ? null : endsNextYear(input, first, read),
    instalments: instalmentsOf(input, after, law),
    notices: regimeNotices(input),
    parameterSet: read.parameterSet(),
  };
}

type Taxed = { readonly from: BusinessDate; readonly reason: string } | null;

/** The day TVA begins to be due, null while the franchise lasts (CGI art. 293 B to 293 F). */
function taxedFrom(input: TvaRegimeInput, first: BusinessDate, begins: BusinessDate, read: Read, pointer: string): Taxed {
  const lost = lostAtStart(input, first, read);
  if (lost) return { from: begins, reason: lost };
  const ends = [optionOf(input), raisedOf(input, first, read, pointer)].filter((one) => one !== null);
  return ends.sort((left, right) => (left.from < right.from ? -1 : 1))[0] ?? null;
}

function lostAtStart({ year, startedOn, lastYear, yearBeforeLast }: TvaRegimeInput, first: BusinessDate, read: Read): string | null {
  if (!lastYear || (startedOn && yearOf(startedOn) >= year)) return null;
  const over = franchiseExcess(onTwelveMonths(lastYear, startedOn, year - 1), "franchise", first, read);
  if (!over) return null;
  const raised = franchiseExcess(onTwelveMonths(lastYear, startedOn, year - 1), "franchiseRaised", first, read);
  const before = yearBeforeLast && franchiseExcess(onTwelveMonths(yearBeforeLast, startedOn, year - 2), "franchise", first, read);
  const graced = year < NO_GRACE_SINCE && !raised && !before;
  return graced ? null : REASONS.baseExceeded(over, year - 1);
}

/** Turnover of the year a company began in, put on a whole year (CGI art. 293 D, 302 septies A). */
function onTwelveMonths(turnover: Turnover, startedOn: BusinessDate | null, year: number): Turnover {
  if (!startedOn || yearOf(startedOn) !== year) return turnover;
  const days = daysBetween(businessDate(`${year}-01-01`), businessDate(`${year + 1}-01-01`));
  const active = daysBetween(startedOn, businessDate(`${year + 1}-01-01`));
  const whole = (cents: number): number => prorated(cents, days, active);
  const { goodsCents, servicesCents, regulatedCents } = turnover;
  return { goodsCents: whole(goodsCents), servicesCents: whole(servicesCents), regulatedCents: whole(regulatedCents) };
}

function optionOf({ year, optedForTaxOn }: TvaRegimeInput): Taxed {
  if (!optedForTaxOn || yearOf(optedForTaxOn) > year) return null;
  return { from: businessDate(`${optedForTaxOn.slice(0, 7)}-01`), reason: REASONS.option };
}

/** Raised limit exceeded: taxed from that day since 2025, from the first day of its month before. */
function raisedOf({ year, thisYear, raisedExceededOn }: TvaRegimeInput, first: BusinessDate, read: Read, pointer: string): Taxed {
  const over = thisYear && franchiseExcess(thisYear, "franchiseRaised", first, read);
  if (!over) return null;
  if (!raisedExceededOn || yearOf(raisedExceededOn) !== year)
    throw new Refusal("request.invalid", {
      flaws: [{ pointer: `${pointer}/raised_exceeded_on`, message: raisedExceededOn ? "invalid" : "required" }],
    });
  const from = year < NO_GRACE_SINCE ? businessDate(`${raisedExceededOn.slice(0, 7)}-01`) : raisedExceededOn;
  return { from, reason: REASONS.raisedExceeded(over, raisedExceededOn) };
}

/** The next year's limits decide, or this year's where those are not known yet. */
function endsNextYear({ year, thisYear, startedOn }: TvaRegimeInput, first: BusinessDate, read: Read): BusinessDate | null {
  const next = businessDate(`${year + 1}-01-01`);
  const over =
    thisYear && franchiseExcess(onTwelveMonths(thisYear, startedOn, year), "franchise", next <= LAW_READ_THROUGH ? next : first, read);
  return over ? next : null;
}

/** How a company that owes TVA declares it: simplified (CGI art. 302 septies A, 287, 3 bis), or normal, by month or by quarter (art. 287, 2). */
function declared(input: TvaRegimeInput, on: BusinessDate, read: Read): Omit<RegimeStep, "from"> {
  const { year, startedOn, lastYear, yearBeforeLast, thisYear, taxDueLastYearCents, optedForNormal, intraEuAcquisitionsOrImports } = input;
  const tax = taxDueLastYearCents ?? 0;
  const normal = (reason: string) => REASONS.normal(reason, tax < read.value("quarterlyTax", on));
  if (optedForNormal) return normal(REASONS.optedNormal);
  if (intraEuAcquisitionsOrImports) return normal(REASONS.intraEu);
  if (tax > read.value("simplifiedTax", on)) return normal(REASONS.taxOver(tax, read.value("simplifiedTax", on)));
  const tolerance = thisYear && simplifiedExcess(thisYear, "raised", on, read);
  if (tolerance) return normal(REASONS.toleranceOver(tolerance));
  const over = lastYear && simplifiedExcess(onTwelveMonths(lastYear, startedOn, year - 1), "base", on, read);
  if (!over) return REASONS.simplified(REASONS.within);
  if (startedOn && yearOf(startedOn) === year - 1) return REASONS.simplified(REASONS.firstExcess(over));
  if (!yearBeforeLast) return normal(REASONS.maybeAgain(over));
  const again = simplifiedExcess(onTwelveMonths(yearBeforeLast, startedOn, year - 2), "base", on, read);
  return again ? normal(REASONS.simplifiedOver(over)) : REASONS.simplified(REASONS.firstExcess(over));
}

const instalmentsOf = (
  { year, taxDueBeforeAssetsCents }: TvaRegimeInput,
  after: readonly RegimeStep[],
  law: TvaRegimeLaw,
): TvaRegimeResult["instalments"] =>
  taxDueBeforeAssetsCents !== null && after.some(({ regime }) => regime === "simplified")
    ? simplifiedInstalments(taxDueBeforeAssetsCents, year, law)
    : null;

/**
 * The two instalments of the simplified regime, whole euros in cents, from the tax due for the last year before that on fixed assets: 55 % in
 * July, 40 % in December, none below 1 000 € (CGI art. 287, 3).
 */
export function simplifiedInstalments(
  taxDueBeforeAssetsCents: number,
  year: number,
  law: TvaRegimeLaw = TVA_REGIME_LAW,
): { readonly julyCents: number; readonly decemberCents: number } {
  const read = reading("tva_regime", law);
  const on = businessDate(`${year}-07-01`);
  if (taxDueBeforeAssetsCents < read.value("instalmentMinimum", on)) return { julyCents: 0, decemberCents: 0 };
  return {
    julyCents: ofPpmToEuro(taxDueBeforeAssetsCents, read.value("instalmentJuly", on)),
    decemberCents: ofPpmToEuro(taxDueBeforeAssetsCents, read.value("instalmentDecember", on)),
  };
}
