import * as z from "zod";
import type { Account } from "#domain/banking/account";
import { type BankRow, keyOfTransaction } from "#domain/banking/row";
import { instantOf } from "#domain/dates";
import { AccountId, TransactionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { doerOf } from "#runtime/actor";
import { listOf } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { listedRows, RowFilters } from "#runtime/row-list";
import { type AccountIds, accountIdsOf, TransactionView, transactionView } from "#runtime/transaction-view";
import { accounts } from "#store/accounts";
import { batchesOf, writeRows } from "#store/row-changes";
import { rows } from "#store/rows";
import { edited, TransactionPatch } from "./edit.ts";

const route = routesNeeding("table");
const params = z.object({ transactionId: TransactionId });

const list = route({
  method: "GET",
  path: "/api/transactions",
  may: "transactions:read",
  summary: "Transactions of every account, newest first",
  query: RowFilters.extend({ accountId: AccountId.exactOptional() }),
  returns: listOf(TransactionView),
  refuses: ["account.not_found", "request.bad_cursor"],
  async handle({ query, actor, table, cursors }) {
    const all = await accounts(table, actor.companyId).all();
    const wanted = query.accountId === undefined ? all : all.filter(({ id }) => id === query.accountId);
    if (query.accountId !== undefined && wanted.length === 0) throw new Refusal("account.not_found");
    const ids = accountIdsOf(all);
    const listed = await listedRows(
      table,
      actor.companyId,
      wanted.map(({ ordinal }) => ordinal),
      query,
      cursors,
    );
    return { data: listed.rows.flatMap((row) => shown(row, ids)), nextCursor: listed.nextCursor };
  },
});

function shown(row: BankRow, ids: AccountIds) {
  const id = ids.get(row.ordinal);
  return id ? [transactionView(row, id, ids)] : [];
}

const get = route({
  method: "GET",
  path: "/api/transactions/{transaction_id}",
  may: "transactions:read",
  summary: "One transaction",
  params,
  returns: TransactionView,
  refuses: ["transaction.not_found"],
  async handle({ params, actor, table }) {
    const [row, all] = await Promise.all([rows(table, actor.companyId).get(params.transactionId), accounts(table, actor.companyId).all()]);
    return transactionView(row, accountOf(all, params.transactionId).id, accountIdsOf(all));
  },
});

/** A person's edit races a sync at most this often before it is told to read again. */
const ATTEMPTS_MAX = 3;

const patch = route({
  method: "PATCH",
  path: "/api/transactions/{transaction_id}",
  may: "transactions:write",
  summary: "Categorise or annotate a transaction; no later sync undoes it",
  params,
  body: TransactionPatch,
  returns: TransactionView,
  refuses: ["transaction.not_found", "category.not_found", "transfer.linked", "conflict.changed_meanwhile"],
  async handle({ params, body, actor, request, table, now, newId, assertMatch }) {
    const all = await accounts(table, actor.companyId).all();
    const account = accountOf(all, params.transactionId);
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const current = await rows(table, actor.companyId).get(params.transactionId);
      assertMatch(current);
      const next = edited(current, body, instantOf(now()));
      if (next === current) return transactionView(current, account.id, accountIdsOf(all));
      const event = {
        id: newId("event"),
        type: "transaction.updated",
        at: instantOf(now()),
        doer: doerOf(actor),
        requestId: request.requestId,
      } as const;
      const [batch] = batchesOf([{ before: current, after: next, alias: null, kind: "updated" }]);
      if (batch && (await writeRows(table, actor.companyId, batch, new Map([[account.ordinal, account]]), event)).done)
        return transactionView(next, account.id, accountIdsOf(all));
    }
    throw new Refusal("conflict.changed_meanwhile");
  },
});

function accountOf(all: readonly Account[], id: TransactionId): Account {
  const { ordinal } = keyOfTransaction(id);
  const found = all.find((account) => account.ordinal === ordinal);
  if (!found) throw new Refusal("transaction.not_found");
  return found;
}

export const transactionsApi = resource("transactions", [list, get, patch]);
