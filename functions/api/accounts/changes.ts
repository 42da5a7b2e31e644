import type * as z from "zod";
import { type Account, type AccountType, rowCountOf, TAKEN_OVER } from "#domain/banking/account";
import { instantOf } from "#domain/dates";
import type { AccountId, NewId } from "#domain/ids";
import { type Cents, type Currency, EUR, ZERO } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import { openNextAccount } from "#store/account-opening";
import { accounts, removeAccountAction, replaceAccountAction } from "#store/accounts";
import type { Action, Db } from "#store/db";
import { claimIbanAction, releaseIbanAction } from "#store/iban-claims";
import { commit } from "#store/outbox";
import type { AccountChange, AccountFields } from "./shapes.ts";

type Doing = { readonly table: Db; readonly actor: Actor; readonly now: () => Date; readonly newId: NewId; readonly requestId: string };

/** Opens a manual account with the next ordinal. */
export async function openAccount(
  fields: z.output<typeof AccountFields>,
  { table, actor, now, newId, requestId }: Doing,
): Promise<Account> {
  const at = instantOf(now());
  const said = fields.openingBalanceCents === undefined ? {} : { openingSaid: true };
  const account = { ...settled(fields), ...said, id: newId("account"), connectionId: null, providerKey: null, createdAt: at };
  const event = { id: newId("event"), at, doer: doerOf(actor), requestId } as const;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const seen = await assertIbanFree(account.iban, null, { table, actor });
    const opened = await openNextAccount(table, actor.companyId, account, event, seen);
    if (opened !== "overtaken") return opened;
  }
  throw new Refusal("conflict.changed_meanwhile");
}

/** A bank may be telling the same account at this moment: the IBAN is looked for again, this often at most. */
const ATTEMPTS_MAX = 8;

/** Refuses an IBAN that another open account of the company has, whoever opened it. Gives the accounts there are; null without an IBAN. */
async function assertIbanFree(
  iban: string | null,
  own: AccountId | null,
  { table, actor }: Pick<Doing, "table" | "actor">,
): Promise<readonly Account[] | null> {
  if (iban === null) return null;
  const all = await accounts(table, actor.companyId).all("now");
  if (all.some((account) => account.status === "open" && account.iban === iban && account.id !== own)) throw ibanTaken();
  return all;
}

const ibanTaken = () => new Refusal("account.iban_taken", { flaws: [{ pointer: "/iban", message: "invalid" }] });

/**
 * Changes what a person may change. Once there are movements, currency and type stay; what the bank tells of a synced account stays. A closed account
 * takes nothing but `status: open`, which opens it again with whatever comes with it.
 */
export async function changeAccount(current: Account, fields: z.output<typeof AccountChange>, doing: Doing): Promise<Account> {
  const wanted = settled(fields);
  if (current.status === "closed" && fields.status !== "open") throw new Refusal("account.closed");
  const moved = rowCountOf(current.totals) > 0;
  if (moved && wanted.currency !== current.currency) throw locked("account.currency_locked", "/currency");
  if (moved && wanted.accountType !== current.accountType) throw locked("account.type_locked", "/account_type");
  if (current.connectionId && wanted.iban !== null && wanted.iban !== current.iban) throw locked("account.synced", "/iban");
  const opening = fields.openingBalanceCents ?? current.openingBalanceCents;
  if (current.connectionId && opening !== current.openingBalanceCents) throw locked("account.synced", "/opening_balance_cents");
  const iban = wanted.iban ?? current.iban;
  // What its bank told of a closed account was nobody's: it is read whole again.
  const settles = current.status === "closed" && current.connectionId ? { settlesAt: TAKEN_OVER } : {};
  const kept = { status: "open", openingBalanceCents: opening, iban, version: current.version + 1 } as const;
  // A change says the account whole: what it only repeats nobody need have meant.
  const said = opening === current.openingBalanceCents ? {} : { openingSaid: true };
  const next: Account = { ...current, ...wanted, ...settles, ...kept, ...said };
  const ibanActions = await ibanMoves(current, next, doing);
  const type = current.status === "closed" ? "account.reopened" : "account.updated";
  await written([replaceAccountAction(doing.actor.companyId, current, next), ...ibanActions], type, next, doing);
  return next;
}

/** The claim of a new IBAN, first, and the end of the old one's; of a synced account the bank tells it. */
async function ibanMoves(current: Account, next: Account, doing: Doing): Promise<Action[]> {
  const { companyId } = doing.actor;
  if (next.iban === null || (next.iban === current.iban && current.status === "open")) return [];
  await assertIbanFree(next.iban, current.id, doing);
  const given = current.iban === null || current.iban === next.iban ? [] : [releaseIbanAction(companyId, current.iban)];
  return [claimIbanAction(companyId, next.iban, current.id), ...given];
}

const locked = (code: "account.currency_locked" | "account.type_locked" | "account.synced", pointer: string) =>
  new Refusal(code, { flaws: [{ pointer, message: "invalid" }] });

/** Deletes an account that never moved; closes one that has a history. */
export async function endAccount(current: Account, doing: Doing): Promise<void> {
  if (current.status === "closed") return;
  const { companyId } = doing.actor;
  // Rows that are gone were booked and reversed: their entries and vouchers still name the account.
  const empty = rowCountOf(current.totals) === 0 && current.sources.length === 0 && current.connectionId === null;
  const released = current.iban === null ? [] : [releaseIbanAction(companyId, current.iban)];
  if (empty) return written([removeAccountAction(companyId, current), ...released], "account.deleted", current, doing);
  const next: Account = { ...current, status: "closed", version: current.version + 1 };
  return written([replaceAccountAction(companyId, current, next), ...released], "account.closed", next, doing);
}

async function written(
  actions: readonly Action[],
  type: `account.${string}`,
  { id, version }: Account,
  { table, actor, now, newId, requestId }: Doing,
): Promise<void> {
  const event = {
    id: newId("event"),
    type,
    at: instantOf(now()),
    doer: doerOf(actor),
    requestId,
    objects: [{ id, version }],
  } as const;
  const outcome = await commit(table, actor.companyId, actions, event);
  if (!outcome.done) throw outcome.failed.includes(0) ? new Refusal("conflict.changed_meanwhile") : ibanTaken();
}

type Settled = {
  name: string;
  bankName: string;
  accountType: AccountType;
  iban: string | null;
  currency: Currency;
  openingBalanceCents: Cents;
};

const settled = ({ name, bankName, accountType, iban, currency, openingBalanceCents }: z.output<typeof AccountFields>): Settled => ({
  ...{ name, bankName, accountType },
  iban: iban ?? null,
  currency: currency ?? EUR,
  openingBalanceCents: openingBalanceCents ?? ZERO,
});
