import { type BusinessDate, earliest } from "#domain/dates";
import { ofPpm, prorated } from "../arithmetic.ts";
import type { TaxNotice } from "../notice.ts";
import type { Reading } from "../rates/reading.ts";
import type { TvaLaw } from "../rates/tva.ts";
import type { Territory } from "../territory.ts";
import { deliveryAssumed, natureNotice, noTvaThere, rateExpected, taxDiffers } from "./notices.fr.ts";
import type { TvaOperation } from "./operation.ts";
import { type Rated, rateOf } from "./rate-of.ts";
import type { Treatment } from "./treatment.ts";

const PPM = 1_000_000;
/** A return is in whole euros: below one, a difference from base x rate is the rounding of lines. */
const DIFFERENCE_TOLERATED_CENTS = 100;

/** An operation with its rate (null: it bears none, or several), its base and its tax (cents), and what is to be told about them. */
export type Priced = Omit<Rated, "ppm"> & {
  readonly ppm: number | null;
  readonly baseCents: number;
  readonly taxCents: number;
  readonly notices: readonly TaxNotice[];
};

/** Excluding tax from a price including it: rounded to the cent; the tax is the difference, so that both add up to the price. */
export function fromIncluded(inclCents: number, ratePpm: number): { readonly baseCents: number; readonly taxCents: number } {
  const baseCents = prorated(inclCents, PPM, PPM + ratePpm);
  return { baseCents, taxCents: inclCents - baseCents };
}

/** Nothing to read a rate for: what bears no tax, and purchases whose tax is given, maybe of several rates added up. */
const UNRATED = { ppm: null, lawPpm: 0, box: null, importBox: null } as const;

type Pricing = {
  readonly territory: Territory;
  readonly law: TvaLaw;
  readonly read: Reading<keyof TvaLaw>;
  readonly pointer: string;
  /** The day the rate of an operation without any date is read. */
  readonly otherwiseOn: BusinessDate;
};

/** Rate, base and tax of an operation. Refusals are those of `rateOf`. */
export function priced(operation: TvaOperation, treatment: Treatment, { territory, law, read, pointer, otherwiseOn }: Pricing): Priced {
  const notices = dateNotices(operation, treatment);
  if (treatment.due === "none" && !treatment.deducts) {
    const baseCents = operation.baseCents ?? operation.inclCents ?? 0;
    return { ...UNRATED, baseCents, taxCents: 0, notices };
  }
  if (treatment.due === "none" && operation.taxCents !== null && operation.ratePpm === null)
    return { ...UNRATED, ...amountsOf(operation, 0), notices };
  const on = rateDay(operation, otherwiseOn);
  const rated = rateOf(operation, territory, on, law, read, pointer);
  const amounts = amountsOf(operation, rated.ppm);
  return {
    ...rated,
    ...amounts,
    notices: [...notices, ...rateNotices(operation, rated, amounts, territory, on)],
  };
}

/** The day the rate is chosen by: the fait générateur, or a payment before it (CGI art. 269, 1 and 2). */
function rateDay({ exigibleOn, deliveredOn, invoicedOn, payments }: TvaOperation, otherwiseOn: BusinessDate): BusinessDate {
  if (exigibleOn) return deliveredOn ?? exigibleOn;
  const [first, ...others] = [deliveredOn ?? invoicedOn, ...payments.map(({ on }) => on)].filter((on) => on !== null);
  return first ? earliest(first, ...others) : otherwiseOn;
}

function amountsOf(
  { baseCents, inclCents, taxCents }: TvaOperation,
  ppm: number,
): { readonly baseCents: number; readonly taxCents: number } {
  if (baseCents !== null) return { baseCents, taxCents: taxCents ?? ofPpm(baseCents, ppm) };
  const gross = inclCents ?? 0;
  return taxCents === null ? fromIncluded(gross, ppm) : { baseCents: gross - taxCents, taxCents };
}

function dateNotices({ id, exigibleOn, deliveredOn, invoicedOn, exigibility }: TvaOperation, { rule }: Treatment): readonly TaxNotice[] {
  const byDelivery = exigibility === "delivery" || (exigibility === "by_law" && rule === "delivery");
  return byDelivery && !exigibleOn && !deliveredOn && invoicedOn ? [deliveryAssumed(id)] : [];
}

function rateNotices(
  { id, nature }: TvaOperation,
  { ppm, lawPpm, box }: Rated,
  { baseCents, taxCents }: { readonly baseCents: number; readonly taxCents: number },
  territory: Territory,
  on: BusinessDate,
): readonly TaxNotice[] {
  if (box === null) return [noTvaThere(territory)];
  const computed = ofPpm(baseCents, ppm);
  return [
    ...(Math.abs(taxCents - computed) > DIFFERENCE_TOLERATED_CENTS ? [taxDiffers(id, taxCents, computed)] : []),
    ...(nature === "standard" ? [] : [natureNotice(nature, on)]),
    ...(nature !== "standard" && ppm !== lawPpm ? [rateExpected(id, ppm, lawPpm)] : []),
  ];
}
