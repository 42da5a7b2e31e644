import type { BusinessDate, Month } from "../dates.ts";
import { monthOf } from "../dates.ts";
import type { Currency } from "../money.ts";
import { AccountTotals, NO_TOTALS, ordinalText } from "./account.ts";
import { type BankRow, partsOf } from "./row.ts";

/**
 * Kept totals, as increments. Four kinds of items share the same arithmetic, named by what they sum:
 * account (`A:007`), account month (`AM:007:2025-03`), account year (`AY:007:2025`), company month (`CM:2025-03`).
 * Fields are top-level counters, and every one that sums money names its currency first, so that none can cross currencies:
 * `EURbookedCents`; `EUR03i`, `EUR03o`, `EUR03n` (category code, in / out / rows); `EUR03p` (rows split under several categories, counted in `n`
 * under the first of them only, so that all the `n` of a month are its rows); `EURd09` (net of a day); `EURm03` (net of a month).
 * `bookedCount` counts rows of every currency. An account keeps those of its own currency under the short name: `keptField`.
 */
export type TotalsDelta = Map<string, Map<string, number>>;

export type Counted = Pick<BankRow, "ordinal" | "status" | "amountCents" | "currency" | "date" | "categorisation" | "parts">;

/** Adds what changes in every total when a row goes from `before` to `after` (null = not there). Zero increments disappear. */
export function addChange(delta: TotalsDelta, before: Counted | null, after: Counted | null): void {
  if (before) addRow(delta, before, -1);
  if (after) addRow(delta, after, 1);
}

function addRow(delta: TotalsDelta, row: Counted, sign: 1 | -1): void {
  if (row.status === "deleted") return;
  const account = `A:${ordinalText(row.ordinal)}`;
  add(delta, account, `${row.currency}${row.status}Cents`, sign * row.amountCents);
  add(delta, account, `${row.status}Count`, sign);
  if (row.status !== "booked") return;
  const month = monthOf(row.date);
  for (const item of [`AM:${ordinalText(row.ordinal)}:${month}`, `CM:${month}`]) {
    const codes = new Set<string>();
    for (const { code, amountCents } of partsOf(row)) {
      const field = `${row.currency}${code}`;
      if (amountCents >= 0) add(delta, item, `${field}i`, sign * amountCents);
      else add(delta, item, `${field}o`, sign * -amountCents);
      if (!codes.has(code)) add(delta, item, `${field}${codes.size === 0 ? "n" : "p"}`, sign);
      codes.add(code);
    }
  }
  add(delta, `AM:${ordinalText(row.ordinal)}:${month}`, `${row.currency}d${row.date.slice(8)}`, sign * row.amountCents);
  add(delta, `AY:${ordinalText(row.ordinal)}:${month.slice(0, 4)}`, `${row.currency}m${month.slice(5)}`, sign * row.amountCents);
}

function add(delta: TotalsDelta, item: string, field: string, amount: number): void {
  const fields = delta.get(item) ?? new Map<string, number>();
  const next = (fields.get(field) ?? 0) + amount;
  if (next === 0) fields.delete(field);
  else fields.set(field, next);
  if (fields.size === 0) delta.delete(item);
  else delta.set(item, fields);
}

/** The name a counter is kept under on an account's items: its own currency goes without saying (`EURd09` -> `d09`), any other is named. */
export const keptField = (field: string, own: Currency): string =>
  field.startsWith(own) && /^[a-z]/.test(field.slice(3)) ? field.slice(3) : field;

/** What an account's item says its totals are: its own currency, then every other one its rows were in. */
export function accountTotals(fields: Readonly<Record<string, unknown>>): AccountTotals {
  const foreign = new Map<string, { bookedCents: number; pendingCents: number; futureCents: number }>();
  for (const [name, value] of Object.entries(fields)) {
    const match = /^([A-Z]{3})((?:booked|pending|future)Cents)$/.exec(name);
    if (!match?.[1] || !match[2] || typeof value !== "number" || value === 0) continue;
    foreign.set(match[1], { ...(foreign.get(match[1]) ?? NOTHING), [match[2]]: value });
  }
  const own = Object.keys(NO_TOTALS).map((name) => [name, fields[name] ?? 0] as const);
  const sorted = [...foreign].sort(([left], [right]) => (left < right ? -1 : 1));
  return AccountTotals.parse({ ...Object.fromEntries(own), foreign: sorted.map(([currency, sums]) => ({ currency, ...sums })) });
}

const NOTHING = { bookedCents: 0, pendingCents: 0, futureCents: 0 };

/** All totals of a set of rows, from nothing: what the kept ones must equal. */
export function totalsOfRows(rows: Iterable<Counted>): TotalsDelta {
  const delta: TotalsDelta = new Map();
  for (const row of rows) addChange(delta, null, row);
  return delta;
}

/** One category's money in a month: minor units, `out` positive. */
export type CategoryTotal = {
  readonly currency: string;
  readonly code: string;
  readonly inCents: number;
  readonly outCents: number;
  /** Rows with money under this category, split ones among them. */
  readonly count: number;
};

/** Reads the category counters of a month item back. Zero lines are left out. */
export function categoryTotals(fields: Readonly<Record<string, unknown>>): CategoryTotal[] {
  const found = new Map<string, { inCents: number; outCents: number; count: number }>();
  for (const [name, value] of Object.entries(fields)) {
    const match = /^([A-Z]{3}[0-9A-Z]{2})([ionp])$/.exec(name);
    if (!match?.[1] || typeof value !== "number") continue;
    const line = found.get(match[1]) ?? { inCents: 0, outCents: 0, count: 0 };
    if (match[2] === "i") line.inCents = value;
    else if (match[2] === "o") line.outCents = value;
    else line.count += value;
    found.set(match[1], line);
  }
  return [...found]
    .filter(([, line]) => line.count !== 0 || line.inCents !== 0 || line.outCents !== 0)
    .map(([key, line]) => ({ currency: key.slice(0, 3), code: key.slice(3), ...line }))
    .sort((left, right) => (left.currency + left.code < right.currency + right.code ? -1 : 1));
}

const ROWS = /^[A-Z]{3}[0-9A-Z]{2}n$/;

/** Number of rows a month item counts, of all currencies or of one: a split one once. */
export const countOf = (fields: Readonly<Record<string, unknown>>, currency = ""): number =>
  Object.entries(fields).reduce(
    (total, [name, value]) => total + (ROWS.test(name) && name.startsWith(currency) && typeof value === "number" ? value : 0),
    0,
  );

type Periods = {
  readonly years: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly month: Readonly<Record<string, unknown>>;
};

/**
 * Booked movement of an account in its own currency up to a date included, minor units: whole months from the year items, the last one by
 * days. `years` maps `YYYY` to its `m01`..`m12`, `month` holds the `d01`..`d31` of the date's own month.
 */
export const netThrough = (years: Periods["years"], month: Periods["month"], on: BusinessDate): number =>
  netsThrough({ years, month }, on).get("") ?? 0;

/** The same, of what an account holds in other currencies than its own; those at zero are left out. */
export const foreignThrough = (periods: Periods, on: BusinessDate): { readonly currency: string; readonly netCents: number }[] =>
  [...netsThrough(periods, on)]
    .flatMap(([currency, netCents]) => (currency === "" || netCents === 0 ? [] : [{ currency, netCents }]))
    .sort((left, right) => (left.currency < right.currency ? -1 : 1));

/** Net by currency, an account's own one under the empty name. */
function netsThrough({ years, month }: Periods, on: BusinessDate): ReadonlyMap<string, number> {
  const last: Month = monthOf(on);
  const nets = new Map<string, number>();
  const sum = (fields: Readonly<Record<string, unknown>>, letter: "m" | "d", counts: (digits: string) => boolean): void => {
    for (const [name, value] of Object.entries(fields)) {
      const match = /^((?:[A-Z]{3})?)([md])(\d\d)$/.exec(name);
      if (match?.[1] === undefined || match[2] !== letter || typeof value !== "number" || !counts(match[3] ?? "")) continue;
      nets.set(match[1], (nets.get(match[1]) ?? 0) + value);
    }
  };
  for (const [year, fields] of years) sum(fields, "m", (digits) => `${year}-${digits}` < last);
  sum(month, "d", (digits) => digits <= on.slice(8));
  return nets;
}
