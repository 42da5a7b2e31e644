import type { Account } from "#domain/banking/account";
import type { BankRow } from "#domain/banking/row";
import { transactionId } from "#domain/banking/row";
import { countOf } from "#domain/banking/totals";
import { categoryByCode } from "#domain/categorising/categories";
import { addDays, type BusinessDate, businessDate, earliest, lastDayOf, latest, monthsBetween } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { bankEntry, isBookable } from "#domain/ledger/bank-entry";
import type { DraftEntry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Db } from "./db.ts";
import { entries } from "./entries.ts";
import { bookedCounter, type LedgerHead } from "./ledger-heads.ts";
import { dateSortKey } from "./row-item.ts";
import { endOfDay, rows } from "./rows.ts";
import { totals } from "./totals.ts";

/** A bank row that no entry of the year stands for yet. */
export type Bookable = { readonly row: BankRow; readonly account: Account };

export type Search = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly year: FiscalYear;
  readonly accounts: readonly Account[];
  readonly head: LedgerHead | null;
  readonly through: BusinessDate;
  readonly today: BusinessDate;
};

const PAGE_ROWS = 200;

/**
 * Rows to book, in the order they will be numbered: (date, account, row). A month whose kept row count equals its booked
 * count is skipped unread, so late arrivals cost one comparison and a quiet year costs no row at all.
 */
export async function* bookable(search: Search): AsyncGenerator<Bookable> {
  const sources = search.accounts.map((account) => rowsOf(search, account));
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
  return row.date !== rival.date
    ? row.date < rival.date
    : row.ordinal !== rival.ordinal
      ? row.ordinal < rival.ordinal
      : row.hash < rival.hash;
}

async function* rowsOf(search: Search, account: Account): AsyncGenerator<Bookable, void> {
  const { table, companyId, year, head, today } = search;
  const through = earliest(search.through, year.endsOn, today);
  if (through < year.startsOn) return;
  const months = monthsBetween(year.startsOn, through);
  const kept = await totals(table, companyId).months(account.ordinal, months[0] ?? "", months.at(-1) ?? "");
  const counts = new Map(kept.map(({ month, fields }) => [month, countOf(fields)]));
  for (const month of months) {
    const booked = head?.booked.get(bookedCounter(account.ordinal, month)) ?? 0;
    if ((counts.get(month) ?? 0) === 0 || booked === counts.get(month)) continue;
    const from = businessDate(`${month}-01`);
    const to = lastDayOf(month);
    yield* monthRows(search, account, {
      from: latest(from, year.startsOn),
      to: earliest(to, through),
      checked: booked > 0,
    });
  }
}

type Span = { readonly from: BusinessDate; readonly to: BusinessDate; readonly checked: boolean };

async function* monthRows(
  { table, companyId, year, today }: Search,
  account: Account,
  { from, to, checked }: Span,
): AsyncGenerator<Bookable, void> {
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
    const candidates = page.filter((row) => isBookable(row, account, today));
    const booked = checked
      ? await entries(table, companyId, year.id).booked(candidates.map((row) => ({ kind: "bank", id: transactionId(row) })))
      : new Set<string>();
    for (const row of candidates) if (!booked.has(transactionId(row))) yield { row, account };
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS) return;
    start = `${dateSortKey(last)}~`;
  }
}

/** The draft entry of a bank row: a pure function of row, category, account and the chart of the year. It is never stored. */
export function draftOf({ row, account }: Bookable, year: FiscalYear): DraftEntry {
  const { label, rawLabel, amountCents, date, transactionDate, categorisation } = row;
  return bankEntry({
    row: { id: transactionId(row), label, rawLabel, amountCents, date, ...(transactionDate && { transactionDate }) },
    category: categoryByCode(categorisation.code),
    bank: { ordinal: account.ordinal, name: account.ledgerName },
    year,
  });
}
