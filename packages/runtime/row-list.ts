import * as z from "zod";
import type { BankRow } from "#domain/banking/row";
import { BusinessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Db } from "#store/db";
import { dateSortKey } from "#store/row-item";
import { endOfDay, type RowIndex, rows } from "#store/rows";
import type { Cursors } from "./cursor.ts";
import { Flag, listQuery } from "./list.ts";

/** Key-backed filters: they cost by page size, whatever the history. */
export const RowFilters = listQuery({
  from: BusinessDate.exactOptional(),
  to: BusinessDate.exactOptional(),
  open: Flag.exactOptional(),
});
type Filters = z.output<typeof RowFilters>;

/** Where a page ended: the last row shown, in the order (date desc, account, hash desc). */
const Position = z.tuple([z.string().max(40), z.int()]);
type Position = z.infer<typeof Position>;

const FIRST = "0000-00-00";
const LAST = "9999-99-99#~";

/**
 * One page of the rows of some accounts, newest first, merged from their partitions. Exact whatever is inserted meanwhile:
 * the cursor names the last row shown, never an offset.
 */
export async function listedRows(
  table: Db,
  companyId: CompanyId,
  ordinals: readonly number[],
  filters: Filters,
  cursors: Cursors,
): Promise<{ readonly rows: readonly BankRow[]; readonly nextCursor: string | null }> {
  const index: RowIndex = filters.open === true ? "open" : "byDate";
  const after = cursors.open(Position);
  const pages = ordinals.map(async (ordinal) => {
    const to = boundFor(ordinal, after, filters.to === undefined ? LAST : endOfDay(filters.to));
    const from = filters.from ?? FIRST;
    return to < from ? [] : rows(table, companyId).page({ ordinal, index, from, to, descending: true, limit: filters.limit + 1 });
  });
  const merged = (await Promise.all(pages)).flat().sort(newestFirst);
  const shown = merged.slice(0, filters.limit);
  const last = shown.at(-1);
  const more = merged.length > filters.limit && last !== undefined;
  return { rows: shown, nextCursor: more ? cursors.seal([dateSortKey(last), last.ordinal]) : null };
}

/** Upper bound of one account's keys after the last row shown: itself excluded, and on the same day only accounts that come later. */
function boundFor(ordinal: number, after: Position | null, to: string): string {
  if (!after) return to;
  const [key, shown] = after;
  const date = key.slice(0, 10);
  const bound = ordinal === shown ? before(key) : ordinal > shown ? `${date}#~` : before(date);
  return bound < to ? bound : to;
}

/** The greatest string below a key: the last letter steps back and everything sorts under `~`. */
const before = (key: string): string => `${key.slice(0, -1)}${String.fromCharCode(key.charCodeAt(key.length - 1) - 1)}~`;

function newestFirst(left: BankRow, right: BankRow): number {
  if (left.date !== right.date) return left.date < right.date ? 1 : -1;
  if (left.ordinal !== right.ordinal) return left.ordinal - right.ordinal;
  return left.hash < right.hash ? 1 : -1;
}
