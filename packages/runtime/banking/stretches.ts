import type { IncomingRow } from "#domain/banking/incoming";
import type { BusinessDate } from "#domain/dates";

/** Rows decided on together: more would need the held rows of years in memory. */
const STRETCH_ROWS = 4_000;

/** Rows in stretches of whole days, oldest first: twins of one day are decided on together. */
export function stretchesOf<Row extends { readonly date: BusinessDate }>(rows: readonly Row[]): readonly (readonly Row[])[] {
  if (rows.length <= STRETCH_ROWS) return [rows];
  const sorted = [...rows].sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0));
  const stretches: Row[][] = [];
  let current: Row[] = [];
  for (const row of sorted) {
    if (current.length >= STRETCH_ROWS && current.at(-1)?.date !== row.date) {
      stretches.push(current);
      current = [];
    }
    current.push(row);
  }
  return [...stretches, current];
}

/** First keys that more stretches than one tell: one row may be told again under another day. */
export function toldAgain(stretches: readonly (readonly Pick<IncomingRow, "keys">[])[]): ReadonlySet<string> {
  const again = new Set<string>();
  if (stretches.length < 2) return again;
  const first = new Map<string, number>();
  for (const [place, stretch] of stretches.entries())
    for (const { keys } of stretch) {
      const known = first.get(keys[0]);
      if (known === undefined) first.set(keys[0], place);
      else if (known !== place) again.add(keys[0]);
    }
  return again;
}
