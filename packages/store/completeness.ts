import { instantOf, parisDate } from "#domain/dates";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { isSettled } from "./bookable.ts";
import type { Db } from "./db.ts";
import { drafts } from "./drafts.ts";
import { type Books, headOf, placeIn, yearBefore } from "./ledger-books.ts";
import { openingGap } from "./opening-entries.ts";
import { waitingCorrections } from "./waiting-corrections.ts";
import { waitingOpenings } from "./waiting-openings.ts";

/**
 * What a year's books still lack. `opening`: what was brought forward is not what the year before closed with. `import`: the rest of a file
 * that is being taken over, in the year or the one before, whose closing balances are not known yet.
 */
export type Lack = "not_over" | "bank_rows" | "drafts" | "corrections" | "opening" | "totals" | "import";

/** Everything that keeps a year from being complete, cheapest first; empty when nothing does. Reads no bank row. What came late for earlier years that are shut is booked in this one, when it is the first still open. */
export async function lacksOf(table: Db, books: Books, year: FiscalYear, now: Date): Promise<readonly Lack[]> {
  const today = parisDate(now);
  const head = headOf(books, year);
  const lacks: Lack[] = today <= year.endsOn ? ["not_over"] : [];
  const before = yearBefore(books.years, year);
  if (head.importing || (before && headOf(books, before).importing)) lacks.push("import");
  if (head.pending) lacks.push("totals");
  const { companyId, accounts, imported } = books;
  const place = placeIn(books, year);
  const own = books.years.filter((one) => (one.id === year.id ? !head.closed : one.endsOn < year.startsOn && place(one.endsOn) !== null));
  const settled = own.map((one) => isSettled({ table, companyId, year: one, accounts, head: books.heads.get(one.id) ?? null, imported }));
  if ((await Promise.all(settled)).includes(false)) lacks.push("bank_rows");
  if ((await drafts(table, companyId).all()).some(({ entry }) => place(entry.date) !== null)) lacks.push("drafts");
  const search = { table, books, year, through: year.endsOn, today, now: instantOf(now), place };
  const { corrections } = await waitingCorrections(search);
  if (corrections.some(({ entries }) => entries.length > 0) || (await waitingOpenings(table, books, year, place)).length > 0)
    lacks.push("corrections");
  if (!head.pending && (await openingGap(table, books, year)).length > 0) lacks.push("opening");
  return lacks;
}
