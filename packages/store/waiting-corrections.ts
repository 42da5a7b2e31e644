import { type BankRow, keyOfTransaction } from "#domain/banking/row";
import { type BusinessDate, type Instant, shifted } from "#domain/dates";
import type { FiscalYearId, TransactionId } from "#domain/ids";
import { bankAccountNumber } from "#domain/ledger/account-number";
import { type BookedRow, bookedBy, correctionOf, monthMoves } from "#domain/ledger/bank-correction";
import { isBooked } from "#domain/ledger/bookable";
import type { DraftEntry } from "#domain/ledger/entry";
import { sourceKey } from "#domain/ledger/entry-id";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { draftOf } from "./bookable.ts";
import { bookedRowAction, correctedRows } from "./booked-rows.ts";
import type { Action, Db } from "./db.ts";
import { entriesOf } from "./entries.ts";
import type { Books } from "./ledger-books.ts";
import { monthCounter } from "./ledger-heads.ts";
import { type Mark, marks, unmarkAction } from "./row-marks.ts";
import { rows } from "./rows.ts";

/** A bank row changed since it was booked, and what puts the books right. `entries` is empty when they agree already. */
export type RowCorrection = {
  readonly entries: readonly DraftEntry[];
  readonly actions: readonly Action[];
  /** Change of the booked rows of months, by year and counter name. */
  readonly counters: ReadonlyMap<FiscalYearId, ReadonlyMap<string, number>>;
};

export type Corrections = {
  readonly corrections: readonly RowCorrection[];
  /** Changed rows no entry stands for yet, as they are now, with their marks: what is booked of them is this and nothing older. */
  readonly unbooked: ReadonlyMap<TransactionId, { readonly row: BankRow; readonly mark: Mark }>;
  /** Changed rows an entry stands for: what is booked of them is a correction, wherever the row stands now. */
  readonly booked: ReadonlySet<TransactionId>;
};

export type CorrectionSearch = {
  readonly table: Db;
  readonly books: Books;
  readonly year: FiscalYear;
  readonly through: BusinessDate;
  readonly today: BusinessDate;
  readonly now: Instant;
  readonly place: (day: BusinessDate) => BusinessDate | null;
};

/** A mark of a row that is not booked and cannot be is kept this long: until then another look may still read the row as it was. */
const STALE_SECONDS = 3_600;

/** Everything the changed rows of a company ask of a year's books. Strongly consistent. */
export async function waitingCorrections(search: CorrectionSearch): Promise<Corrections> {
  const { table, books, place, today, through } = search;
  const marked = await marks(table, books.companyId);
  if (marked.size === 0) return { corrections: [], unbooked: new Map(), booked: new Set() };
  const facts = await bookedFacts(search, [...marked.keys()]);
  const corrections: RowCorrection[] = [];
  const unbooked = new Map<TransactionId, { row: BankRow; mark: Mark }>();
  const known = new Set<TransactionId>();
  for (const [rowId, mark] of marked) {
    const { row, booked } = facts(rowId);
    const account = books.accounts.find(({ ordinal }) => ordinal === row?.ordinal);
    if (!row || !account) continue;
    if (!booked) {
      unbooked.set(rowId, { row, mark });
      const gone = row.status === "deleted" && mark.at < shifted(search.now, -STALE_SECONDS);
      if (gone || !isBooked(account)) corrections.push(agreed(search, mark));
      continue;
    }
    known.add(rowId);
    const placed = (day: BusinessDate) => within(place(day), through);
    const wanted = (date: BusinessDate) => draftOf({ row, account }, search.year, date);
    const { entries, after, settled } = correctionOf({ booked, row, account, today, year: search.year, place: placed, wanted });
    if (entries.length === 0 && !settled) continue;
    const actions = [
      ...(entries.length > 0 ? [bookedRowAction(books.companyId, booked, after)] : []),
      ...(settled ? [unmarkAction(books.companyId, mark)] : []),
    ];
    corrections.push({ entries, actions, counters: entries.length > 0 ? countersOf(books, booked, after) : new Map() });
  }
  return { corrections, unbooked, booked: known };
}

const within = (date: BusinessDate | null, through: BusinessDate): BusinessDate | null => (date !== null && date <= through ? date : null);

const agreed = ({ books }: CorrectionSearch, mark: Mark): RowCorrection => ({
  entries: [],
  actions: [unmarkAction(books.companyId, mark)],
  counters: new Map(),
});

/** Rows as they are, and what the books hold of them. */
async function bookedFacts({ table, books }: CorrectionSearch, ids: readonly TransactionId[]) {
  const { companyId } = books;
  const byOrdinal = new Map<number, string[]>();
  for (const id of ids) {
    const { ordinal, hash } = keyOfTransaction(id);
    byOrdinal.set(ordinal, [...(byOrdinal.get(ordinal) ?? []), hash]);
  }
  const live = new Map<number, ReadonlyMap<string, BankRow>>();
  for (const [ordinal, hashes] of byOrdinal) live.set(ordinal, await rows(table, companyId).many(ordinal, hashes));
  const [own, corrected] = await Promise.all([
    entriesOf(
      table,
      companyId,
      ids.map((id) => ({ kind: "bank", id })),
    ),
    correctedRows(table, companyId, ids),
  ]);
  return (id: TransactionId): { readonly row: BankRow | undefined; readonly booked: BookedRow | undefined } => {
    const { ordinal, hash } = keyOfTransaction(id);
    const entry = own.get(sourceKey({ kind: "bank", id }));
    // An entry booked on another day than its row's leaves a note of the row's own day with its first state.
    const first = entry && bookedBy(entry, id, bankAccountNumber(ordinal), entry.date);
    return { row: live.get(ordinal)?.get(hash), booked: corrected.get(id) ?? first };
  };
}

/** The months of a row before and after, counted in the heads of their years. */
function countersOf(books: Books, before: BookedRow, after: BookedRow): ReadonlyMap<FiscalYearId, ReadonlyMap<string, number>> {
  const counters = new Map<FiscalYearId, Map<string, number>>();
  const { ordinal } = keyOfTransaction(before.rowId);
  for (const [month, count] of monthMoves(before, after)) {
    const day = month === before.month ? before.date : after.date;
    const year = books.years.find(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn);
    if (!year) continue;
    const own = counters.get(year.id) ?? new Map<string, number>();
    counters.set(year.id, own.set(monthCounter("b", ordinal, month), count));
  }
  return counters;
}
