import { addDays, type BusinessDate } from "../dates.ts";
import type { IncomingRow, PendingRow } from "./incoming.ts";
import type { BankRow } from "./row.ts";

/**
 * What an account's last weeks looked like: row -> content hash, so that an unchanged read stops before touching a row,
 * and the rows still pending, so that their successors are recognised. Window keys are the first characters of the row
 * hash: two rows that share them push each other out, which costs one read and never hides a change.
 */
export type Digest = {
  readonly window: ReadonlyMap<string, WindowEntry>;
  readonly pending: readonly PendingRow[];
  readonly version: number;
};
export type WindowEntry = { readonly content: string; readonly date: BusinessDate };

const WINDOW_DAYS = 45;
const WINDOW_ROWS_MAX = 1_500;
export const WINDOW_KEY_LENGTH = 6;
const PENDING_MAX = 100;

export const EMPTY_DIGEST: Digest = { window: new Map(), pending: [], version: 0 };

const windowKey = ({ keys }: IncomingRow): string => keys[0].slice(0, WINDOW_KEY_LENGTH);

/** Rows the digest does not already vouch for. */
export const unseen = (digest: Digest, rows: readonly IncomingRow[]): IncomingRow[] =>
  rows.filter((row) => digest.window.get(windowKey(row))?.content !== row.contentHash);

/** The digest after a read whose changes are written. `settled` maps a row's first key to the row as it now stands. */
export function digestAfter(digest: Digest, rows: readonly IncomingRow[], settled: ReadonlyMap<string, BankRow>): Digest {
  const entries = new Map(digest.window);
  const pending = new Map(digest.pending.map((row) => [row.hash, row]));
  for (const row of rows) {
    entries.set(windowKey(row), { content: row.contentHash, date: row.date });
    const now = settled.get(row.keys[0]);
    if (!now) continue;
    const { hash, providerId, amountCents, date } = now;
    if (now.status === "pending") pending.set(hash, { hash, providerId, amountCents, date, merchantKey: row.merchantKey });
    else pending.delete(hash);
  }
  return { window: newest(entries), pending: [...pending.values()].slice(-PENDING_MAX), version: digest.version + 1 };
}

function newest(entries: ReadonlyMap<string, WindowEntry>): Map<string, WindowEntry> {
  const sorted = [...entries].sort(([, left], [, right]) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0));
  const last = sorted.at(-1)?.[1].date;
  const since = last === undefined ? undefined : addDays(last, -WINDOW_DAYS);
  return new Map(sorted.filter(([, { date }]) => since === undefined || date >= since).slice(-WINDOW_ROWS_MAX));
}
