import * as z from "zod";
import { netThrough } from "#domain/banking/totals";
import { addDays, BusinessDate, daysBetween, monthOf } from "#domain/dates";
import { AccountId } from "#domain/ids";
import { CentsSum, Currency, centsSum } from "#domain/money";
import { routesNeeding } from "#runtime/route";
import { accounts } from "#store/accounts";
import { totals } from "#store/totals";

const DAYS_MAX = 92;

const Days = z
  .strictObject({ from: BusinessDate, to: BusinessDate })
  .refine(({ from, to }) => from <= to, { path: ["to"], params: { code: "before_from" } })
  .refine(({ from, to }) => daysBetween(from, to) < DAYS_MAX, { path: ["to"], params: { code: `window_too_long_days:${DAYS_MAX}` } });

const Balances = z
  .object({ accountId: AccountId, currency: Currency, days: z.array(z.object({ date: BusinessDate, balanceCents: CentsSum })) })
  .meta({ id: "AccountBalances", description: "The balance at the end of each day." });

export const balancesRoute = routesNeeding("table")({
  method: "GET",
  path: "/api/accounts/{account_id}/balances",
  may: "accounts:read",
  summary:
    "Balance at the end of every day between two, 92 at most: booked rows in the account's currency. It costs the same whatever the history holds",
  params: z.object({ accountId: AccountId }),
  query: Days,
  returns: Balances,
  refuses: ["account.not_found"],
  async handle({ params, query: { from, to }, actor, table }) {
    const account = await accounts(table, actor.companyId).get(params.accountId);
    const kept = totals(table, actor.companyId);
    const [years, months] = await Promise.all([kept.years(account.ordinal, to), kept.months(account.ordinal, monthOf(from), monthOf(to))]);
    const byMonth = new Map(months.map(({ month, fields }) => [month, fields]));
    const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, place) => addDays(from, place)).map((date) => ({
      date,
      balanceCents: centsSum(account.openingBalanceCents + netThrough(years, byMonth.get(monthOf(date)) ?? {}, date)),
    }));
    return { accountId: account.id, currency: account.currency, days };
  },
});
