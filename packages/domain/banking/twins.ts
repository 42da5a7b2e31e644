import { addDays, type BusinessDate, daysBetween } from "../dates.ts";
import type { IncomingRow } from "./incoming.ts";
import { allWords, closeness, isAlike, likeness, merchantKeyOf, plainLabel, tellingWords } from "./likeness.ts";
import type { BankRow } from "./row.ts";

/** Two sources may date one operation this many days apart: the day it was made, booked or valued. */
const TWIN_DAYS_MAX = 4;
/** More pairs than this are not weighed one by one: rows that are all alike are paired in their order. */
const WEIGHED_MAX = 2_500;
/** Rows of one amount that are looked at when doubts are shown. */
const LIKELY_MAX = 40;

/** Pairs made so far: rows by provider id, and the held rows that are taken. */
export type Pairs = { readonly byProviderId: Map<string, BankRow>; readonly taken: Set<string> };

/** What a row is compared by. */
type Traits = { readonly money: string; readonly date: BusinessDate; readonly label: string; readonly merchant: string };
type Told = { readonly row: IncomingRow; readonly traits: Traits };
type Group = { readonly told: Told[]; readonly known: Held[] };
type Held = { readonly row: BankRow; readonly traits: Traits };

/** What one source tells anew and what others told before, each with what it is compared by, made once for every way of pairing them. */
export type Twins = { readonly told: readonly Told[]; readonly known: readonly Held[] };

export function twinsBetween(fresh: readonly IncomingRow[], held: readonly BankRow[]): Twins {
  if (fresh.length === 0 || held.length === 0) return { told: [], known: [] };
  return {
    told: fresh.map((row) => ({ row, traits: toldTraits(row) })),
    known: held.map((row) => ({ row, traits: heldTraits(row) })),
  };
}

/** Pairs only what agrees in money and day, and in words or counterparty. */
export function pairSameDay({ told, known }: Twins, pairs: Pairs): void {
  byKey(told, known, pairs, ({ money, date, label }) => `${money}|${date}|${label}`);
  byMerchant(told, known, pairs, 0);
}

/**
 * Pairs what one source tells with what others told before: the same operations. Certain pairs first: same money and day, and words or counterparty; then
 * the same counterparty some days apart; then words that are much alike; last, on one day, whatever is left of the same money: each source tells all of a
 * day, so two payments of one source meet at most two of the other, and a third stays a third.
 */
export function pairTwins(twins: Twins, pairs: Pairs): void {
  const { told, known } = twins;
  pairSameDay(twins, pairs);
  for (const days of NEAREST_FIRST) byMerchant(told, known, pairs, days);
  byLikeness(told, known, pairs);
  byKey(told.filter(isBooked), known.filter(isBooked), pairs, ({ money, date }) => `${money}|${date}`);
}

/** 1, -1, 2, -2 … days apart. */
const NEAREST_FIRST: readonly number[] = Array.from({ length: TWIN_DAYS_MAX * 2 }, (_, index) =>
  index % 2 === 0 ? index / 2 + 1 : -(index + 1) / 2,
);

const toldTraits = (row: IncomingRow): Traits => ({
  money: moneyOf(row),
  date: row.date,
  label: plainLabel(row.rawLabel),
  merchant: row.merchantKey,
});

const heldTraits = (row: BankRow): Traits => ({
  money: moneyOf(row),
  date: row.date,
  label: plainLabel(row.rawLabel),
  merchant: merchantKeyOf(row.rawLabel, row.amountCents),
});

const moneyOf = ({ currency, amountCents }: Pick<BankRow, "currency" | "amountCents">): string => `${currency}${amountCents}`;

const isBooked = ({ row: { status } }: Told | Held): boolean => status === "booked";

/** Pairs what has one key: where several do, the nearest in words first. */
function byKey(told: readonly Told[], known: readonly Held[], pairs: Pairs, keyOf: (traits: Traits) => string): void {
  const groups = new Map<string, Group>();
  for (const one of known) {
    if (pairs.taken.has(one.row.hash)) continue;
    const key = keyOf(one.traits);
    const group = groups.get(key);
    if (group) group.known.push(one);
    else groups.set(key, { told: [], known: [one] });
  }
  for (const one of told) if (!pairs.byProviderId.has(one.row.providerId)) groups.get(keyOf(one.traits))?.told.push(one);
  for (const group of groups.values()) pairGroup(group, pairs);
}

function pairGroup({ told, known }: Group, pairs: Pairs): void {
  const isClear = (told.length < 2 && known.length < 2) || told.length * known.length > WEIGHED_MAX;
  if (isClear) {
    for (const [place, { row }] of told.entries()) if (known[place]) pair(row, known[place].row, pairs);
    return;
  }
  const words = known.map(({ row }) => ({ held: row, theirs: allWords(row.rawLabel) }));
  const fits = told.flatMap(({ row }) => {
    const own = allWords(row.rawLabel);
    return words.map(({ held, theirs }) => ({ row, held, near: closeness(own, theirs) }));
  });
  for (const { row, held } of fits.sort((left, right) => right.near - left.near))
    if (!pairs.byProviderId.has(row.providerId) && !pairs.taken.has(held.hash)) pair(row, held, pairs);
}

function byMerchant(told: readonly Told[], known: readonly Held[], pairs: Pairs, days: number): void {
  const named = <One extends Told | Held>(all: readonly One[]): One[] => all.filter(({ traits }) => traits.merchant !== "");
  const moved = named(known).map((one) => ({ ...one, traits: { ...one.traits, date: addDays(one.traits.date, days) } }));
  byKey(named(told), moved, pairs, ({ money, date, merchant }) => `${money}|${date}|${merchant}`);
}

function byLikeness(told: readonly Told[], known: readonly Held[], pairs: Pairs): void {
  const groups = new Map<string, Group>();
  const groupOf = (money: string) => {
    const group = groups.get(money) ?? { told: [], known: [] };
    groups.set(money, group);
    return group;
  };
  for (const one of told) if (!pairs.byProviderId.has(one.row.providerId)) groupOf(one.traits.money).told.push(one);
  for (const one of known) if (!pairs.taken.has(one.row.hash)) groups.get(one.traits.money)?.known.push(one);
  for (const group of groups.values()) {
    if (group.known.length === 0 || group.told.length * group.known.length > WEIGHED_MAX) continue;
    for (const { told: row, held } of weighed(group.told, group.known))
      if (!pairs.byProviderId.has(row.providerId) && !pairs.taken.has(held.hash)) pair(row, held, pairs);
  }
}

/** Pairs of a group that may be the same, the nearest and most alike first. */
function weighed(told: readonly Told[], known: readonly Held[]) {
  const words = known.map((one) => ({ one, telling: tellingWords(one.row.rawLabel), all: allWords(one.row.rawLabel) }));
  const found = told.flatMap(({ row, traits }) => {
    const [telling, own] = [tellingWords(row.rawLabel), allWords(row.rawLabel)];
    return words.flatMap(({ one, telling: theirs, all }) => {
      const days = Math.abs(daysBetween(one.traits.date, traits.date));
      const isFit = days <= TWIN_DAYS_MAX && isAlike(likeness(telling, theirs));
      return isFit ? [{ told: row, held: one.row, days, near: closeness(own, all) }] : [];
    });
  });
  return found.sort((left, right) => left.days - right.days || right.near - left.near || (left.held.hash < right.held.hash ? -1 : 1));
}

function pair(row: IncomingRow, held: BankRow, { byProviderId, taken }: Pairs): void {
  byProviderId.set(row.providerId, held);
  taken.add(held.hash);
}

/** By provider id, rows held under other words that may all the same be what was told: same money, within a few days. To be shown, never joined. */
export function likelyTwins(fresh: readonly IncomingRow[], held: readonly BankRow[], { byProviderId, taken }: Pairs): Map<string, BankRow> {
  const free = new Map<string, BankRow[]>();
  for (const row of held) if (!taken.has(row.hash)) free.set(moneyOf(row), [...(free.get(moneyOf(row)) ?? []), row].slice(0, LIKELY_MAX));
  const likely = new Map<string, BankRow>();
  for (const row of fresh) {
    if (byProviderId.has(row.providerId)) continue;
    const near = free.get(moneyOf(row))?.find(({ date }) => Math.abs(daysBetween(date, row.date)) <= TWIN_DAYS_MAX);
    if (near) likely.set(row.providerId, near);
  }
  return likely;
}
