import { absentRow, type IncomingRow, newRow, type RowChange, refreshed, tombstone } from "./incoming.ts";
import { FILE_SOURCE, isProvider, type Source } from "./provider.ts";
import type { Plan, Reading, RowOutcome } from "./reading.ts";
import type { BankRow } from "./row.ts";
import { mayStillWait, pairSuccessors } from "./successors.ts";
import { likelyTwins, type Pairs, pairSameDay, pairTwins, twinsBetween } from "./twins.ts";

/**
 * Decides what a source's rows change. Reading the same rows again changes nothing; an older version never wins; a row told under another id, by
 * the same source or by another, keeps its first key (the new key becomes an alias), so pending -> booked, reconnections and file -> bank stay one row.
 */
export function planReading(reading: Reading): Plan {
  const latest = latestById(reading.incoming);
  const fresh = latest.filter(({ deleted, keys }) => !deleted && !reading.held.has(keys[0]));
  const pairs = pairsOf(fresh, latest, reading);
  const replaced = new Set([...pairs.byProviderId.values()].map(({ hash }) => hash));
  const outcomes = new Map<string, RowOutcome>();
  const changes: RowChange[] = [];
  for (const row of latest) {
    const decided = decisionOf(row, pairs, replaced, reading);
    if ("after" in decided) changes.push(decided);
    outcomes.set(row.providerId, "after" in decided ? { kind: decided.kind, row: decided.after } : decided);
  }
  const changed = new Set(changes.map(({ after }) => after.hash));
  const absent = absentRows(latest, pairs, reading).filter(({ hash }) => !changed.has(hash));
  const isOwn = ({ source }: BankRow): boolean => source === reading.source;
  const isOver = (row: BankRow): boolean =>
    row.status === "booked" ? reading.absentAreGone && isOwn(row) : isOwn(row) || !mayStillWait(row, reading);
  for (const row of absent.filter(isOver)) changes.push({ before: row, after: absentRow(row, reading.at), alias: null, kind: "deleted" });
  return {
    ...{ changes, outcomes, taken: pairs.taken },
    leftOut: absent.filter((row) => !isOver(row)),
    likely: likelyTwins(fresh, reading.nearby, pairs),
  };
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

/** Which held row each new id stands for: its source's own row reissued, then what another source told, then what merely looks like it. */
function pairsOf(fresh: readonly IncomingRow[], latest: readonly IncomingRow[], reading: Reading): Pairs {
  const pairs: Pairs = { byProviderId: new Map(), taken: new Set(reading.taken) };
  for (const row of latest) {
    const lives = row.deleted ? null : whereItLives(row, reading.held).row;
    if (lives) pairs.taken.add(lives.hash);
  }
  const { source, tells } = reading;
  const isTold = ({ date }: BankRow): boolean => tells === null || (date >= tells.from && date <= tells.through);
  const others = reading.nearby.filter((row) => isTold(row) && (source === FILE_SOURCE || row.source !== source));
  pairSuccessors(fresh, latest, reading, pairs, "announced_or_annotated");
  // A row some other source told of that day waits for one of this source; a row that went needs no successor.
  const twins = twinsBetween(fresh, others);
  pairSameDay(twins, pairs);
  pairSuccessors(fresh, latest, reading, pairs, "same_money_and_party");
  pairTwins(twins, pairs);
  pairSuccessors(fresh, latest, reading, pairs, "told_no_more");
  pairSuccessors(fresh, latest, reading, pairs, "same_party");
  pairSuccessors(fresh, latest, reading, pairs, "same_money");
  return pairs;
}

const KNOWN = "known" as const;
const ignored = (row: BankRow | null): RowOutcome => ({ kind: "ignored", row });

function decisionOf(row: IncomingRow, pairs: Pairs, replaced: ReadonlySet<string>, reading: Reading): RowChange | RowOutcome {
  const { at, categorise, ordinal } = reading;
  const paired = pairs.byProviderId.get(row.providerId);
  if (paired) return adopted(row, paired, reading);
  const { row: held, key } = whereItLives(row, reading.held);
  if (!held)
    return row.deleted
      ? ignored(null)
      : { before: null, after: newRow(row, key, ordinal, categorise(row), at), alias: null, kind: "added" };
  if (held.source !== row.source || isOfOtherFile(row, held)) return toldByAnother(row, held, reading);
  if (held.providerUpdatedAt > row.updatedAt) return ignored(held);
  if (row.deleted)
    return held.status === "deleted" || replaced.has(held.hash)
      ? ignored(held)
      : { before: held, after: tombstone(held, row, at), alias: null, kind: "deleted" };
  if (held.contentHash === row.contentHash) return { kind: KNOWN, row: held };
  return { before: held, after: refreshed(held, row, categorise(row), at), alias: null, kind: "updated" };
}

/** A new id of a row we hold. A file never speaks against a bank, and what one source has booked no other one merely announces. */
function adopted(row: IncomingRow, held: BankRow, { at, categorise }: Reading): RowChange {
  const [alias] = row.keys;
  const isWeaker = row.source === FILE_SOURCE || (held.source !== row.source && isStepBack(row, held));
  if (isWeaker) return { before: held, after: held, alias, kind: "matched" };
  return { before: held, after: refreshed(held, row, categorise(row), at), alias, kind: "updated" };
}

const isStepBack = (row: IncomingRow, held: BankRow): boolean => held.status === "booked" && row.status !== "booked";

const isOfOtherFile = ({ source, providerId }: IncomingRow, held: BankRow): boolean =>
  source === FILE_SOURCE && held.providerId !== providerId;

/** An id that led to this row before another source took the row over. Whoever tells it now counts; but a file never does, nor a deletion of what is not its own. */
function toldByAnother(row: IncomingRow, held: BankRow, { at, categorise }: Reading): RowChange | RowOutcome {
  if (row.source === FILE_SOURCE) return { kind: KNOWN, row: held };
  if (row.deleted || isStepBack(row, held)) return ignored(held);
  return { before: held, after: refreshed(held, row, categorise(row), at), alias: null, kind: "updated" };
}

/**
 * The row held for this provider id, and the key a new one would take. The first key may have been inherited by a successor:
 * then the deletion of the old id says nothing any more, and a live row under the old id lives under the second key.
 */
function whereItLives(
  { keys, providerId, deleted, source }: IncomingRow,
  held: ReadonlyMap<string, BankRow>,
): { row: BankRow | null; key: string } {
  const [first, second] = keys;
  const primary = held.get(first);
  if (!primary) return { row: null, key: first };
  // What one file told stands for what another one tells of it: files take no ids back.
  if (primary.providerId === providerId || primary.source !== source || source === FILE_SOURCE) return { row: primary, key: first };
  const other = held.get(second);
  if (deleted) return { row: other?.providerId === providerId ? other : { ...primary, status: "deleted" }, key: second };
  return { row: other ?? null, key: second };
}

/** Live rows that a whole reading left out: what banks told, and what statements did. What people typed is theirs. */
function absentRows(latest: readonly IncomingRow[], { taken }: Pairs, { wholeFrom, nearby, held, pending }: Reading): BankRow[] {
  if (wholeFrom === null) return [];
  const announced = pending.flatMap(({ hash }) => held.get(hash) ?? []);
  const all = new Map([...nearby, ...announced].map((row) => [row.hash, row]));
  const told = new Set(latest.map(({ keys }) => held.get(keys[0])?.hash));
  const isTold = (one: Source): boolean => isProvider(one) || one === FILE_SOURCE;
  return [...all.values()].filter(
    ({ status, date, source, hash }) => status !== "deleted" && date >= wholeFrom && isTold(source) && !taken.has(hash) && !told.has(hash),
  );
}
