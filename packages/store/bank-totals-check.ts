import type { Account } from "#domain/banking/account";
import { ordinalText } from "#domain/banking/account";
import { addChange, keptField, type TotalsDelta } from "#domain/banking/totals";
import { type BusinessDate, businessDate, lastDayOf, monthOf, monthsBetween } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { accounts } from "./accounts.ts";
import type { Db, Item } from "./db.ts";
import { dateSortKey } from "./row-item.ts";
import { endOfDay, rows } from "./rows.ts";
import { totals } from "./totals.ts";

/** A month of a bank account whose kept totals are not the sum of its rows. */
export type BankGap = { readonly account: Account; readonly month: string };

const PAGE_ROWS = 200;
/** The index rows are read from may lag behind their totals: a month that differs is read again, this often at most. */
const READS_MAX = 3;

/** Months of a year, of any bank account, whose kept totals (by category and day) are not the sum of the rows themselves. */
export async function bankGaps(
  table: Db,
  companyId: CompanyId,
  year: Pick<FiscalYear, "startsOn" | "endsOn">,
): Promise<readonly BankGap[]> {
  const gaps: BankGap[] = [];
  for (const account of await accounts(table, companyId).all("now")) {
    const months = monthsBetween(year.startsOn, year.endsOn);
    const kept = await totals(table, companyId).months(account.ordinal, months[0] ?? "", months.at(-1) ?? "", true);
    const summed = await summedRows(table, companyId, account, businessDate(`${months[0]}-01`), lastDayOf(months.at(-1) ?? ""));
    const byMonth = new Map(kept.map(({ month, fields }) => [month, fields]));
    for (const month of months) {
      const whole = summed.get(keyOf(account, month));
      if (!differs(byMonth.get(month), whole, account) || !(await stillDiffers(table, companyId, account, month))) continue;
      gaps.push({ account, month });
    }
  }
  return gaps;
}

const keyOf = ({ ordinal }: Account, month: string): string => `AM:${ordinalText(ordinal)}:${month}`;

/** Totals of the rows of some whole months, from nothing. */
async function summedRows(table: Db, companyId: CompanyId, account: Account, from: BusinessDate, to: BusinessDate): Promise<TotalsDelta> {
  const sums: TotalsDelta = new Map();
  let start: string = from;
  for (;;) {
    const stretch = {
      ordinal: account.ordinal,
      index: "byDate",
      from: start,
      to: endOfDay(to),
      descending: false,
      limit: PAGE_ROWS,
    } as const;
    const page = await rows(table, companyId).page(stretch);
    for (const row of page) addChange(sums, null, row);
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS) return sums;
    start = `${dateSortKey(last)}~`;
  }
}

/** Counters of a month: categories and days. Other fields count changes, not money. */
const COUNTER = /^(?:[A-Z]{3}[0-9A-Z]{2}[ionp]|(?:[A-Z]{3})?d\d\d)$/;

/** Whether a month's kept counters are not what its rows add up to. */
export function differs(kept: Item | undefined, summed: ReadonlyMap<string, number> | undefined, { currency }: Account): boolean {
  const held = new Map(Object.entries(kept ?? {}).flatMap(([name, value]) => (COUNTER.test(name) && value !== 0 ? [[name, value]] : [])));
  const own = new Map([...(summed ?? [])].map(([name, value]) => [keptField(name, currency), value]));
  return held.size !== own.size || [...own].some(([name, value]) => held.get(name) !== value);
}

async function stillDiffers(table: Db, companyId: CompanyId, account: Account, month: string): Promise<boolean> {
  for (let read = 1; read <= READS_MAX; read += 1) {
    const [kept] = await totals(table, companyId).months(account.ordinal, month, month, true);
    const first = businessDate(`${month}-01`);
    const summed = await summedRows(table, companyId, account, first, lastDayOf(monthOf(first)));
    if (!differs(kept?.fields, summed.get(keyOf(account, month)), account)) return false;
  }
  return true;
}
