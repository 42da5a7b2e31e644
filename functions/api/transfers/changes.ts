import type { Account } from "#domain/banking/account";
import { type BankRow, transactionId } from "#domain/banking/row";
import type { TransferLink } from "#domain/banking/transfer-link";
import { mayExchange } from "#domain/banking/transfers";
import { daysBetween, instantOf } from "#domain/dates";
import type { NewId, TransactionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import { type Legs, type Linker, linkPair, partPair } from "#runtime/banking/transfer-pair";
import type { HttpRequest } from "#runtime/request";
import type { Db } from "#store/db";
import { rows } from "#store/rows";
import { declineAction, transfers } from "#store/transfers";

type Doing = {
  readonly table: Db;
  readonly actor: Actor;
  readonly request: HttpRequest;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly assertMatch: (now: { readonly version: number }) => void;
  readonly accounts: readonly Account[];
};

/** A person's word races a sync at most this often before it is told to read again. */
const ATTEMPTS_MAX = 3;
/** A person may know of a transfer that took long; two movements further apart than a quarter are two. */
const DAYS_MAX = 92;

const linkerOf = ({ table, actor, request, now, newId, accounts }: Doing): Linker => ({
  ...{ table, companyId: actor.companyId, now, newId, accounts },
  ...{ requestId: request.requestId, doer: doerOf(actor) },
});

/** Links two rows because a person says so; linked to each other already, they stay as they are. */
export async function linkByPerson([id, counterpartId]: readonly [TransactionId, TransactionId], doing: Doing): Promise<TransferLink> {
  const { table, actor } = doing;
  if (id === counterpartId) throw refused("same_account");
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const store = rows(table, actor.companyId);
    const [row, other] = await Promise.all([store.get(id), store.get(counterpartId)]);
    const legs = row.amountCents < 0 ? { outgoing: row, incoming: other } : { outgoing: other, incoming: row };
    if (row.transfer === transactionId(other)) {
      const known = await transfers(table, actor.companyId).link(transactionId(legs.outgoing));
      if (known) return known;
    }
    assertTransfer(legs, doing.accounts);
    const link = await linkPair(legs, "user", linkerOf(doing));
    if (link) return link;
  }
  throw new Refusal("conflict.changed_meanwhile");
}

/** Refuses, with the reason, what cannot be one transfer. */
function assertTransfer({ outgoing, incoming }: Legs, accounts: readonly Account[]): void {
  if ([outgoing, incoming].some(({ transfer }) => transfer !== null)) throw new Refusal("transfer.linked");
  if (outgoing.ordinal === incoming.ordinal) throw refused("same_account");
  if (outgoing.currency !== incoming.currency) throw refused("currencies_differ");
  if (outgoing.amountCents !== -incoming.amountCents || incoming.amountCents <= 0) throw refused("amounts_differ");
  if ([outgoing, incoming].some(({ status }) => status !== "booked")) throw refused("not_booked");
  if ([outgoing, incoming].some(({ parts }) => parts.length > 0)) throw refused("is_split");
  if (Math.abs(daysBetween(outgoing.date, incoming.date)) > DAYS_MAX) throw refused("too_far_apart");
  if (!mayExchange(outgoing, incoming, { accounts })) throw refused("accounts_differ");
}

const refused = (message: string) => new Refusal("transfer.refused", { flaws: [{ pointer: "/counterpart_id", message }] });

/** Parts a row from its other leg because a person says so, and remembers it. */
export async function partByPerson(id: TransactionId, doing: Doing): Promise<void> {
  const { table, actor, now } = doing;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const store = rows(table, actor.companyId);
    const row = await store.get(id);
    doing.assertMatch(row);
    if (row.transfer === null) throw new Refusal("transfer.not_found");
    const legs = await legsOf(row, await store.get(row.transfer), doing);
    const [outgoingId, incomingId] = [transactionId(legs.outgoing), transactionId(legs.incoming)];
    const declined = declineAction(actor.companyId, { outgoingId, incomingId }, instantOf(now()));
    if (await partPair(legs, linkerOf(doing), [declined])) return;
  }
  throw new Refusal("conflict.changed_meanwhile");
}

/** Which leg had left is what the link says: money may have changed sides since. */
async function legsOf(row: BankRow, other: BankRow, { table, actor }: Doing): Promise<Legs> {
  const isOutgoing = (await transfers(table, actor.companyId).link(transactionId(row))) !== null;
  return isOutgoing ? { outgoing: row, incoming: other } : { outgoing: other, incoming: row };
}
