import * as z from "zod";
import { COMPANY_CURRENCY, ExchangeRate } from "#domain/banking/exchange";
import { ACCOUNT_GROUPS, currenciesOf, positionOf } from "#domain/banking/position";
import { BusinessDate, parisDate } from "#domain/dates";
import { Currency } from "#domain/money";
import { routesNeeding } from "#runtime/route";
import { accounts } from "#store/accounts";
import { exchangeRates } from "#store/exchange-rates";

/** Minor units; null where the sum is too large to be told exactly. */
const Sum = z.int().nullable();
const Money = z.object({ balanceCents: Sum, pendingCents: Sum, futureCents: Sum });

const CurrencyTotal = Money.extend({
  currency: Currency,
  openAccounts: z.int(),
  /** Kept as history, their money in no figure: closed here, or not shared by the bank any more. */
  closedAccounts: z.int(),
  unsharedAccounts: z.int(),
  /** Worth in the company's currency; null where no rate is known. `rate` is null for that currency itself. */
  converted: Money.extend({ rate: ExchangeRate.extend({ isOld: z.boolean() }).nullable() }).nullable(),
});

const EUROS = { balanceCents: 1_200_000, pendingCents: -4_250, futureCents: 0 };
const CASH = {
  ...{ group: "cash" as const, total: { ...EUROS, currency: "EUR" }, missingRates: [] },
  currencies: [{ ...EUROS, currency: "EUR", openAccounts: 2, closedAccounts: 0, unsharedAccounts: 0, converted: { ...EUROS, rate: null } }],
};

const Totals = z
  .object({
    on: BusinessDate,
    companyCurrency: Currency,
    groups: z.array(
      z.object({
        group: z.enum(ACCOUNT_GROUPS),
        currencies: z.array(CurrencyTotal),
        /** In the company's currency, whole or not at all: null while a rate is missing. */
        total: Money.extend({ currency: Currency }).nullable(),
        missingRates: z.array(Currency),
      }),
    ),
  })
  .meta({
    id: "AccountTotals",
    description: "What the company has at its banks, by kind of account and currency.",
    examples: [{ companyCurrency: "EUR", groups: [CASH] }],
  });

export const totalsRoute = routesNeeding("table")({
  method: "GET",
  path: "/api/accounts/totals",
  may: "accounts:read",
  summary:
    "Balances by currency; cash, loans and securities apart; in the company's currency at the latest rate entered, shown with its day and source. Where a rate is missing there is no total",
  returns: Totals,
  async handle({ actor, table, now }) {
    const on = parisDate(now());
    const all = await accounts(table, actor.companyId).all();
    const rates = await exchangeRates(table, actor.companyId).on(currenciesOf(all), on);
    const groups = positionOf(all, rates, on).map(({ currencies, missingRates, ...group }) => ({
      ...{ ...group, currencies: [...currencies], missingRates: [...missingRates] },
    }));
    return { on, companyCurrency: COMPANY_CURRENCY, groups };
  },
});
