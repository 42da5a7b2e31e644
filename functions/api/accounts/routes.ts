import * as z from "zod";
import { categoryTotals, netThrough } from "#domain/banking/totals";
import { categoryById } from "#domain/categorising/categories";
import { addMonths, BusinessDate, monthOf, parisDate } from "#domain/dates";
import { AccountId } from "#domain/ids";
import { cents } from "#domain/money";
import { listOf } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { listedRows, RowFilters } from "#runtime/row-list";
import { TransactionView, transactionView } from "#runtime/transaction-view";
import { accounts } from "#store/accounts";
import { totals } from "#store/totals";
import { changeAccount, endAccount, openAccount } from "./changes.ts";
import { importRoute, importsRoute } from "./import.ts";
import { AccountFields, Balance, Summary } from "./shapes.ts";
import { AccountView, accountView } from "./view.ts";

const route = routesNeeding("table");
const params = z.object({ accountId: AccountId });

const list = route({
  method: "GET",
  path: "/api/accounts",
  may: "accounts:read",
  summary: "Every bank account with its balances",
  returns: listOf(AccountView),
  async handle({ actor, table }) {
    return { data: (await accounts(table, actor.companyId).all()).map(accountView), nextCursor: null };
  },
});

const open = route({
  method: "POST",
  path: "/api/accounts",
  may: "accounts:write",
  summary: "Open a manual account",
  body: AccountFields,
  returns: AccountView,
  status: 201,
  refuses: ["account.limit_reached", "conflict.changed_meanwhile"],
  async handle({ body, request, ...doing }) {
    return accountView(await openAccount(body, { ...doing, requestId: request.requestId }));
  },
});

const get = route({
  method: "GET",
  path: "/api/accounts/{account_id}",
  may: "accounts:read",
  summary: "One account",
  params,
  returns: AccountView,
  refuses: ["account.not_found"],
  async handle({ params, actor, table }) {
    return accountView(await accounts(table, actor.companyId).get(params.accountId));
  },
});

const change = route({
  method: "PUT",
  path: "/api/accounts/{account_id}",
  may: "accounts:write",
  summary: "Change an account",
  params,
  body: AccountFields,
  returns: AccountView,
  refuses: [
    "account.not_found",
    "account.closed",
    "account.currency_locked",
    "account.type_locked",
    "account.synced",
    "conflict.changed_meanwhile",
  ],
  async handle({ params, body, request, assertMatch, ...doing }) {
    const current = await accounts(doing.table, doing.actor.companyId).get(params.accountId);
    assertMatch(current);
    return accountView(await changeAccount(current, body, { ...doing, requestId: request.requestId }));
  },
});

const end = route({
  method: "DELETE",
  path: "/api/accounts/{account_id}",
  may: "accounts:write",
  summary: "Delete an account that never moved, close one that has a history",
  params,
  returns: z.null(),
  status: 204,
  refuses: ["account.not_found", "conflict.changed_meanwhile"],
  async handle({ params, request, assertMatch, ...doing }) {
    const current = await accounts(doing.table, doing.actor.companyId).get(params.accountId);
    assertMatch(current);
    await endAccount(current, { ...doing, requestId: request.requestId });
    return null;
  },
});

const balance = route({
  method: "GET",
  path: "/api/accounts/{account_id}/balance",
  may: "accounts:read",
  summary: "Balance at the end of a day",
  params,
  query: z.strictObject({ on: BusinessDate.exactOptional() }),
  returns: Balance,
  refuses: ["account.not_found"],
  async handle({ params, query, actor, table, now }) {
    const account = await accounts(table, actor.companyId).get(params.accountId);
    const on = query.on ?? parisDate(now());
    const { years, month } = await totals(table, actor.companyId).through(account.ordinal, on);
    const { pendingCents, futureCents } = account.totals;
    const balanceCents = cents(account.openingBalanceCents + netThrough(years, month, on));
    return { accountId: account.id, on, currency: account.currency, balanceCents, pendingCents, futureCents };
  },
});

const transactions = route({
  method: "GET",
  path: "/api/accounts/{account_id}/transactions",
  may: "transactions:read",
  summary: "The account's transactions, newest first",
  params,
  query: RowFilters,
  returns: listOf(TransactionView),
  refuses: ["account.not_found"],
  async handle({ params, query, actor, table, cursors }) {
    const account = await accounts(table, actor.companyId).get(params.accountId);
    const { rows, nextCursor } = await listedRows(table, actor.companyId, [account.ordinal], query, cursors);
    return { data: rows.map((row) => transactionView(row, account.id)), nextCursor };
  },
});

const MONTHS_DEFAULT = 12;

const summary = route({
  method: "GET",
  path: "/api/accounts/{account_id}/summary",
  may: "accounts:read",
  summary: "Money in and out by month; transfers between own accounts apart",
  params,
  query: z.strictObject({ from: BusinessDate.exactOptional(), to: BusinessDate.exactOptional() }),
  returns: Summary,
  refuses: ["account.not_found"],
  async handle({ params, query, actor, table, now }) {
    const account = await accounts(table, actor.companyId).get(params.accountId);
    const to = query.to ?? parisDate(now());
    const from = query.from ?? addMonths(to, 1 - MONTHS_DEFAULT);
    const months = await totals(table, actor.companyId).months(account.ordinal, monthOf(from), monthOf(to));
    return {
      accountId: account.id,
      currency: account.currency,
      months: months.map(({ month, fields }) => monthLine(month, fields)).filter(({ count }) => count > 0),
    };
  },
});

/** Code of internal transfers: moved between own pockets, neither earned nor spent. */
const TRANSFER_ID = "virement_interne";

function monthLine(month: string, fields: Readonly<Record<string, unknown>>) {
  const line = { inCents: 0, outCents: 0, transfersInCents: 0, transfersOutCents: 0, count: 0 };
  for (const { code, inCents, outCents, count } of categoryTotals(fields)) {
    const transfer = code === transferCode();
    line[transfer ? "transfersInCents" : "inCents"] += inCents;
    line[transfer ? "transfersOutCents" : "outCents"] += outCents;
    line.count += count;
  }
  const net = line.inCents - line.outCents + line.transfersInCents - line.transfersOutCents;
  const { inCents, outCents, transfersInCents, transfersOutCents, count } = line;
  return {
    month,
    inCents: cents(inCents),
    outCents: cents(outCents),
    netCents: cents(net),
    transfersInCents: cents(transfersInCents),
    transfersOutCents: cents(transfersOutCents),
    count,
  };
}

const transferCode = (): string => categoryById(TRANSFER_ID).code;

export const accountsApi = resource("accounts", [list, open, get, change, end, balance, transactions, summary, importRoute, importsRoute], {
  memoryMb: 1_024,
});
