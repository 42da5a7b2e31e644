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
