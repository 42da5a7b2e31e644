import * as z from "zod";
import { BankError } from "./port.ts";

/** Rows asked for a page; a server may give fewer by a rule of its own, so it is what comes that tells the size of its pages. */
const PER_PAGE = 200;
/** What servers that cap their pages cap them at is a multiple of this. */
const CAP_STEP = 50;
/** 100 000 rows in one category. */
const PAGES_MAX = 500;
const READS_MAX = 3;

const Named = z.object({ id: z.string() });
const Dated = z.object({ date: z.string() });

type Get = (path: string) => Promise<readonly unknown[]>;

/**
 * Everything of a listing that has page numbers and no cursor, each thing once. A row that is added or removed while it is read moves the
 * pages: the last one is read again at the end, and when it is another the whole is. Stops early at `from` while the rows come latest first.
 */
export async function listingOf(get: Get, path: string, from?: string): Promise<readonly unknown[]> {
  for (let read = 1; read <= READS_MAX; read += 1) {
    const { found, last } = await readOnce(get, path, from);
    if (last === null || sameAs(last.rows, await get(last.path))) return found;
  }
  throw new BankError("invalid_answer", "finary: a listing kept moving while it was read");
}

type Page = { readonly path: string; readonly rows: readonly unknown[] };

/** One pass. `last`: the last page that held something, where there were several. */
async function readOnce(
  get: Get,
  path: string,
  from?: string,
): Promise<{ readonly found: readonly unknown[]; readonly last: Page | null }> {
  const byId = new Map<unknown, unknown>();
  let size = PER_PAGE;
  let last: Page | null = null;
  let oldest: string | null = LATEST;
  for (let number = 1; number <= PAGES_MAX; number += 1) {
    const page = { path: `${path}?page=${number}&per_page=${PER_PAGE}`, rows: await get(`${path}?page=${number}&per_page=${PER_PAGE}`) };
    const before = byId.size;
    for (const row of page.rows) byId.set(idOf(row) ?? row, row);
    const found = [...byId.values()];
    if (page.rows.length === 0 || byId.size === before) return { found, last };
    const isCapped = number === 1 && page.rows.length < size && page.rows.length % CAP_STEP === 0;
    if (isCapped) size = page.rows.length;
    else if (page.rows.length < size) return { found, last: number === 1 ? null : page };
    oldest = oldestAfter(oldest, page.rows);
    if (from !== undefined && oldest !== null && oldest < from) return { found, last: page };
    last = page;
  }
  throw new BankError("invalid_answer", `finary: more than ${PAGES_MAX} pages`);
}

/** Later than any day. */
const LATEST = "9";

/** Day of the last row, while every row has been of the day of the one before it or of an earlier one; null for good once one was not. */
function oldestAfter(oldest: string | null, rows: readonly unknown[]): string | null {
  let day = oldest;
  for (const row of rows) {
    const date = Dated.safeParse(row).data?.date.slice(0, 10);
    day = day === null || date === undefined || date > day ? null : date;
  }
  return day;
}

const idOf = (row: unknown): string | undefined => Named.safeParse(row).data?.id;

const sameAs = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((row, index) => idOf(row) === idOf(right[index]));
