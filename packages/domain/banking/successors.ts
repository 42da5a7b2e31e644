import { daysBetween, parisDate } from "../dates.ts";
import type { IncomingRow } from "./incoming.ts";
import { allWords, closeness, isAlike, likeness, merchantKeyOf, plainLabel, tellingWords } from "./likeness.ts";
import type { Reading } from "./reading.ts";
import type { BankRow } from "./row.ts";
import type { Pairs } from "./twins.ts";

/** A card payment is booked within this many days of being announced. */
export const PENDING_DAYS_MAX = 8;
/** A booked row that a bank takes back and gives again keeps its day, or nearly so. */
const REISSUED_DAYS_MAX = 4;

/**
 * How sure a pair is: the same money from the same counterparty, of a row that was only announced or that a person spoke of, of any that is over, or of one
 * that is merely told no more; the counterparty alone, as a
 * hotel books another sum than it announced; the money alone.
 */
export type Certainty = "announced_or_annotated" | "same_money_and_party" | "told_no_more" | "same_party" | "same_money";

/** A scheduled operation is carried out this many days before its day at most. */
const EARLY_DAYS_MAX = 31;

/** So many pairs are weighed one against the other at a time. */
const WEIGHED_MAX = 10_000;

/** A new id and a row that is over which it may stand for. */
type Fit = { readonly row: IncomingRow; readonly old: BankRow };
/** How near the two are; `words` from 0 to 1. */
type Weighed = Fit & { readonly money: number; readonly words: number; readonly days: number };

/**
 * Pairs new ids with rows that are over, each used once: announced rows that were booked, booked ones taken back and given again.
 * Of several that fit, the nearest in money, then the one that went just now, then the nearest in words and in days.
 */
export function pairSuccessors(
  fresh: readonly IncomingRow[],
  latest: readonly IncomingRow[],
  reading: Reading,
  pairs: Pairs,
  certainty: Certainty,
): void {
  const isSilent = certainty === "told_no_more";
  const predecessors = fresh.length === 0 ? [] : isSilent ? toldNoMore(latest, reading) : predecessorsOf(latest, reading);
  const words = labelsOnce();
  const mayFit = certainty === "same_party" ? () => predecessors : ofItsMoney(predecessors);
  let fits: Fit[] = [];
  for (const row of predecessors.length === 0 ? [] : fresh) {
    if (pairs.byProviderId.has(row.providerId)) continue;
    for (const old of mayFit(row))
      if (!pairs.taken.has(old.hash) && old.currency === row.currency && FITS[certainty](old, row, words)) fits.push({ row, old });
    if (fits.length < WEIGHED_MAX) continue;
    pairNearest(fits, pairs, words);
    fits = [];
  }
  pairNearest(fits, pairs, words);
}

/** Of thousands of rows, those of a row's own amount. */
function ofItsMoney(predecessors: readonly BankRow[]): (row: IncomingRow) => readonly BankRow[] {
  const byAmount = new Map<number, BankRow[]>();
  for (const old of predecessors) {
    const same = byAmount.get(old.amountCents);
    if (same) same.push(old);
    else byAmount.set(old.amountCents, [old]);
  }
  return ({ amountCents }) => byAmount.get(amountCents) ?? [];
}

function pairNearest(fits: readonly Fit[], { byProviderId, taken }: Pairs, words: Labels): void {
  for (const { row, old } of fits.length < 2 ? fits : fits.map((fit) => weighed(fit, words)).sort(nearestFirst)) {
    if (byProviderId.has(row.providerId) || taken.has(old.hash)) continue;
    byProviderId.set(row.providerId, old);
    taken.add(old.hash);
  }
}

/** What labels say, each taken apart once: thousands of rows may be compared with thousands. */
type Labels = {
  readonly party: (row: BankRow) => string;
  readonly telling: (label: string) => ReadonlySet<string>;
  readonly all: (label: string) => ReadonlySet<string>;
};

const labelsOnce = (): Labels => ({
  party: once(({ rawLabel, amountCents }: BankRow) => merchantKeyOf(rawLabel, amountCents)),
  telling: once(tellingWords),
  all: once(allWords),
});

function once<From, To>(make: (from: From) => To): (from: From) => To {
  const made = new Map<From, To>();
  return (from) => {
    const known = made.get(from);
    if (known !== undefined) return known;
    const next = make(from);
    made.set(from, next);
    return next;
  };
}

/** Weighed once a pair, not at every comparison of two. */
const weighed = ({ row, old }: Fit, { all }: Labels): Weighed => ({
  ...{ row, old, money: Math.abs(row.amountCents - old.amountCents) },
  ...{ words: closeness(all(row.rawLabel), all(old.rawLabel)), days: Math.abs(daysBetween(old.date, row.date)) },
});

const nearestFirst = (left: Weighed, right: Weighed): number =>
  left.money - right.money ||
  Number(left.old.status === "deleted") - Number(right.old.status === "deleted") ||
  right.words - left.words ||
  left.days - right.days;

/**
 * Rows that nobody has said are over: booked ones of the source, left out of a whole reading, before those left out of an earlier one; and what an
 * earlier source announced, where this one keeps silent about it until it is booked.
 */
function toldNoMore(latest: readonly IncomingRow[], reading: Reading): readonly BankRow[] {
  const { source, held, pending, gone, nearby, wholeFrom, bookedOnly } = reading;
  const told = new Set(latest.map(({ providerId }) => providerId));
  const isLeftOut = (row: BankRow): boolean =>
    wholeFrom !== null && row.source === source && row.date >= wholeFrom && !told.has(row.providerId);
  const announced = pending.flatMap(({ hash }) => held.get(hash) ?? []);
  const waiting = announced.filter((row) => isAnnounced(row) && bookedOnly && row.source !== source);
  const before = gone.flatMap(({ hash }) => held.get(hash) ?? []).filter((row) => row.status === "deleted" && isLeftOut(row));
  return [...nearby.filter(isLeftOut), ...waiting, ...before];
}

/** Whether an announced row of another source may be booked yet, though this one keeps silent about it: it would until it is booked. */
export const mayStillWait = ({ source, date }: BankRow, { bookedOnly, at, ...reading }: Reading): boolean =>
  bookedOnly && source !== reading.source && daysBetween(date, parisDate(new Date(at))) <= PENDING_DAYS_MAX;

/** Rows of the source that told the reading which are over: announced and left out of a whole reading, deleted in it, and those deleted before it. */
function predecessorsOf(latest: readonly IncomingRow[], reading: Reading): readonly BankRow[] {
  const { source, held, pending, gone, wholeFrom, absentAreGone } = reading;
  const told = new Map(latest.map((row) => [row.providerId, row]));
  const rowsOf = (remembered: Reading["gone"]) => remembered.flatMap(({ hash }) => held.get(hash) ?? []);
  const deleted = latest.flatMap((row) => (row.deleted ? (held.get(row.keys[0]) ?? []) : []));
  const isOver = (row: BankRow): boolean => {
    const now = told.get(row.providerId);
    if (now) return now.deleted && now.updatedAt >= row.providerUpdatedAt;
    return row.status === "deleted" || (isAnnounced(row) && wholeFrom !== null && row.date >= wholeFrom);
  };
  const all = new Map([...rowsOf(pending), ...deleted, ...(absentAreGone ? [] : rowsOf(gone))].map((row) => [row.hash, row]));
  return [...all.values()].filter((row) => row.source === source && isOver(row));
}

/** Whether a person, or a link to another row, has said something of it: that stays with the operation. */
const isAnnotated = ({ note, categorisation, parts, attachmentCount, transfer }: BankRow): boolean =>
  note !== null || categorisation.source === "user" || parts.length > 0 || attachmentCount > 0 || transfer !== null;

const FITS: Readonly<Record<Certainty, (old: BankRow, row: IncomingRow, labels: Labels) => boolean>> = {
  // Whose money it is takes longest to say, so that comes last: thousands of rows may be of one amount.
  same_money_and_party: (old, row, labels) =>
    old.amountCents === row.amountCents &&
    (isBookedSoon(old, row) || isBookedEarly(old, row) || isReissued(old, row)) &&
    isSameParty(old, row, labels),
  announced_or_annotated: (old, row, labels) => (isAnnounced(old) || isAnnotated(old)) && FITS.same_money_and_party(old, row, labels),
  told_no_more: (old, row, labels) => FITS.same_money_and_party(old, row, labels),
  same_party: (old, row, labels) =>
    isBookedSoon(old, row) && (hasOneKey(old, row, labels) || plainLabel(old.rawLabel) === plainLabel(row.rawLabel)),
  same_money: (old, row) => old.amountCents === row.amountCents && isBookedSoon(old, row),
};

const isAnnounced = ({ status }: BankRow): boolean => status === "pending" || status === "future";

function isBookedSoon(old: BankRow, row: IncomingRow): boolean {
  if (!isAnnounced(old)) return false;
  const days = daysBetween(old.date, row.date);
  return days >= -1 && days <= PENDING_DAYS_MAX && Math.sign(old.amountCents) === Math.sign(row.amountCents);
}

/** What was scheduled may be carried out before its day. */
function isBookedEarly(old: BankRow, row: IncomingRow): boolean {
  if (old.status !== "future") return false;
  const days = daysBetween(row.date, old.date);
  return days > 0 && days <= EARLY_DAYS_MAX;
}

const isReissued = (old: BankRow, row: IncomingRow): boolean =>
  !isAnnounced(old) && Math.abs(daysBetween(old.date, row.date)) <= REISSUED_DAYS_MAX;

function hasOneKey(old: BankRow, { merchantKey }: IncomingRow, { party }: Labels): boolean {
  return merchantKey !== "" && party(old) === merchantKey;
}

const isSameParty = (old: BankRow, row: IncomingRow, labels: Labels): boolean =>
  hasOneKey(old, row, labels) || isAlike(likeness(labels.telling(old.rawLabel), labels.telling(row.rawLabel)));
