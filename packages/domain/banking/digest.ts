import { addDays, type BusinessDate } from "../dates.ts";
import type { IncomingRow, RememberedRow, RowChange } from "./incoming.ts";
import { merchantKeyOf } from "./likeness.ts";
import type { BankRow } from "./row.ts";

/**
 * What an account's last weeks looked like: row -> content hash, so that an unchanged read stops before touching a row; the rows only announced yet and
 * those that went lately, so that their successors are recognised. Window keys are the first characters of the row
 * hash: two rows that share them push each other out, which costs one read and never hides a change.
 */
export type Digest = {
  readonly window: ReadonlyMap<string, WindowEntry>;
  readonly pending: readonly RememberedRow[];
  readonly gone: readonly RememberedRow[];
  /** State of the account's rows it was written on: once somebody else wrote any, or a run died before it, its window vouches for nothing. */
  readonly rowsVersion: number;
  readonly version: number;
};
export type WindowEntry = { readonly content: string; readonly date: BusinessDate };

const WINDOW_DAYS = 45;
const WINDOW_ROWS_MAX = 1_500;
export const WINDOW_KEY_LENGTH = 6;
const PENDING_MAX = 100;
const GONE_MAX = 40;

export const EMPTY_DIGEST: Digest = { window: new Map(), pending: [], gone: [], rowsVersion: 0, version: 0 };

/** The digest as far as it holds for the rows as they are now. */
export const holding = (digest: Digest, rowsVersion: number): Digest =>
  digest.rowsVersion === rowsVersion ? digest : { ...digest, window: new Map() };

const windowKey = (hash: string): string => hash.slice(0, WINDOW_KEY_LENGTH);

/** Rows the digest does not already vouch for. */
export const unseen = (digest: Digest, rows: readonly IncomingRow[]): IncomingRow[] =>
  rows.filter((row) => digest.window.get(windowKey(row.keys[0]))?.content !== row.contentHash);

/** Whether a whole reading of a day and after left out something that was read before: what it tells is compared by key alone. */
export function leavesOut({ window }: Digest, rows: readonly IncomingRow[], from: BusinessDate): boolean {
  const told = new Set(rows.flatMap(({ keys }) => keys.map(windowKey)));
  for (const [key, { date }] of window) if (date >= from && !told.has(key)) return true;
  return false;
}

/**
 * The digest after a read whose changes are written. `settled` maps a row's first key to the row as it now stands; `forgotten` are keys that nothing
 * is known of any more: of rows that were left out, and of ids that another took over. `rowsVersion`: the state of the rows after them.
 */
export function digestAfter(
  { digest, rowsVersion }: { readonly digest: Digest; readonly rowsVersion: number },
  rows: readonly IncomingRow[],
  settled: ReadonlyMap<string, BankRow>,
  changes: readonly RowChange[],
  forgotten: readonly string[] = [],
): Digest {
  const entries = new Map(digest.window);
  const pending = new Map(digest.pending.map((row) => [row.hash, row]));
  const gone = new Map(digest.gone.map((row) => [row.hash, row]));
  for (const row of rows) {
    const now = settled.get(row.keys[0]);
    // An older version of it was told: if the bank goes back to that, it is news.
    if (now && now.contentHash !== row.contentHash) entries.delete(windowKey(row.keys[0]));
    else entries.set(windowKey(row.keys[0]), { content: row.contentHash, date: row.date });
    if (!now) continue;
    if (now.status === "pending" || now.status === "future") pending.set(now.hash, remembered(now));
    else pending.delete(now.hash);
  }
  for (const { after } of changes) {
    gone.delete(after.hash);
    if (after.status !== "deleted") continue;
    pending.delete(after.hash);
    gone.set(after.hash, remembered(after));
  }
  for (const key of forgotten) entries.delete(windowKey(key));
  const [waiting, went] = [[...pending.values()].slice(-PENDING_MAX), [...gone.values()].slice(-GONE_MAX)];
  return { window: newest(entries), pending: waiting, gone: went, rowsVersion, version: digest.version + 1 };
}

/** Whether a digest that was written already remembers just the same. */
export const isSameDigest = (written: Digest, next: Digest): boolean =>
  written.version > 0 &&
  written.rowsVersion === next.rowsVersion &&
  written.window.size === next.window.size &&
  [...next.window].every(([key, { content }]) => written.window.get(key)?.content === content) &&
  sameRows(written.pending, next.pending) &&
  sameRows(written.gone, next.gone);

const sameRows = (left: readonly RememberedRow[], right: readonly RememberedRow[]): boolean =>
  left.length === right.length && left.every((row, index) => JSON.stringify(row) === JSON.stringify(right[index]));

/** A row as the digest remembers it. */
export const remembered = ({ hash, providerId, amountCents, date, rawLabel }: BankRow): RememberedRow => ({
  ...{ hash, providerId, amountCents, date },
  merchantKey: merchantKeyOf(rawLabel, amountCents),
});

function newest(entries: ReadonlyMap<string, WindowEntry>): Map<string, WindowEntry> {
  const sorted = [...entries].sort(([, left], [, right]) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0));
  const last = sorted.at(-1)?.[1].date;
  const since = last === undefined ? undefined : addDays(last, -WINDOW_DAYS);
  return new Map(sorted.filter(([, { date }]) => since === undefined || date >= since).slice(-WINDOW_ROWS_MAX));
}
