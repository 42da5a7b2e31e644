import * as z from "zod";
import type { BankRow } from "#domain/banking/row";
import { TransactionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { rulesOf } from "#runtime/categorised";
import { listOf } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { AccountIds, RowFilters } from "#runtime/row-filters";
import { listedRows } from "#runtime/row-list";
import { accountIdsOf, type OrdinalIds, TransactionView, transactionView } from "#runtime/transaction-view";
import { accounts } from "#store/accounts";
import { companies } from "#store/companies";
import { rows } from "#store/rows";
import { attach, detach, getAttachment, listAttachments } from "./attachments.ts";
import { batch } from "./batch-route.ts";
import { add, remove } from "./by-hand.ts";
import { accountOf, changeRow, shownRow } from "./change.ts";
import { edited, TransactionPatch } from "./edit.ts";
import { split, unsplit } from "./split.ts";

const route = routesNeeding("table");
const params = z.object({ transactionId: TransactionId });

const list = route({
  method: "GET",
  path: "/api/transactions",
  may: "transactions:read",
  summary: "Transactions of every account, newest first",
  query: RowFilters.extend({ accountId: AccountIds.exactOptional() }),
  returns: listOf(TransactionView),
  refuses: ["account.not_found", "request.bad_cursor"],
  async handle({ query: { accountId, ...filters }, actor, table, cursors }) {
    const all = await accounts(table, actor.companyId).all();
    const ids = accountIdsOf(all);
    if (accountId?.some((id) => !all.some((account) => account.id === id))) throw new Refusal("account.not_found");
    const ordinals = all.filter(({ id }) => accountId?.includes(id) ?? true).map(({ ordinal }) => ordinal);
    const listed = await listedRows(table, actor.companyId, ordinals, filters, cursors);
    return { data: listed.rows.flatMap((row) => shown(row, ids)), nextCursor: listed.nextCursor };
  },
});

function shown(row: BankRow, ids: OrdinalIds) {
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

/** Something must be said, as of each row of a batch. */
const Patch = TransactionPatch.refine(({ categoryId, note }) => categoryId !== undefined || note !== undefined, {
  params: { code: "nothing_to_change" },
});

const patch = route({
  method: "PATCH",
  path: "/api/transactions/{transaction_id}",
  may: "transactions:write",
  summary: "Categorise or annotate a transaction; no later sync undoes it. Without a category (null) the rules decide again",
  params,
  body: Patch,
  returns: TransactionView,
  refuses: ["transaction.not_found", "transaction.split", "category.not_found", "transfer.linked", "conflict.changed_meanwhile"],
  async handle({ params, body, ...doing }) {
    const company = body.categoryId === null ? await companies(doing.table, doing.actor.companyId).get() : NOBODY;
    return shownRow(
      await changeRow(
        params.transactionId,
        "transaction.updated",
        (row, all, at) => ({ next: edited(row, body, rulesOf(company, all), at) }),
        doing,
      ),
    );
  },
});

/** Rules are asked only when a person hands a row back to them. */
const NOBODY = { name: "" };

export const transactionsApi = resource("transactions", [
  ...[list, add, get, patch, remove, split, unsplit, batch],
  ...[attach, listAttachments, getAttachment, detach],
]);
