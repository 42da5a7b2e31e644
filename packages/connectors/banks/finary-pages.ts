import * as z from "zod";
import { BankError } from "./port.ts";

/** Rows asked for a page; a server may give fewer by a rule of its own, so it is what comes that tells the size of its pages. */
const PER_PAGE = 200;
/** What servers that cap their pages cap them at is a multiple of this. */
const CAP_STEP = 50;
/** 100 000 rows in one category. */
const PAGES_MAX = 500;
/** Times a listing of several pages is read: until two passes one after the other agree. */
const PASSES_MAX = 4;

const Named = z.object({ id: z.string() });

type Get = (path: string) => Promise<readonly unknown[]>;

/**
 * Everything of a listing that has page numbers and no cursor, each thing once. A row that is added or removed while it is read moves the
 * pages, and one of them may pass unseen: what takes several pages counts when two passes agree. Nobody promises an order, so a listing is read to
 * its end, whatever the days that are wanted of it.
 */
export async function listingOf(get: Get, path: string): Promise<readonly unknown[]> {
  let before: Pass | null = null;
  for (let pass = 1; pass <= PASSES_MAX; pass += 1) {
    const now: Pass = await passOver(get, path);
    if (now.pages === 1 || (before && areSame(before.found, now.found))) return now.found;
    before = now;
  }
  throw new BankError("invalid_answer", "finary: a listing kept moving while it was read");
}

type Pass = { readonly found: readonly unknown[]; readonly pages: number };

async function passOver(get: Get, path: string): Promise<Pass> {
  const byId = new Map<unknown, unknown>();
  let size = PER_PAGE;
  for (let number = 1; number <= PAGES_MAX; number += 1) {
    const rows = await get(`${path}?page=${number}&per_page=${PER_PAGE}`);
    const before = byId.size;
    for (const row of rows) byId.set(idOf(row) ?? row, row);
    const isCapped = number === 1 && rows.length > 0 && rows.length < size && rows.length % CAP_STEP === 0;
    if (isCapped) size = rows.length;
    // A server that knows no pages gives the same one again.
    else if (rows.length < size || byId.size === before) return { found: [...byId.values()], pages: number };
  }
  throw new BankError("invalid_answer", `finary: more than ${PAGES_MAX} pages`);
}

const idOf = (row: unknown): string | undefined => Named.safeParse(row).data?.id;

const areSame = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((row, index) => idOf(row) === idOf(right[index]));
