import { daysBetween, parisDate } from "../dates.ts";
import type { IncomingRow } from "./incoming.ts";
import { closeness, isAlike, likeness, merchantKeyOf, plainLabel, tellingWords } from "./likeness.ts";
import type { Reading } from "./reading.ts";
import type { BankRow } from "./row.ts";
import type { Pairs } from "./twins.ts";

/** A card payment is booked within this many days of being announced. */
export const PENDING_DAYS_MAX = 8;
/** A booked row that a bank takes back and gives again keeps its day, or nearly so. */
const REISSUED_DAYS_MAX = 4;

/**
 * How sure a pair is: the same money from the same counterparty, of a row that is over or of one that is merely told no more; the counterparty alone, as a
 * hotel books another sum than it announced; the money alone.
 */
export type Certainty = "same_money_and_party" | "told_no_more" | "same_party" | "same_money";

/** So many pairs are weighed one against the other at a time. */
const WEIGHED_MAX = 10_000;

/** A new id and a row that is over which it may stand for. */
type Fit = { readonly row: IncomingRow; readonly old: BankRow };

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
  let fits: Fit[] = [];
  for (const row of predecessors.length === 0 ? [] : fresh) {
    if (pairs.byProviderId.has(row.providerId)) continue;
    for (const old of predecessors)
      if (!pairs.taken.has(old.hash) && old.currency === row.currency && FITS[certainty](old, row)) fits.push({ row, old });
    if (fits.length < WEIGHED_MAX) continue;
    pairNearest(fits, pairs);
    fits = [];
  }
  pairNearest(fits, pairs);
}

function pairNearest(fits: Fit[], { byProviderId, taken }: Pairs): void {
  for (const { row, old } of fits.length < 2 ? fits : fits.sort(nearestFirst)) {
    if (byProviderId.has(row.providerId) || taken.has(old.hash)) continue;
    byProviderId.set(row.providerId, old);
    taken.add(old.hash);
  }
}

const nearestFirst = (left: Fit, right: Fit): number =>
  moneyApart(left) - moneyApart(right) ||
  Number(left.old.status === "deleted") - Number(right.old.status === "deleted") ||
  wordsAlike(right) - wordsAlike(left) ||
  daysApart(left) - daysApart(right);

const moneyApart = ({ row, old }: Fit): number => Math.abs(row.amountCents - old.amountCents);
const wordsAlike = ({ row, old }: Fit): number => closeness(row.rawLabel, old.rawLabel);
const daysApart = ({ row, old }: Fit): number => Math.abs(daysBetween(old.date, row.date));

/**
 * Rows that nobody has said are over: booked ones of the source, left out of a whole reading where deletions are told in no other way; and what an earlier
 * source announced, where this one keeps silent about it until it is booked.
 */
function toldNoMore(latest: readonly IncomingRow[], reading: Reading): readonly BankRow[] {
  const { source, held, pending, nearby, wholeFrom, absentAreGone } = reading;
  const told = new Set(latest.map(({ providerId }) => providerId));
  const isLeftOut = (row: BankRow): boolean =>
    absentAreGone && wholeFrom !== null && row.source === source && row.date >= wholeFrom && !told.has(row.providerId);
  const announced = pending.flatMap(({ hash }) => held.get(hash) ?? []);
  return [...nearby.filter(isLeftOut), ...announced.filter((row) => isAnnounced(row) && mayStillWait(row, reading))];
}

/** Whether an announced row of another source may be booked yet, though this one keeps silent about it: it would until it is booked. */
export const mayStillWait = ({ source, date }: BankRow, { bookedOnly, at, ...reading }: Reading): boolean =>
  bookedOnly && source !== reading.source && daysBetween(date, parisDate(new Date(at))) <= PENDING_DAYS_MAX;

/** Rows of the source that told the reading which are over: deleted in it, deleted lately, or announced and left out of a whole reading. */
function predecessorsOf(latest: readonly IncomingRow[], { source, held, pending, gone, wholeFrom }: Reading): readonly BankRow[] {
  const told = new Map(latest.map((row) => [row.providerId, row]));
  const remembered = [...pending, ...gone].flatMap(({ hash }) => held.get(hash) ?? []);
  const deleted = latest.flatMap((row) => (row.deleted ? (held.get(row.keys[0]) ?? []) : []));
  const isOver = (row: BankRow): boolean => {
    const now = told.get(row.providerId);
    if (now) return now.deleted && now.updatedAt >= row.providerUpdatedAt;
    return row.status === "deleted" || (isAnnounced(row) && wholeFrom !== null && row.date >= wholeFrom);
  };
  const all = new Map([...remembered, ...deleted].map((row) => [row.hash, row]));
  return [...all.values()].filter((row) => row.source === source && isOver(row));
}

const FITS: Readonly<Record<Certainty, (old: BankRow, row: IncomingRow) => boolean>> = {
  same_money_and_party: (old, row) =>
    old.amountCents === row.amountCents && isSameParty(old, row) && (isBookedSoon(old, row) || isReissued(old, row)),
  told_no_more: (old, row) => FITS.same_money_and_party(old, row),
  same_party: (old, row) => isBookedSoon(old, row) && (hasOneKey(old, row) || plainLabel(old.rawLabel) === plainLabel(row.rawLabel)),
  same_money: (old, row) => old.amountCents === row.amountCents && isBookedSoon(old, row),
};

const isAnnounced = ({ status }: BankRow): boolean => status === "pending" || status === "future";

function isBookedSoon(old: BankRow, row: IncomingRow): boolean {
  const days = daysBetween(old.date, row.date);
  return isAnnounced(old) && days >= -1 && days <= PENDING_DAYS_MAX && Math.sign(old.amountCents) === Math.sign(row.amountCents);
}

const isReissued = (old: BankRow, row: IncomingRow): boolean =>
  !isAnnounced(old) && Math.abs(daysBetween(old.date, row.date)) <= REISSUED_DAYS_MAX;

function hasOneKey(old: BankRow, { merchantKey }: IncomingRow): boolean {
  return merchantKey !== "" && merchantKeyOf(old.rawLabel, old.amountCents) === merchantKey;
}

const isSameParty = (old: BankRow, row: IncomingRow): boolean =>
  hasOneKey(old, row) || isAlike(likeness(tellingWords(old.rawLabel), tellingWords(row.rawLabel)));
