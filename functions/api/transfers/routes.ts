import * as z from "zod";
import { type BankRow, keyOfTransaction, transactionId } from "#domain/banking/row";
import type { TransferLink } from "#domain/banking/transfer-link";
import { type AccountId, TransactionId } from "#domain/ids";
import { rowsOf } from "#runtime/banking/link-transfers";
import { listOf, listQuery } from "#runtime/list";
import { resource } from "#runtime/resource";
import { routesNeeding } from "#runtime/route";
import { accountIdsOf, type OrdinalIds, transactionView } from "#runtime/transaction-view";
import { accounts } from "#store/accounts";
import { transfers } from "#store/transfers";
import { linkByPerson, partByPerson } from "./changes.ts";
import { NewTransfer, SuggestionView, TransferView } from "./shapes.ts";

const route = routesNeeding("table");
const params = z.object({ transactionId: TransactionId });

/** Where a page ended: day and outgoing leg of the last transfer seen. */
const Position = z.string().max(60);

const list = route({
  method: "GET",
  path: "/api/transfers",
  may: "transactions:read",
  summary: "Transfers between own accounts, the latest to arrive first: neither income nor expense",
  query: listQuery({}),
  returns: listOf(TransferView),
  refuses: ["request.bad_cursor"],
  async handle({ query, actor, table, cursors }) {
    const page = transfers(table, actor.companyId).page(query.limit, cursors.open(Position));
    const [{ links, next }, all] = await Promise.all([page, accounts(table, actor.companyId).all()]);
    const ids = accountIdsOf(all);
    return { data: links.map((link) => transferView(link, ids)), nextCursor: next === null ? null : cursors.seal(next) };
  },
});

function transferView(link: TransferLink, ids: OrdinalIds): z.input<typeof TransferView> {
  const { outgoingId, incomingId, outgoingOn, incomingOn, amountCents, currency, by, linkedAt } = link;
  return {
    outgoing: { transactionId: outgoingId, accountId: accountIdIn(ids, outgoingId), date: outgoingOn },
    incoming: { transactionId: incomingId, accountId: accountIdIn(ids, incomingId), date: incomingOn },
    ...{ amountCents, currency, by, linkedAt },
  };
}

function accountIdIn(ids: OrdinalIds, transaction: TransactionId): AccountId {
  const found = ids.get(keyOfTransaction(transaction).ordinal);
  if (!found) throw new Error("a transfer names an account that is not there");
  return found;
}

/** Suggestions shown: whoever decides some is shown the others. */
const SUGGESTIONS_MAX = 50;

const suggestions = route({
  method: "GET",
  path: "/api/transfers/suggestions",
  may: "transactions:read",
  summary: "Transactions that may be legs of transfers, where no rule dares to choose: 50 at most",
  returns: listOf(SuggestionView),
  async handle({ actor, table }) {
    const { companyId } = actor;
    const [waiting, all] = await Promise.all([transfers(table, companyId).waiting("soon"), accounts(table, companyId).all()]);
    const open = waiting.filter(({ candidates }) => candidates.length > 0).slice(0, SUGGESTIONS_MAX);
    const known = await rowsOf([...new Set(open.flatMap(({ id, candidates }) => [id, ...candidates]))], { table, companyId });
    const ids = accountIdsOf(all);
    const shown = (id: TransactionId) => shownIn(known.get(id), ids);
    const data = open.flatMap(({ id, candidates }) => {
      const others = candidates.flatMap(shown);
      return others.length === 0 ? [] : shown(id).map((transaction) => ({ transaction, candidates: others }));
    });
    return { data, nextCursor: null };
  },
});

/** A row that is still free to be linked. */
function shownIn(row: BankRow | undefined, ids: OrdinalIds) {
  if (row?.status !== "booked" || row.transfer !== null) return [];
  return [transactionView(row, accountIdIn(ids, transactionId(row)), ids)];
}

const link = route({
  method: "POST",
  path: "/api/transactions/{transaction_id}/transfer",
  may: "transactions:write",
  summary: "Say that two transactions are the legs of one transfer between own accounts",
  params,
  body: NewTransfer,
  returns: TransferView,
  status: 201,
  refuses: ["transaction.not_found", "transfer.refused", "transfer.linked", "conflict.changed_meanwhile"],
  async handle({ params, body, actor, request, ...doing }) {
    const all = await accounts(doing.table, actor.companyId).all();
    const linked = await linkByPerson([params.transactionId, body.counterpartId], { ...doing, actor, request, accounts: all });
    return transferView(linked, accountIdsOf(all));
  },
});

const part = route({
  method: "DELETE",
  path: "/api/transactions/{transaction_id}/transfer",
  may: "transactions:write",
  summary: "Say that a transaction is no leg of the transfer it was linked to: the pair never comes back by itself",
  params,
  returns: z.null(),
  status: 204,
  refuses: ["transaction.not_found", "transfer.not_found", "conflict.changed_meanwhile"],
  async handle({ params, actor, ...doing }) {
    const all = await accounts(doing.table, actor.companyId).all();
    await partByPerson(params.transactionId, { ...doing, actor, accounts: all });
    return null;
  },
});

export const transfersApi = resource("transfers", [list, suggestions, link, part]);
