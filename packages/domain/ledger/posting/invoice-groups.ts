import { type Cents, cents } from "../../money.ts";
import { type ExchangeRate, eurosOf, type ForeignAmount } from "./exchange.ts";
import { MILLION, proportion, shares } from "./rounding.ts";
import { assertRate } from "./vat-rates.ts";

/** An invoice's amounts when it is not in euros. */
export type InvoiceCurrency = { readonly currency: ForeignAmount["currency"]; readonly rate: ExchangeRate };

/** VAT as the document states it for a rate, when its author rounded otherwise than on the summed base. */
export type StatedVat = { readonly ratePpm: number; readonly vatCents: Cents };

/** Lines of one kind added up: base and VAT in EUR cents, and in the invoice's own currency when it has another. */
export type InvoiceGroup<Line> = {
  readonly line: Line;
  readonly baseCents: number;
  readonly vatCents: number;
  readonly foreignCents: number;
};

type Invoice<Line> = {
  readonly lines: readonly Line[];
  readonly currency?: InvoiceCurrency | undefined;
  readonly statedVat?: readonly StatedVat[] | undefined;
};

/**
 * Adds an invoice's lines up by `keyOf`, in order of appearance, with their VAT: per rate, half-up to the cent on the summed base, unless
 * the document states it; the groups of a rate share it so that they add up exactly. A `ratePpm` of 0 is no VAT. Throws
 * RangeError on a negative base, an invoice of nothing, or VAT stated for a rate no line has.
 */
export function invoiceGroups<Line extends { readonly baseCents: Cents }>(
  invoice: Invoice<Line>,
  keyOf: (line: Line) => string,
  rateOf: (line: Line) => number,
): InvoiceGroup<Line>[] {
  const groups = [...summed(invoice, keyOf).values()].map((group) => ({ ...group, vatCents: 0 }));
  const rates = [...new Set(groups.map(({ line }) => rateOf(line)))];
  for (const ratePpm of rates) if (ratePpm !== 0) assertRate(ratePpm);
  for (const { ratePpm } of invoice.statedVat ?? [])
    if (ratePpm === 0 || !rates.includes(ratePpm)) throw new RangeError(`VAT stated at a rate no line has: ${ratePpm}`);
  return rates
    .flatMap((ratePpm) => {
      const ofRate = groups.filter(({ line }) => rateOf(line) === ratePpm);
      const own = shares(vatOf(ratePpm, total(ofRate, "baseCents"), invoice.statedVat), weightsOf(ofRate, "baseCents"));
      const foreign = shares(vatOf(ratePpm, total(ofRate, "foreignCents"), []), weightsOf(ofRate, "foreignCents"));
      return ofRate.map((group, index) => ({
        ...group,
        vatCents: own[index] ?? 0,
        foreignCents: group.foreignCents + (foreign[index] ?? 0),
      }));
    })
    .sort((left, right) => groups.findIndex(({ line }) => line === left.line) - groups.findIndex(({ line }) => line === right.line));
}

type Sum<Line> = { readonly line: Line; readonly baseCents: number; readonly foreignCents: number };

function summed<Line extends { readonly baseCents: Cents }>(
  { lines, currency }: Invoice<Line>,
  keyOf: (line: Line) => string,
): Map<string, Sum<Line>> {
  const sums = new Map<string, { line: Line; amountCents: number }>();
  for (const line of lines) {
    if (line.baseCents < 0) throw new RangeError(`negative amount on an invoice line: ${line.baseCents}`);
    const key = keyOf(line);
    const before = sums.get(key);
    sums.set(key, { line: before?.line ?? line, amountCents: (before?.amountCents ?? 0) + line.baseCents });
  }
  return new Map([...sums].map(([key, { line, amountCents }]) => [key, { line, ...amountsIn(amountCents, currency) }]));
}

/** In euros there is no foreign amount; in another currency the base is converted, and the foreign amount kept for the FEC. */
function amountsIn(amountCents: number, currency: InvoiceCurrency | undefined): { baseCents: number; foreignCents: number } {
  if (!currency) return { baseCents: amountCents, foreignCents: 0 };
  const euros = eurosOf({ amountCents: cents(amountCents), currency: currency.currency }, currency.rate);
  return { baseCents: euros, foreignCents: amountCents };
}

const vatOf = (ratePpm: number, baseCents: number, stated: readonly StatedVat[] = []): number =>
  stated.find((vat) => vat.ratePpm === ratePpm)?.vatCents ?? proportion(baseCents, ratePpm, MILLION);

type Column = "baseCents" | "foreignCents";

const weightsOf = (groups: readonly Record<Column, number>[], column: Column): number[] => groups.map((group) => group[column]);

const total = (groups: readonly Record<Column, number>[], column: Column): number =>
  weightsOf(groups, column).reduce((all, amount) => all + amount, 0);
