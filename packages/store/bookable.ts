import type { Account } from "#domain/banking/account";
import type { BankRow } from "#domain/banking/row";
import { partsOf, transactionId } from "#domain/banking/row";
import { countOf } from "#domain/banking/totals";
import { categoryByCode } from "#domain/categorising/categories";
import { addDays, type BusinessDate, businessDate, earliest, lastDayOf, latest, type Month, monthsBetween } from "#domain/dates";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import { bankEntry } from "#domain/ledger/bank-entry";
import { isBookable, isBooked } from "#domain/ledger/bookable";
import type { DraftEntry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Db, Item } from "./db.ts";
import { bookedSources } from "./entries.ts";
import { type ImportedDays, isImportedDay, isImportedMonth } from "./imported-days.ts";
import { type LedgerHead, monthCounter } from "./ledger-heads.ts";
import { dateSortKey } from "./row-item.ts";
import { endOfDay, rows } from "./rows.ts";
import { CHANGES_FIELD, totals } from "./totals.ts";

/** A bank row that no entry stands for yet. */
export type Bookable = { readonly row: BankRow; readonly account: Account };

/** What reading a whole month showed: at which change, and how many of its rows can be booked. */
export type MonthScan = {
  readonly yearId: FiscalYearId;
  readonly ordinal: number;
  readonly month: Month;
  readonly change: number;
  readonly bookable: number;
};

export type Search = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly year: FiscalYear;
  readonly accounts: readonly Account[];
  readonly head: LedgerHead | null;
  /** First day looked at, when that is not the year's: a month's first. */
  readonly from?: BusinessDate;
  readonly through: BusinessDate;
  readonly today: BusinessDate;
  /** Rows of these days are in books taken over from another program. */
  readonly imported: readonly ImportedDays[];
  /** `hinted` looks for entries only in months that have some, and leaves the rest to the write's condition. */
  readonly check: "always" | "hinted";
  /** Told of every month read from its first to its last day, when the index showed as many rows as the totals count. */
  readonly onMonth?: (scan: MonthScan) => void;
};

const PAGE_ROWS = 200;

/**
 * Rows to book, in the order they will be numbered: (date, account, row). A settled month (no change since all of it was found
 * booked) is skipped unread, so a quiet year costs no row at all.
 */
export async function* bookable(search: Search): AsyncGenerator<Bookable> {
  const sources = search.accounts.filter(isBooked).map((account) => rowsOf(search, account));
  const heads = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    let first = -1;
    heads.forEach((head, index) => {
      if (!head.done && (first < 0 || comesBefore(head.value.row, heads[first]))) first = index;
    });
    const next = heads[first];
    const source = sources[first];
    if (!next || next.done || !source) return;
    yield next.value;
    heads[first] = await source.next();
  }
}

function comesBefore(row: BankRow, other: IteratorResult<Bookable, void> | undefined): boolean {
  if (!other || other.done) return true;
  const rival = other.value.row;
  if (row.date !== rival.date) return row.date < rival.date;
  return row.ordinal !== rival.ordinal ? row.ordinal < rival.ordinal : row.hash < rival.hash;
}

/** Whether every row of a year's bank accounts is booked, as far as the kept counters of its months tell. Reads no row. */
export async function isSettled({
  table,
  companyId,
  year,
  accounts,
  head,
  imported,
}: Pick<Search, "table" | "companyId" | "year" | "accounts" | "head" | "imported">): Promise<boolean> {
  for (const account of accounts.filter(isBooked)) {
    const months = monthsBetween(year.startsOn, year.endsOn).filter((month) => !isImportedMonth(month, year, imported));
    const kept = await totals(table, companyId).months(account.ordinal, months[0] ?? "", months.at(-1) ?? "", true);
    if (!kept.every(({ month, fields }) => monthIsSettled(account.ordinal, month, fields, head))) return false;
  }
  return true;
}

function monthIsSettled(ordinal: number, month: Month, fields: Item, head: LedgerHead | null): boolean {
  const booked = head?.booked.get(monthCounter("b", ordinal, month)) ?? 0;
  return (countOf(fields) === 0 && booked === 0) || head?.settled.get(monthCounter("s", ordinal, month)) === fields[CHANGES_FIELD];
}

async function* rowsOf(search: Search, account: Account): AsyncGenerator<Bookable, void> {
  const { table, companyId, year, head, today } = search;
  const through = earliest(search.through, year.endsOn, today);
  const from = search.from ?? year.startsOn;
  if (through < from) return;
  const months = monthsBetween(from, through);
  const kept = await totals(table, companyId).months(account.ordinal, months[0] ?? "", months.at(-1) ?? "", true);
  for (const { month, fields } of kept) {
    if (isImportedMonth(month, year, search.imported) || monthIsSettled(account.ordinal, month, fields, head)) continue;
    yield* monthRows(search, account, month, fields, through);
  }
}

async function* monthRows(
  search: Search,
  account: Account,
  month: Month,
  fields: Item,
  through: BusinessDate,
): AsyncGenerator<Bookable, void> {
  const { table, companyId, year, head, today, check, onMonth, imported } = search;
  const from = latest(businessDate(`${month}-01`), year.startsOn);
  const to = earliest(lastDayOf(month), through);
  const checked = check === "always" || (head?.booked.get(monthCounter("b", account.ordinal, month)) ?? 0) > 0;
  const seen = { booked: 0, bookable: 0 };
  let start = `${addDays(from, -1)}#~`;
  for (;;) {
    const page = await rows(table, companyId).page({
      ordinal: account.ordinal,
      index: "byDate",
      from: start,
      to: endOfDay(to),
      descending: false,
      limit: PAGE_ROWS,
    });
    const candidates = page.filter((row) => isBookable(row, account, today) && !isImportedDay(row.date, imported));
    seen.booked += page.filter(({ status }) => status === "booked").length;
    seen.bookable += candidates.length;
    const booked = checked
      ? await bookedSources(
          table,
          companyId,
          candidates.map((row) => ({ kind: "bank", id: transactionId(row) })),
        )
      : NONE;
    for (const row of candidates) if (!booked.has(transactionId(row))) yield { row, account };
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS) break;
    start = `${dateSortKey(last)}~`;
  }
  const inYear = lastDayOf(month) <= year.endsOn && `${month}-01` >= year.startsOn;
  const whole = to === earliest(lastDayOf(month), year.endsOn) && (!inYear || seen.booked === countOf(fields));
  if (whole)
    onMonth?.({ yearId: year.id, ordinal: account.ordinal, month, change: Number(fields[CHANGES_FIELD] ?? 0), bookable: seen.bookable });
}

const NONE: ReadonlySet<string> = new Set();

/** The draft entry of a bank row: a pure function of row, category, account, day and the chart of the year. It is never stored. */
export function draftOf({ row, account }: Bookable, year: FiscalYear, entryDate?: BusinessDate): DraftEntry {
  const { label, rawLabel, amountCents, date, transactionDate } = row;
  return bankEntry({
    row: { id: transactionId(row), label, rawLabel, amountCents, date, ...(transactionDate && { transactionDate }) },
    parts: partsOf(row).map(({ code, ...part }) => ({ ...part, category: categoryByCode(code) })),
    bank: { ordinal: account.ordinal, name: account.ledgerName },
    year,
    ...(entryDate && { entryDate }),
  });
}
