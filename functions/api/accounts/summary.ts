import * as z from "zod";
import type { Account } from "#domain/banking/account";
import { type CategoryTotal, categoryTotals, foreignThrough, netThrough } from "#domain/banking/totals";
import { categoryById } from "#domain/categorising/categories";
import { addMonths, BusinessDate, businessDate, type Month, monthOf, monthsBetween, parisDate } from "#domain/dates";
import { AccountId } from "#domain/ids";
import { Currency, centsSum } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { routesNeeding } from "#runtime/route";
import { accounts } from "#store/accounts";
import type { Item } from "#store/db";
import { totals } from "#store/totals";
import { Summary } from "./shapes.ts";

const MONTHS_DEFAULT = 12;
const MONTHS_MAX = 60;

/** Months asked for: the last twelve unless said. A range has both ends in order, and at most five years. */
const SummaryRange = z
  .strictObject({ from: BusinessDate.exactOptional(), to: BusinessDate.exactOptional() })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, { path: ["to"], params: { code: "before_from" } });

export const summaryRoute = routesNeeding("table")({
  method: "GET",
  path: "/api/accounts/{account_id}/summary",
  may: "accounts:read",
  summary:
    "Money in and out by month and currency, whole months only; transfers between own accounts apart. Months in which nothing moved are left out; 60 months at most",
  params: z.object({ accountId: AccountId }),
  query: SummaryRange,
  returns: Summary,
  refuses: ["account.not_found"],
  async handle({ params, query, actor, table, now }) {
    const to = query.to ?? parisDate(now());
    const from = query.from ?? addMonths(to, 1 - MONTHS_DEFAULT);
    assertRange(from, to);
    const account = await accounts(table, actor.companyId).get(params.accountId);
    const kept = totals(table, actor.companyId);
    const [months, years] = await Promise.all([kept.months(account.ordinal, monthOf(from), monthOf(to)), kept.years(account.ordinal, to)]);
    const lines = months.flatMap(({ month, fields }) => monthLines(month, fields, { account, years }));
    return { accountId: account.id, currency: account.currency, months: lines };
  },
});

/** What a default end leaves to be said: a `from` after today, and too many months. */
function assertRange(from: BusinessDate, to: BusinessDate): void {
  if (from > to) throw new Refusal("request.invalid", { flaws: [{ pointer: "/query/from", message: "before_from" }] });
  if (monthsBetween(from, to).length > MONTHS_MAX)
    throw new Refusal("request.invalid", { flaws: [{ pointer: "/query/from", message: `window_too_long:${MONTHS_MAX}` }] });
}

type Kept = { readonly account: Account; readonly years: ReadonlyMap<string, Item> };

/** A line for each currency that moved in a month, the account's own first. */
function monthLines(month: Month, fields: Item, kept: Kept) {
  const all = categoryTotals(fields);
  const own = kept.account.currency;
  const currencies = [...new Set(all.map(({ currency }) => currency))].sort(
    (left, right) => Number(right === own) - Number(left === own) || (left < right ? -1 : 1),
  );
  return currencies.map((currency) => {
    const categories = all.filter((category) => category.currency === currency);
    return monthLine(month, Currency.parse(currency), categories, kept);
  });
}

function monthLine(month: Month, currency: Currency, categories: readonly CategoryTotal[], kept: Kept) {
  const line = { inCents: 0, outCents: 0, transfersInCents: 0, transfersOutCents: 0, count: 0 };
  for (const { code, inCents, outCents, rows } of categories) {
    const transfer = code === transferCode();
    line[transfer ? "transfersInCents" : "inCents"] += inCents;
    line[transfer ? "transfersOutCents" : "outCents"] += outCents;
    line.count += rows;
  }
  const net = line.inCents - line.outCents + line.transfersInCents - line.transfersOutCents;
  const opening = balanceBefore(month, currency, kept);
  return {
    ...{ month, currency, count: line.count, netCents: centsSum(net) },
    ...{ openingBalanceCents: centsSum(opening), closingBalanceCents: centsSum(opening + net) },
    ...{ inCents: centsSum(line.inCents), outCents: centsSum(line.outCents) },
    ...{ transfersInCents: centsSum(line.transfersInCents), transfersOutCents: centsSum(line.transfersOutCents) },
  };
}

/** What the account held of a currency when the month began: its opening balance is in its own. */
function balanceBefore(month: Month, currency: Currency, { account, years }: Kept): number {
  const firstDay = businessDate(`${month}-01`);
  if (currency === account.currency) return account.openingBalanceCents + netThrough(years, {}, firstDay);
  return foreignThrough({ years, month: {} }, firstDay).find((other) => other.currency === currency)?.netCents ?? 0;
}

/** Internal transfers: moved between own pockets, neither earned nor spent. */
const transferCode = (): string => categoryById("virement_interne").code;
