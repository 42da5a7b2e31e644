import * as z from "zod";
import type { BankRow } from "#domain/banking/row";
import { isSought, type RowSearch } from "#domain/banking/row-search";
import type { CompanyId } from "#domain/ids";
import type { Db } from "#store/db";
import { dateSortKey } from "#store/row-item";
import { endOfDay, type RowIndex, rows } from "#store/rows";
import type { Cursors } from "./cursor.ts";
import { type RowFilters, searchOf } from "./row-filters.ts";

/** Where a page ended: the last row looked at, in the order (date desc, account, hash desc). */
const Position = z.tuple([z.string().max(40), z.int()]);
type Position = z.infer<typeof Position>;

const FIRST = "0000-00-00";
const LAST = "9999-99-99#~";
/** Rows looked at for one page of what no key backs. */
const SCANNED_MAX = 500;

type Listed = { readonly rows: readonly BankRow[]; readonly nextCursor: string | null };
type Found = { readonly rows: readonly BankRow[]; readonly last: BankRow | null };

/**
 * One page of the rows of some accounts, newest first, merged from their partitions. Exact whatever is inserted meanwhile: the cursor
 * names the last row looked at, never an offset. A question that keys do not back may give a short page, even an empty one, and a cursor.
 */
export async function listedRows(
  table: Db,
  companyId: CompanyId,
  ordinals: readonly number[],
  filters: RowFilters,
  cursors: Cursors,
): Promise<Listed> {
  const search = searchOf(filters);
  const after = cursors.open(Position);
  const limit = search ? Math.max(1, Math.floor(SCANNED_MAX / Math.max(1, ordinals.length))) : filters.limit + 1;
  const index: RowIndex = filters.open === true ? "open" : "byDate";
  const pages = await Promise.all(
    ordinals.map(async (ordinal) => {
      const to = boundFor(ordinal, after, filters.to === undefined ? LAST : endOfDay(filters.to));
      const from = filters.from ?? FIRST;
      return to < from ? [] : rows(table, companyId).page({ ordinal, index, from, to, descending: true, limit });
    }),
  );
  const { rows: shown, last } = search ? sought(pages, limit, search, filters.limit) : firstOf(pages.flat(), filters.limit);
  return { rows: shown, nextCursor: last ? cursors.seal([dateSortKey(last), last.ordinal]) : null };
}

/** The newest rows, and the last of them when there are more. */
function firstOf(all: readonly BankRow[], limit: number): Found {
  const merged = [...all].sort(newestFirst);
  const shown = merged.slice(0, limit);
  return { rows: shown, last: merged.length > limit ? (shown.at(-1) ?? null) : null };
}

/**
 * The rows sought among what was read of each account. Where an account was read in part, what comes after its last row is not known:
 * nothing past the first such place is looked at, and the next page goes on from there.
 */
function sought(pages: readonly (readonly BankRow[])[], read: number, search: RowSearch, limit: number): Found {
  const places = pages.flatMap((page) => (page.length === read ? page.slice(-1) : []));
  const frontier = places.sort(newestFirst)[0] ?? null;
  const known = pages.flat().filter((row) => frontier === null || newestFirst(row, frontier) <= 0);
  const found = known.sort(newestFirst).filter((row) => isSought(row, search));
  return found.length > limit ? { rows: found.slice(0, limit), last: found[limit - 1] ?? null } : { rows: found, last: frontier };
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
  if (left.hash === right.hash) return 0;
  return left.hash < right.hash ? 1 : -1;
}
