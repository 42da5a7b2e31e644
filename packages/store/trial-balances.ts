import { type BusinessDate, businessDate, earliest, lastDayOf, monthOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Entry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { type KeptTotals, monthPlace, totalsIncrements } from "#domain/ledger/kept-totals";
import { isBoundary, type TrialBalance, trialBalance } from "#domain/ledger/trial-balance";
import { Refusal } from "#domain/refusals";
import { entriesOfDays } from "./account-entries.ts";
import { addsUp } from "./adds-up.ts";
import type { Db } from "./db.ts";
import { type KeptBy, keptAccounts } from "./ledger-totals.ts";

/** The index a month is read from may lag behind its totals: the reader looks again, this often at most. */
const READS_MAX = 4;

/**
 * Trial balance of a year through a day, one moment's. At a month's end it costs by the number of accounts alone; inside a month that
 * month's entries are read too, and believed only when they add up to the month's own totals.
 */
export async function readTrialBalance(
  table: Db,
  companyId: CompanyId,
  year: FiscalYear,
  through: BusinessDate,
  by: KeptBy,
): Promise<TrialBalance> {
  if (isBoundary(year, through)) return trialBalance(await keptAccounts(table, companyId, year, by), year, through);
  for (let read = 1; read <= READS_MAX; read += 1) {
    const accounts = await keptAccounts(table, companyId, year);
    const entries = await monthEntries(table, companyId, year, accounts, through);
    const whole = totalsIncrements(year, entries);
    if (!addsUp(accounts, whole, [monthPlace(year, through)])) continue;
    const kept = by === "account" ? accounts : await keptAccounts(table, companyId, year, by);
    const edge = totalsIncrements(
      year,
      entries.filter(({ date }) => date <= through),
    );
    return trialBalance(kept, year, through, edge);
  }
  throw new Refusal("conflict.changed_meanwhile", { headers: { "retry-after": "2" } });
}

async function monthEntries(
  table: Db,
  companyId: CompanyId,
  year: FiscalYear,
  accounts: readonly KeptTotals[],
  through: BusinessDate,
): Promise<readonly Entry[]> {
  const month = monthOf(through);
  const found: Entry[] = [];
  const known = accounts.map(({ account }) => account);
  const stretch = { yearId: year.id, known, from: businessDate(`${month}-01`), to: earliest(lastDayOf(month), year.endsOn) };
  for await (const entry of entriesOfDays(table, companyId, stretch)) found.push(entry);
  return found;
}
