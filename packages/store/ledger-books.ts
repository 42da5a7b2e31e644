import type { Account } from "#domain/banking/account";
import type { BusinessDate } from "#domain/dates";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import { genesis } from "#domain/ledger/chain";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { type BookYear, bookingDay } from "#domain/ledger/open-day";
import { accounts } from "./accounts.ts";
import { companies } from "./companies.ts";
import type { Db } from "./db.ts";
import { type ImportedDays, importedDaysOf } from "./imported-days.ts";
import { emptyHead, type LedgerHead, readHead } from "./ledger-heads.ts";
import { sha256 } from "./sha256.ts";

/** A company's books as one look shows them: its years, how far each is booked and shut, its bank accounts. */
export type Books = {
  readonly companyId: CompanyId;
  readonly years: readonly FiscalYear[];
  readonly heads: ReadonlyMap<FiscalYearId, LedgerHead>;
  readonly accounts: readonly Account[];
  /** Days whose bank rows are in books taken over from another program. */
  readonly imported: readonly ImportedDays[];
};

/**
 * The books of a company. A year before a closed one is shut too, even when nothing was ever booked in it: what it booked now could not be
 * brought forward any more.
 */
export async function readBooks(table: Db, companyId: CompanyId): Promise<Books> {
  const [years, known] = await Promise.all([companies(table, companyId).years(), accounts(table, companyId).all("now")]);
  const heads = await Promise.all(years.map(async ({ id }) => [id, await readHead(table, companyId, id)] as const));
  const found = new Map(heads.flatMap(([id, head]) => (head ? [[id, head] as const] : [])));
  const lastClosed = years.findLastIndex(({ id }) => found.get(id)?.closed);
  for (const year of years.slice(0, Math.max(lastClosed, 0)))
    found.set(year.id, { ...(found.get(year.id) ?? emptyHead(genesis(companyId, year.startsOn, sha256), year.startsOn)), closed: true });
  const imported = years.flatMap((year) => {
    const head = found.get(year.id);
    return (head && importedDaysOf(year, head)) ?? [];
  });
  return { companyId, years, heads: found, accounts: known, imported };
}

/** The head of a year, or the one it starts with. */
export const headOf = ({ heads, companyId }: Books, year: FiscalYear): LedgerHead =>
  heads.get(year.id) ?? emptyHead(genesis(companyId, year.startsOn, sha256), year.startsOn);

/** The years as booking sees them. */
const bookYears = (books: Books): readonly BookYear[] =>
  books.years.map((year) => {
    const { closed, lockedThrough } = headOf(books, year);
    return { id: year.id, startsOn: year.startsOn, endsOn: year.endsOn, closed, lockedThrough };
  });

/** Where an operation of a day is booked, when that is in the given year. */
export function placeIn(books: Books, year: FiscalYear): (day: BusinessDate) => BusinessDate | null {
  const years = bookYears(books);
  return (day) => {
    const found = bookingDay(years, day);
    return found?.yearId === year.id ? found.date : null;
  };
}

/** The year that ends the day before one starts, or null. */
export const yearBefore = (years: readonly FiscalYear[], year: FiscalYear): FiscalYear | null =>
  years.filter(({ endsOn }) => endsOn < year.startsOn).at(-1) ?? null;

export const yearAfter = (years: readonly FiscalYear[], year: FiscalYear): FiscalYear | null =>
  years.find(({ startsOn }) => startsOn > year.endsOn) ?? null;
