import { type BusinessDate, earliest, latest, monthsBetween } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Entry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { balanceOf, type KeptTotals, monthPlace, movementOf, totalsIncrements } from "#domain/ledger/kept-totals";
import { Refusal } from "#domain/refusals";
import { accountEntries } from "./account-entries.ts";
import { addsUp } from "./adds-up.ts";
import type { Db } from "./db.ts";
import { keptOfYear } from "./ledger-totals.ts";

/** The index a period is read from may lag behind its totals: the reader looks again, this often at most. */
const READS_MAX = 4;
/** Entries of a period read at once; a return of more is prepared where its invoices are. */
const PERIOD_ENTRIES_MAX = 10_000;

/** Whole months, first day to last. */
export type Period = { readonly from: BusinessDate; readonly to: BusinessDate };
type Choose = (account: string) => boolean;
type Asked = { readonly year: FiscalYear; readonly period: Period; readonly chosen: Choose; readonly entriesMax?: number };

/** Validated entries of a period that touch some accounts, and how far the year is validated. */
export type PeriodEntries = {
  readonly entries: readonly Entry[];
  readonly kept: readonly KeptTotals[];
  readonly validatedThrough: BusinessDate | null;
};

/**
 * The entries of whole months of one fiscal year that touch the accounts chosen, each once, believed only when they add up to the kept totals of those
 * months. Refuses `tax.too_many_entries` and, when the books keep moving, `conflict.changed_meanwhile`.
 */
export async function entriesOfPeriod(
  db: Db,
  companyId: CompanyId,
  { year, period, chosen, entriesMax = PERIOD_ENTRIES_MAX }: Asked,
): Promise<PeriodEntries> {
  const inYear = { from: latest(period.from, year.startsOn), to: earliest(period.to, year.endsOn) };
  const months = monthsBetween(inYear.from, inYear.to).map((_, index) => monthPlace(year, inYear.from) + index);
  for (let read = 1; read <= READS_MAX; read += 1) {
    const { head, kept } = await keptOfYear(db, companyId, year);
    const moved = kept.filter(({ account, debits, credits }) => chosen(account) && months.some((month) => debits[month] || credits[month]));
    const known = kept.map(({ account }) => account);
    const found = await Promise.all(
      moved.map(({ account }) => gathered(accountEntries(db, companyId, { yearId: year.id, account, known, ...inYear }), entriesMax)),
    );
    const entries = [...new Map(found.flat().map((entry) => [entry.number, entry])).values()].sort(
      (left, right) => left.number - right.number,
    );
    if (addsUp(moved, totalsIncrements(year, entries), months)) return { entries, kept, validatedThrough: head?.validatedThrough ?? null };
  }
  throw new Refusal("conflict.changed_meanwhile", { headers: { "retry-after": "2" } });
}

async function gathered(entries: AsyncGenerator<Entry>, entriesMax: number): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for await (const entry of entries) {
    if (found.length >= entriesMax) throw new Refusal("tax.too_many_entries");
    found.push(entry);
  }
  return found;
}

/** Balance of an account (debit positive, cents) when a day begins that begins a month; 0 when it never moved. */
export function balanceBefore(kept: readonly KeptTotals[], year: FiscalYear, account: string, day: BusinessDate): number {
  const own = kept.filter((one) => one.account.startsWith(account));
  if (day > year.endsOn) return own.reduce((sum, one) => sum + balanceOf(one), 0);
  const months = day <= year.startsOn ? 0 : monthPlace(year, day);
  return own.reduce((sum, one) => {
    const { debitCents, creditCents } = movementOf(one, months);
    return sum + one.openingDebitCents - one.openingCreditCents + debitCents - creditCents;
  }, 0);
}
