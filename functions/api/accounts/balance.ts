import * as z from "zod";
import { foreignThrough, netThrough } from "#domain/banking/totals";
import { BusinessDate, parisDate } from "#domain/dates";
import { AccountId } from "#domain/ids";
import { Currency, centsSum } from "#domain/money";
import { routesNeeding } from "#runtime/route";
import { accounts } from "#store/accounts";
import { totals } from "#store/totals";
import { Balance } from "./shapes.ts";

const route = routesNeeding("table");
const params = z.object({ accountId: AccountId });

export const balanceRoute = route({
  method: "GET",
  path: "/api/accounts/{account_id}/balance",
  may: "accounts:read",
  summary: "Balance at the end of a day: of a day to come, what is booked by then, without what the bank only announces",
  params,
  query: z.strictObject({ on: BusinessDate.exactOptional() }),
  returns: Balance,
  refuses: ["account.not_found"],
  async handle({ params, query, actor, table, now }) {
    const account = await accounts(table, actor.companyId).get(params.accountId);
    const on = query.on ?? parisDate(now());
    const { years, month } = await totals(table, actor.companyId).through(account.ordinal, on);
    const { pendingCents, futureCents } = account.totals;
    const balanceCents = centsSum(account.openingBalanceCents + netThrough(years, month, on));
    const foreign = foreignThrough({ years, month }, on).map(({ currency, netCents }) => ({
      currency: Currency.parse(currency),
      balanceCents: centsSum(netCents),
    }));
    return { accountId: account.id, on, currency: account.currency, balanceCents, pendingCents, futureCents, foreign };
  },
});
