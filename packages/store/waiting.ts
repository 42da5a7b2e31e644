import { transactionId } from "#domain/banking/row";
import { type BusinessDate, earliest, type Instant, monthOf } from "#domain/dates";
import type { FiscalYearId } from "#domain/ids";
import { bankAccountNumber } from "#domain/ledger/account-number";
import { bookedBy } from "#domain/ledger/bank-correction";
import { isBookable } from "#domain/ledger/bookable";
import type { DraftEntry } from "#domain/ledger/entry";
import { sourceKey } from "#domain/ledger/entry-id";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { firstOpenDay } from "#domain/ledger/open-day";
import { type Bookable, bookable, draftOf, type MonthScan } from "./bookable.ts";
import { bookedRowAction } from "./booked-rows.ts";
import type { Action, Db } from "./db.ts";
import { drafts, removeDraftAction } from "./drafts.ts";
import { isImportedDay } from "./imported-days.ts";
import { type Books, headOf, placeIn } from "./ledger-books.ts";
import { monthCounter } from "./ledger-heads.ts";
import { unmarkAction } from "./row-marks.ts";
import { type Corrections, waitingCorrections } from "./waiting-corrections.ts";
import { waitingOpenings } from "./waiting-openings.ts";

/** Entries that are booked together or not at all, what is written with them, and what they add to the months of bank accounts. */
export type Waiting = {
  readonly drafts: readonly DraftEntry[];
  readonly actions: readonly Action[];
  readonly counters: ReadonlyMap<FiscalYearId, ReadonlyMap<string, number>>;
};

export type WaitingSearch = {
  readonly table: Db;
  readonly books: Books;
  readonly year: FiscalYear;
  readonly through: BusinessDate;
  readonly today: BusinessDate;
  readonly now: Instant;
  readonly check: "always" | "hinted";
  readonly onMonth?: (scan: MonthScan) => void;
};

type Place = (day: BusinessDate) => BusinessDate | null;

/**
 * Everything that waits for validation in a year, in the order it will be numbered: by EcritureDate, then what a person wrote, then
 * what the bank says. Rows of earlier years that are shut come too, on the first open day. Nothing of it is stored but a person's drafts.
 * While a file is being taken over into the year, everything else waits for its last entry.
 */
export async function* waiting(search: WaitingSearch): AsyncGenerator<Waiting> {
  const { table, books, year, through, today } = search;
  if (firstOpenDay({ ...year, ...headOf(books, year) }) === null || headOf(books, year).importing) return;
  const inYear = placeIn(books, year);
  const last = earliest(through, today, year.endsOn);
  const place: Place = (day) => within(inYear(day), last);
  const corrections = await waitingCorrections({ ...search, table, books, year, through: last, place });
  const few: Waiting[] = [
    ...(await written(search, (day) => within(inYear(day), earliest(through, year.endsOn)))),
    ...corrections.corrections.map(({ entries, ...rest }) => ({ ...rest, drafts: entries })),
  ];
  for (const opening of await waitingOpenings(table, books, year, place)) few.push({ ...NOTHING, drafts: [opening] });
  for await (const late of lateRows(search, corrections, place)) few.push(late);
  const sorted = few.map((one) => ({ key: keyOf(one), one })).sort((left, right) => (left.key < right.key ? -1 : 1));
  let next = 0;
  for await (const row of rowsOf(search, year, corrections, place, openFrom(search))) {
    const key = keyOf(row);
    for (let early = sorted[next]; early && early.key < key; early = sorted[next]) {
      yield early.one;
      next += 1;
    }
    yield row;
  }
  for (const { one } of sorted.slice(next)) yield one;
}

const within = (date: BusinessDate | null, last: BusinessDate): BusinessDate | null => (date !== null && date <= last ? date : null);

const NOTHING = { actions: [], counters: new Map() } as const;

/** Where a draft stands among those that wait: by day, a person's before the bank's, then by what it is made from. */
export const draftKey = ({ date, source }: Pick<DraftEntry, "date" | "source">): string =>
  `${date}#${source.kind === "bank" ? 2 : 1}#${sourceKey(source)}`;

/** What books no entry (a mark that proved harmless) goes first. */
const keyOf = ({ drafts: [first] }: Waiting): string => (first ? draftKey(first) : "");

const openFrom = ({ books, year }: WaitingSearch): BusinessDate => firstOpenDay({ ...year, ...headOf(books, year) }) ?? year.startsOn;

/**
 * Drafts a person wrote, on their day; one whose day was shut while it was written is late as a bank row is, and booked on the first open
 * day. One of a day to come is listed, and waits for its day: nothing is validated past today.
 */
async function written({ table, books }: WaitingSearch, place: Place): Promise<readonly Waiting[]> {
  const all = await drafts(table, books.companyId).all();
  return all.flatMap((draft) => {
    const { entry } = draft;
    const date = place(entry.date);
    if (date === null) return [];
    const placed: DraftEntry = date === entry.date ? entry : { ...entry, date, warnings: ["late"] };
    return [{ ...NOTHING, drafts: [placed], actions: [removeDraftAction(books.companyId, draft)] }];
  });
}

/** Bank rows of days that are shut: of earlier years, of locked months. They are booked on the first open day. */
async function* lateRows(search: WaitingSearch, corrections: Corrections, place: Place): AsyncGenerator<Waiting> {
  const { books, year } = search;
  const shut = books.years.filter((one) => one.endsOn < year.startsOn && firstOpenDay({ ...one, ...headOf(books, one) }) === null);
  for (const one of shut) yield* rowsOf({ ...search, through: one.endsOn }, one, corrections, place, one.startsOn);
  const { lockedThrough } = headOf(books, year);
  if (lockedThrough)
    yield* rowsOf({ ...search, through: earliest(lockedThrough, search.through) }, year, corrections, place, year.startsOn);
}

/** A month of which a row is left for later is not told of: its counts may agree by chance, when another row of it waits to be reversed. */
async function* rowsOf(
  search: WaitingSearch,
  year: FiscalYear,
  corrections: Corrections,
  place: Place,
  from: BusinessDate,
): AsyncGenerator<Waiting> {
  const { books } = search;
  const head = books.heads.get(year.id) ?? null;
  const { companyId, accounts, imported } = books;
  const left = new Set<string>();
  const onMonth = (scan: MonthScan): void => {
    if (!left.has(monthCounter("s", scan.ordinal, scan.month))) search.onMonth?.(scan);
  };
  for await (const found of bookable({ ...search, companyId, year, accounts, head, imported, from, onMonth })) {
    const ready = rowWaiting(found, year, search, corrections, place);
    if (ready) yield ready;
    else if (!corrections.booked.has(transactionId(found.row))) left.add(monthCounter("s", found.row.ordinal, monthOf(found.row.date)));
  }
}

/** A row as it is booked now; a row changed a moment ago as it was read for certain, with its mark. */
function rowWaiting(found: Bookable, rowYear: FiscalYear, search: WaitingSearch, corrections: Corrections, place: Place): Waiting | null {
  const { books, year, today } = search;
  const { unbooked, booked } = corrections;
  if (booked.has(transactionId(found.row))) return null;
  const changed = unbooked.get(transactionId(found.row));
  const row = changed?.row ?? found.row;
  const date = isBookable(row, found.account, today) ? place(row.date) : null;
  if (date === null || isImportedDay(row.date, books.imported) || row.date < rowYear.startsOn || row.date > rowYear.endsOn) return null;
  const draft = draftOf({ ...found, row }, year, date);
  const late = date !== row.date;
  const note = bookedBy(draft, transactionId(row), bankAccountNumber(row.ordinal), row.date);
  return {
    drafts: [draft],
    actions: [
      ...(changed ? [unmarkAction(books.companyId, changed.mark)] : []),
      ...(late ? [bookedRowAction(books.companyId, null, note)] : []),
    ],
    counters: new Map([[rowYear.id, new Map([[monthCounter("b", row.ordinal, monthOf(row.date)), 1]])]]),
  };
}
