import { daysBetween, type Instant } from "../dates.ts";
import { type Categorise, type IncomingRow, newRow, type PendingRow, type RowChange, refreshed, tombstone } from "./incoming.ts";
import type { BankRow } from "./row.ts";

/** A card payment is booked within this many days of being announced. */
const PENDING_DAYS_MAX = 8;

/** One account's read, beside what we hold: `held` maps a row hash to the row living there, aliases already followed. */
export type Reading = {
  readonly ordinal: number;
  readonly incoming: readonly IncomingRow[];
  readonly held: ReadonlyMap<string, BankRow>;
  readonly pending: readonly PendingRow[];
  readonly categorise: Categorise;
  readonly at: Instant;
  /** Every live row was read, so a pending row that is absent is gone; in a read of changes it may merely be unchanged. */
  readonly snapshot: boolean;
};

export type Plan = { readonly changes: readonly RowChange[]; readonly unchanged: number };

/**
 * Decides what a provider's rows change. Reading the same rows again changes nothing; an older version never wins; a row
 * reissued under another id keeps its first key (the new key becomes an alias), so pending -> booked stays one row.
 */
export function planReading(reading: Reading): Plan {
  const latest = latestById(reading.incoming);
  const successors = pairSuccessors(latest, reading);
  const replaced = new Set([...successors.values()].map(({ hash }) => hash));
  const changes: RowChange[] = [];
  for (const row of latest) {
    const change = changeOf(row, successors.get(row.providerId) ?? null, replaced, reading);
    if (change) changes.push(change);
  }
  return { changes, unchanged: latest.length - changes.length };
}

/** A page boundary may repeat a row: the newest version of each id counts. */
function latestById(rows: readonly IncomingRow[]): IncomingRow[] {
  const latest = new Map<string, IncomingRow>();
  for (const row of rows) {
    const seen = latest.get(row.providerId);
    if (!seen || seen.updatedAt <= row.updatedAt) latest.set(row.providerId, row);
  }
  return [...latest.values()];
}

function changeOf(row: IncomingRow, successorOf: BankRow | null, replaced: ReadonlySet<string>, reading: Reading): RowChange | null {
  const { at, categorise, ordinal } = reading;
  if (successorOf)
    return { before: successorOf, after: refreshed(successorOf, row, categorise(row), at), alias: row.keys[0], kind: "updated" };
  const { row: held, key } = whereItLives(row, reading.held);
  if (!held)
    return row.deleted ? null : { before: null, after: newRow(row, key, ordinal, categorise(row), at), alias: null, kind: "added" };
  if (held.providerUpdatedAt > row.updatedAt || replaced.has(held.hash)) return null;
  if (row.deleted)
    return held.status === "deleted" ? null : { before: held, after: tombstone(held, row, at), alias: null, kind: "deleted" };
  if (held.contentHash === row.contentHash) return null;
  return { before: held, after: refreshed(held, row, categorise(row), at), alias: null, kind: "updated" };
}

/**
 * The row held for this provider id, and the key a new one would take. The first key may have been inherited by a successor:
 * then the deletion of the old id says nothing any more, and a live row under the old id lives under the second key.
 */
function whereItLives(
  { keys, providerId, deleted }: IncomingRow,
  held: ReadonlyMap<string, BankRow>,
): { row: BankRow | null; key: string } {
  const [first, second] = keys;
  const primary = held.get(first);
  if (!primary) return { row: null, key: first };
  if (primary.providerId === providerId) return { row: primary, key: first };
  const other = held.get(second);
  if (deleted) return { row: other?.providerId === providerId ? other : { ...primary, status: "deleted" }, key: second };
  return { row: other ?? null, key: second };
}

/** Pairs new rows with the pending rows they replace, each used once: the certain ones (deleted in the same read) first. */
function pairSuccessors(rows: readonly IncomingRow[], { held, pending, snapshot }: Reading): Map<string, BankRow> {
  const live = new Set(rows.filter(({ deleted }) => !deleted).map(({ providerId }) => providerId));
  const gone = new Set(rows.filter(({ deleted }) => deleted).map(({ providerId }) => providerId));
  const waiting = pending.filter(({ providerId, hash }) => !live.has(providerId) && held.get(hash)?.status === "pending");
  const fresh = rows.filter(({ deleted, keys }) => !deleted && !held.has(keys[0]));
  const pairs = new Map<string, BankRow>();
  const used = new Set<string>();
  for (const fits of snapshot ? [sameMoney, sameCounterparty, vanished] : [sameMoney, sameCounterparty]) {
    for (const row of fresh) {
      if (pairs.has(row.providerId)) continue;
      const match = waiting.find((old) => !used.has(old.hash) && near(old, row) && fits(old, row, gone.has(old.providerId)));
      const target = match && held.get(match.hash);
      if (!match || !target) continue;
      pairs.set(row.providerId, target);
      used.add(match.hash);
    }
  }
  return pairs;
}

const near = (old: PendingRow, row: IncomingRow): boolean => {
  const days = daysBetween(old.date, row.date);
  return days >= -1 && days <= PENDING_DAYS_MAX && Math.sign(old.amountCents) === Math.sign(row.amountCents);
};
const sameMoney = (old: PendingRow, row: IncomingRow, deleted: boolean): boolean => deleted && old.amountCents === row.amountCents;
const sameCounterparty = (old: PendingRow, row: IncomingRow, deleted: boolean): boolean =>
  deleted && old.merchantKey !== "" && old.merchantKey === row.merchantKey;
const vanished = (old: PendingRow, row: IncomingRow): boolean =>
  row.status === "booked" && old.amountCents === row.amountCents && old.merchantKey !== "" && old.merchantKey === row.merchantKey;
