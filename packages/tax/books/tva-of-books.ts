import type { BusinessDate } from "#domain/dates";
import type { Entry, EntryLine } from "#domain/ledger/entry";
import { rateOfCollected } from "#domain/ledger/posting/vat-rates";
import { prorated } from "../arithmetic.ts";
import type { TaxNotice } from "../notice.ts";
import type { TvaOperation } from "../tva/operation.ts";
import { tvaNotices } from "./tva-notices.fr.ts";
import { creditCents, isCarried, isOperation, shiftsSales, vatPlaceOf } from "./vat-lines.ts";

/** One sum of a return: what kind of operation, at which rate, from how many entries. Cents; a credit note takes away. */
type Sum = {
  readonly kind: TvaOperation["kind"];
  readonly ratePpm: number | null;
  readonly asset: boolean;
  readonly baseCents: number;
  readonly taxCents: number;
  /** The rate is that of the sub-account, or the normal one: neither the line nor the sales of its entry tell it. */
  readonly assumed: boolean;
};

export type TvaOfBooks = { readonly operations: readonly TvaOperation[]; readonly entries: number; readonly notices: readonly TaxNotice[] };

const PPM = 1_000_000;
/** A rate fits an entry when base x rate is the tax, give or take the rounding of its lines. */
const CENTS_A_LINE = 2;

/**
 * The operations of a period as its validated entries tell them: tax by account and rate, bases from the sales of the same entry, or from the tax
 * where an entry has none (VAT that fell due on a receipt). `rates`: those of the territory, the normal one first, parts per million.
 */
export function tvaOfBooks(entries: readonly Entry[], to: BusinessDate, rates: readonly number[]): TvaOfBooks {
  const counted = entries.filter(isOperation).filter(({ lines }) => lines.some(({ account }) => vatPlaceOf(account) !== null));
  const sums = counted.flatMap((entry) => sumsOf(entry, rates));
  const operations = [...grouped(sums)].map(([id, sum]) => operationOf(id, sum, to));
  const assumedCents = sums.reduce((sum, { assumed, taxCents }) => (assumed ? sum + taxCents : sum), 0);
  const found = { untaxedCents: totalOf(sums.filter(isPlain)), assumedCents, unread: unreadOf(counted), entries: counted.length };
  return { operations, entries: counted.length, notices: tvaNotices(found) };
}

function sumsOf({ lines }: Entry, rates: readonly number[]): Sum[] {
  const at = (...kinds: readonly string[]) => lines.filter(({ account }) => kinds.includes(vatPlaceOf(account)?.kind ?? ""));
  const sales = shiftsSales(lines) ? [] : at("sale", "asset_sale").map(untaxedSum);
  const collected = at("collected");
  const { plain, abroad } = byDestination(sales, collected, rates);
  const waits = at("pending").length > 0;
  const plainCents = waits ? 0 : totalOf(plain);
  const basesOf = basesFor(collected, waits ? [] : plain, rates);
  const kind = at("asset_sale").length > 0 && at("sale").length === 0 ? "other_taxable_sale" : "sale_goods";
  const taxed = collected.map((line) => ({ kind, ...collectedSum(line, basesOf.get(line) ?? 0, rates) }) as const);
  return [
    ...taxed,
    ...abroad,
    ...(taxed.length > 0 && isCarried(lines) ? [] : untaxedRest(plainCents, taxed, plain)),
    ...at("self_assessed").map((line) => selfAssessed(line, rates)),
    ...at("deductible", "deductible_asset").map((line) => deducted(line, rates)),
  ];
}

/** A sale on an account that does not say where it went: taxed when the entry has tax for it. */
const isPlain = ({ kind }: Sum): boolean => kind === "exempt_sale";

const totalOf = (sums: readonly Sum[]): number => sums.reduce((sum, { baseCents }) => sum + baseCents, 0);

/** Sales that may be taxed here, and those whose account says they went abroad: not when the entry has their tax, as a foreign chart may. */
function byDestination(sales: readonly Sum[], collected: readonly EntryLine[], rates: readonly number[]) {
  const [plain, abroad] = [sales.filter(isPlain), sales.filter((sum) => !isPlain(sum))];
  const bases = [totalOf(abroad), ...abroad.map(({ baseCents }) => baseCents)];
  const isTaxed = collected.some((line) => bases.some((base) => rateThatFits(base, creditCents(line), rates) !== undefined));
  if (plain.length > 0 || !isTaxed) return { plain, abroad };
  return { plain: abroad.map((sum) => ({ ...sum, kind: "exempt_sale" as const })), abroad: [] };
}

/** Which sales of an entry each tax is on: all of them for a single one, else, or when that fits no rate, a sale line that fits, each once. */
function basesFor(collected: readonly EntryLine[], plain: readonly Sum[], rates: readonly number[]): ReadonlyMap<EntryLine, number> {
  const [only, ...others] = collected;
  const all = totalOf(plain);
  if (only && others.length === 0 && rateThatFits(all, creditCents(only), rates) !== undefined) return new Map([[only, all]]);
  const free = new Set(plain);
  const found = new Map<EntryLine, number>();
  for (const line of collected) {
    const sale = [...free].find(({ baseCents }) => rateThatFits(baseCents, creditCents(line), rates) !== undefined);
    if (!sale) continue;
    free.delete(sale);
    found.set(line, sale.baseCents);
  }
  return found;
}

/** What an entry sells beyond the bases of its taxes. Less than their rounding is nothing. */
function untaxedRest(plainCents: number, taxed: readonly Sum[], plain: readonly Sum[]): Sum[] {
  const [first] = plain;
  const rest = plainCents - taxed.reduce((sum, { baseCents }) => sum + baseCents, 0);
  const rounding = taxed.reduce((sum, { ratePpm }) => sum + (ratePpm ? PPM / ratePpm : 0), CENTS_A_LINE * plain.length);
  return !first || plainCents === 0 || Math.abs(rest) <= rounding ? [] : [{ ...first, baseCents: rest }];
}

/** Tax due on a sale. Its rate is the line's own, the one that fits the entry's sales, or that of its sub-account; the normal rate otherwise. */
function collectedSum(line: EntryLine, salesCents: number, rates: readonly number[]): Omit<Sum, "kind"> {
  const taxCents = creditCents(line);
  const told = line.vat?.ratePpm ?? rateThatFits(salesCents, taxCents, rates);
  const ratePpm = told ?? rateOfCollected(line.account) ?? normalOf(rates);
  return { ratePpm, asset: false, baseCents: taxedBase(line, ratePpm, salesCents), taxCents, assumed: told === undefined };
}

function taxedBase(line: EntryLine, ratePpm: number, salesCents: number): number {
  const taxCents = creditCents(line);
  if (line.vat) return Math.sign(taxCents) * line.vat.baseCents;
  return fits(salesCents, ratePpm, taxCents) ? salesCents : baseOf(taxCents, ratePpm);
}

const fits = (baseCents: number, ratePpm: number, taxCents: number): boolean =>
  baseCents !== 0 && Math.abs(prorated(baseCents, ratePpm, PPM) - taxCents) <= CENTS_A_LINE;

const rateThatFits = (baseCents: number, taxCents: number, rates: readonly number[]): number | undefined =>
  rates.find((rate) => fits(baseCents, rate, taxCents));

const normalOf = (rates: readonly number[]): number => rates[0] ?? 0;
const baseOf = (taxCents: number, ratePpm: number): number => (ratePpm === 0 ? 0 : prorated(taxCents, PPM, ratePpm));

function untaxedSum(line: EntryLine): Sum {
  const place = vatPlaceOf(line.account);
  const kind = place && "untaxed" in place ? place.untaxed : "exempt_sale";
  return { kind, ratePpm: null, asset: false, baseCents: creditCents(line), taxCents: 0, assumed: false };
}

/** Tax the company owes for its supplier. What of it is deducted stands on its own account, and is counted there. */
function selfAssessed(line: EntryLine, rates: readonly number[]): Sum {
  const place = vatPlaceOf(line.account);
  const kind = place?.kind === "self_assessed" ? place.operation : "reverse_charge_purchase";
  const ratePpm = line.vat?.ratePpm ?? normalOf(rates);
  const taxCents = creditCents(line);
  return {
    kind,
    ratePpm,
    asset: false,
    baseCents: line.vat ? Math.sign(taxCents) * line.vat.baseCents : baseOf(taxCents, ratePpm),
    taxCents,
    assumed: false,
  };
}

function deducted(line: EntryLine, rates: readonly number[]): Sum {
  const taxCents = 0 - creditCents(line);
  const ratePpm = normalOf(rates);
  return {
    kind: "purchase_services",
    ratePpm,
    asset: vatPlaceOf(line.account)?.kind === "deductible_asset",
    baseCents: baseOf(taxCents, ratePpm),
    taxCents,
    assumed: false,
  };
}

function grouped(sums: readonly Sum[]): ReadonlyMap<string, Sum> {
  const groups = new Map<string, Sum>();
  for (const sum of sums) {
    const id = [sum.kind, sum.asset ? "asset" : null, sum.ratePpm].filter((part) => part !== null).join("-");
    const known = groups.get(id);
    groups.set(id, known ? { ...sum, baseCents: known.baseCents + sum.baseCents, taxCents: known.taxCents + sum.taxCents } : sum);
  }
  return groups;
}

function operationOf(id: string, { kind, ratePpm, asset, baseCents, taxCents }: Sum, to: BusinessDate): TvaOperation {
  return {
    ...{ id, kind, ratePpm, asset, baseCents, taxCents, exigibleOn: to },
    ...{ territory: null, nature: "standard", inclCents: null, exigibility: "by_law", deliveredOn: null, invoicedOn: null, payments: [] },
    // What the books deduct is deducted on its own account; here the tax is only owed.
    deduction: SELF_ASSESSED.has(kind) ? "none" : "full",
    ...{ giftUnitCents: null, businessUsePpm: PPM },
  };
}

const SELF_ASSESSED: ReadonlySet<string> = new Set(["intra_eu_acquisition", "service_from_non_established", "reverse_charge_purchase"]);

/** Accounts of VAT that moved and that no line of the return is made from. */
const unreadOf = (entries: readonly Entry[]): readonly string[] => {
  const accounts = entries.flatMap(({ lines }) => lines.map(({ account }) => account));
  return [...new Set(accounts.filter((account) => vatPlaceOf(account)?.kind === "unread"))].sort();
};
