import type { Account } from "#domain/banking/account";
import { type BusinessDate, monthOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { centsSum } from "#domain/money";
import type { Db } from "#store/db";
import { totals } from "#store/totals";
import type { OwnBalances } from "./report.ts";

const LAST_MONTH = "9999-12";

/** What an account held at the end of a day (of all days: null), strongly consistent: its kept total less what moved later. */
export async function ownBalance(table: Db, companyId: CompanyId, account: Account, on: BusinessDate | null): Promise<OwnBalances> {
  const { ordinal, openingBalanceCents: openingCents, totals: kept } = account;
  const later = on === null ? 0 : await movedAfter(table, companyId, ordinal, on);
  return { openingCents, atCents: centsSum(openingCents + kept.bookedCents - later) };
}

async function movedAfter(table: Db, companyId: CompanyId, ordinal: number, on: BusinessDate): Promise<number> {
  const months = await totals(table, companyId).months(ordinal, monthOf(on), LAST_MONTH, true);
  return months.reduce((sum, { month, fields }) => sum + netOfDays(fields, (day) => `${month}-${day}` > on), 0);
}

/** Net of those days of a month that are wanted (`01` to `31`). */
function netOfDays(fields: Readonly<Record<string, unknown>>, wanted: (day: string) => boolean): number {
  let net = 0;
  for (const [name, value] of Object.entries(fields))
    if (/^d\d\d$/.test(name) && typeof value === "number" && wanted(name.slice(1))) net += value;
  return net;
}
