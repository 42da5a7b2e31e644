import { type Balance, closingBalances, openedBalances, openingDraft, toCarry } from "#domain/ledger/carry-forward";
import type { DraftEntry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { totalKey } from "#domain/ledger/kept-totals";
import type { OpenItem } from "#domain/ledger/open-items";
import type { Db } from "./db.ts";
import { type Books, headOf, yearBefore } from "./ledger-books.ts";
import { keptAccounts } from "./ledger-totals.ts";

type Sides = { readonly closing: ReadonlyMap<string, Balance>; readonly opened: ReadonlyMap<string, Balance> };

/**
 * What the year before closed with, and what of it was brought forward already; null when there is nothing to bring, or not all of it yet.
 * The opening of a year taken over is its file's: what little may be booked here of a year before that was not taken over does not touch it.
 */
async function sidesOf(table: Db, books: Books, year: FiscalYear): Promise<Sides | null> {
  const before = yearBefore(books.years, year);
  if (!before || headOf(books, before).lastNumber === 0 || headOf(books, before).importing) return null;
  if (headOf(books, year).importedThrough !== null && headOf(books, before).importedThrough === null) return null;
  const { companyId } = books;
  const [accountsBefore, partiesBefore, accounts, parties] = await Promise.all([
    keptAccounts(table, companyId, before),
    keptAccounts(table, companyId, before, "third_party"),
    keptAccounts(table, companyId, year),
    keptAccounts(table, companyId, year, "third_party"),
  ]);
  return { closing: closingBalances(accountsBefore, partiesBefore, year), opened: openedBalances(accounts, parties) };
}

/** What a year must still be opened with: the validated closing balances of the year before, less what was brought forward already. */
export async function openingGap(table: Db, books: Books, year: FiscalYear): Promise<readonly Balance[]> {
  const sides = await sidesOf(table, books, year);
  return sides ? toCarry(sides.closing, sides.opened) : [];
}

/** Open items of the third parties of a year, read only when its successor is opened for the first time. */
export type OpenItemsOf = (year: FiscalYear, balances: readonly Balance[]) => Promise<ReadonlyMap<string, readonly OpenItem[]>>;

/**
 * The opening (AN) entry a year still needs: whole when nothing was brought forward yet, with one line an open item, those of a third
 * party whose balance is nil included, else an adjustment by what the year before booked since (BOI-CF-IOR-60-40-20, 110). Null when its opening is exact.
 */
export async function waitingOpening(table: Db, books: Books, year: FiscalYear, itemsOf: OpenItemsOf): Promise<DraftEntry | null> {
  const sides = await sidesOf(table, books, year);
  const before = yearBefore(books.years, year);
  const gap = sides ? toCarry(sides.closing, sides.opened) : [];
  if (!sides || !before || gap.length === 0) return null;
  const place = headOf(books, year).journals.get("AN") ?? 0;
  if (place > 0) return openingDraft(gap, { year, place });
  const even = [...sides.closing.values()].filter(({ thirdParty, cents }) => thirdParty && cents === 0);
  const items = await itemsOf(before, [...gap, ...even]);
  const open = even.filter(({ account, thirdParty }) => items.has(totalKey(account, thirdParty)));
  return openingDraft([...gap, ...open], { year, place, items });
}
