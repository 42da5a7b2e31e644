import type { Account } from "#domain/banking/account";
import type { RowChange } from "#domain/banking/incoming";
import { type BankRow, transactionId } from "#domain/banking/row";
import { linked, type TransferLink, unlinked } from "#domain/banking/transfer-link";
import { needsLinking } from "#domain/banking/transfer-signs";
import { instantOf } from "#domain/dates";
import type { Booking } from "#store/booking";
import type { Action } from "#store/db";
import { batchesOf, writeRows } from "#store/row-changes";
import { linkAction, notDeclinedAction, transfers, undeclineAction, unlinkAction, waitedAction } from "#store/transfers";

/** Who links or parts, and with what. */
export type Linker = Booking & { readonly accounts: readonly Account[] };

export type Legs = { readonly outgoing: BankRow; readonly incoming: BankRow };

/**
 * Links two rows in one transaction: both at the versions read, their totals, marks for the books, the link and the event. Null when a row changed
 * meanwhile, or when a rule pairs what a person parted; a person's word undoes an earlier one.
 */
export async function linkPair(legs: Legs, by: TransferLink["by"], linker: Linker): Promise<TransferLink | null> {
  const { companyId } = linker;
  const { outgoing, incoming, link } = linked(legs, by, instantOf(linker.now()));
  const changes = [changeOf(legs.outgoing, outgoing), changeOf(legs.incoming, incoming)];
  const beside = [
    linkAction(companyId, link),
    by === "rule" ? notDeclinedAction(companyId, link) : undeclineAction(companyId, link),
    ...[link.outgoingId, link.incomingId].map((id) => waitedAction(companyId, id)),
  ];
  return (await write(changes, beside, "transfer.linked", linker)) ? link : null;
}

/** Parts two rows in one transaction; what goes `beside` joins it. False when a row changed meanwhile. */
export async function partPair({ outgoing, incoming }: Legs, linker: Linker, beside: readonly Action[]): Promise<boolean> {
  const { table, companyId } = linker;
  const at = instantOf(linker.now());
  const known = await transfers(table, companyId).link(transactionId(outgoing));
  const changes = [
    { before: outgoing, other: incoming, was: known?.was.outgoing ?? null },
    { before: incoming, other: outgoing, was: known?.was.incoming ?? null },
  ].flatMap(({ before, other, was }) => (before.transfer === transactionId(other) ? [changeOf(before, unlinked(before, was, at))] : []));
  const settled = changes.filter(({ before, after }) => !needsLinking(before, after)).map(({ after }) => transactionId(after));
  const waited = settled.map((id) => waitedAction(companyId, id));
  return write(changes, [unlinkAction(companyId, transactionId(outgoing)), ...waited, ...beside], "transfer.unlinked", linker);
}

const changeOf = (before: BankRow, after: BankRow): RowChange => ({ before, after, alias: null, kind: "updated" });

async function write(
  changes: readonly RowChange[],
  beside: readonly Action[],
  type: `transfer.${string}`,
  { table, companyId, accounts, doer, requestId, now, newId }: Linker,
): Promise<boolean> {
  const [batch] = batchesOf(changes);
  if (!batch) return false;
  const byOrdinal = new Map(accounts.map((account) => [account.ordinal, account]));
  const event = { id: newId("event"), type, at: instantOf(now()), doer, requestId } as const;
  return (await writeRows(table, companyId, batch, byOrdinal, event, { actions: beside })).done;
}
