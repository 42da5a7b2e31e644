import type { Account } from "#domain/banking/account";
import { type BankRow, keyOfTransaction } from "#domain/banking/row";
import { type Instant, instantOf } from "#domain/dates";
import type { NewId, TransactionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import type { HttpRequest } from "#runtime/request";
import { type TransactionView, transactionView } from "#runtime/transaction-view";
import { accounts } from "#store/accounts";
import type { Db } from "#store/db";
import { type Beside, batchesOf, writeRows } from "#store/row-changes";
import { rows } from "#store/rows";

/** Who changes rows, and with what. */
export type Doing = {
  readonly table: Db;
  readonly actor: Actor;
  readonly request: HttpRequest;
  readonly now: () => Date;
  readonly newId: NewId;
};

type Matching = Doing & { readonly assertMatch: (now: { readonly version: number }) => void };

/** The row as it is to be (the same one: nothing to write), and what else goes into its transaction. */
export type Decision = { readonly next: BankRow; readonly beside?: Beside };

/** A person's edit races a sync at most this often before it is told to read again. */
export const ATTEMPTS_MAX = 3;

/**
 * Changes one row by a decision made on it as it stands, anew when somebody else was faster. Row, totals, marks for the books and event are one
 * transaction. Refuses a row that is not there, and one that never stands still.
 */
export async function changeRow(
  id: TransactionId,
  type: `transaction.${string}`,
  decide: (row: BankRow, all: readonly Account[], at: Instant) => Decision | Promise<Decision>,
  { table, actor, assertMatch, ...doing }: Matching,
): Promise<{ readonly row: BankRow; readonly account: Account }> {
  const { companyId } = actor;
  const all = await accounts(table, companyId).all();
  const account = accountOf(all, id);
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const current = await rows(table, companyId).get(id);
    assertMatch(current);
    const { next, beside } = await decide(current, all, instantOf(doing.now()));
    if (next === current) return { row: current, account };
    const [batch] = batchesOf([{ before: current, after: next, alias: null, kind: next.status === "deleted" ? "deleted" : "updated" }]);
    const event = eventOf(type, { table, actor, ...doing });
    if (batch && (await writeRows(table, companyId, batch, new Map([[account.ordinal, account]]), event, beside)).done)
      return { row: next, account };
  }
  throw new Refusal("conflict.changed_meanwhile");
}

/** The event of a change of rows by a person or a program, but for what it is about. */
export const eventOf = <Type extends `${string}.${string}`>(type: Type, { actor, request, now, newId }: Doing) => ({
  ...{ id: newId("event"), type, at: instantOf(now()) },
  ...{ doer: doerOf(actor), requestId: request.requestId },
});

export const shownRow = ({ row, account }: { readonly row: BankRow; readonly account: Account }): TransactionView =>
  transactionView(row, account.id);

/** The account a transaction's id names. */
export function accountOf(all: readonly Account[], id: TransactionId): Account {
  const { ordinal } = keyOfTransaction(id);
  const found = all.find((account) => account.ordinal === ordinal);
  if (!found) throw new Refusal("transaction.not_found");
  return found;
}
