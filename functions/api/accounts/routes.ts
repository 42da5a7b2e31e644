import * as z from "zod";
import { AccountId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { listOf } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { RowFilters } from "#runtime/row-filters";
import { listedRows } from "#runtime/row-list";
import { accountIdsOf, TransactionView, transactionView } from "#runtime/transaction-view";
import { accounts } from "#store/accounts";
import { balanceRoute } from "./balance.ts";
import { balancesRoute } from "./balances.ts";
import { changeAccount, endAccount, openAccount } from "./changes.ts";
import { importRoute, importsRoute } from "./import.ts";
import { AccountChange, AccountFields } from "./shapes.ts";
import { summaryRoute } from "./summary.ts";
import { totalsRoute } from "./totals.ts";
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
  refuses: ["account.limit_reached", "account.iban_taken", "conflict.changed_meanwhile"],
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
  summary: "Change an account, said whole; `status: open` opens a closed one again",
  params,
  body: AccountChange,
  returns: AccountView,
  refuses: [
    "account.not_found",
    "account.closed",
    "account.currency_locked",
    "account.type_locked",
    "account.synced",
    "account.iban_taken",
    "conflict.changed_meanwhile",
  ],
  async handle({ params, body, request, assertMatch, ...doing }) {
    const current = await accounts(doing.table, doing.actor.companyId).getNow(params.accountId);
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
    const all = await accounts(table, actor.companyId).all();
    const account = all.find(({ id }) => id === params.accountId);
    if (!account) throw new Refusal("account.not_found");
    const { rows, nextCursor } = await listedRows(table, actor.companyId, [account.ordinal], query, cursors);
    const ids = accountIdsOf(all);
    return { data: rows.map((row) => transactionView(row, account.id, ids)), nextCursor };
  },
});

export const accountsApi = resource(
  "accounts",
  [list, open, totalsRoute, get, change, end, balanceRoute, balancesRoute, transactions, summaryRoute, importRoute, importsRoute],
  { memoryMb: 1_024 },
);
