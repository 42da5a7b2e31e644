import type * as z from "zod";
import { type Account, type AccountType, rowCountOf } from "#domain/banking/account";
import { instantOf } from "#domain/dates";
import type { NewId } from "#domain/ids";
import { type Cents, type Currency, EUR, ZERO } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import { openNextAccount } from "#store/account-opening";
import { removeAccountAction, replaceAccountAction } from "#store/accounts";
import type { Action, Db } from "#store/db";
import { commit } from "#store/outbox";
import type { AccountFields } from "./shapes.ts";

type Doing = { readonly table: Db; readonly actor: Actor; readonly now: () => Date; readonly newId: NewId; readonly requestId: string };

/** Opens a manual account with the next ordinal. */
export async function openAccount(
  fields: z.output<typeof AccountFields>,
  { table, actor, now, newId, requestId }: Doing,
): Promise<Account> {
  const at = instantOf(now());
  const account = { ...settled(fields), id: newId("account"), connectionId: null, providerKey: null, createdAt: at };
  const event = { id: newId("event"), at, doer: doerOf(actor), requestId } as const;
  return openNextAccount(table, actor.companyId, account, event);
}

/** Changes what a person may change. Once there are movements, currency and type stay; what the bank tells of a synced account stays. */
export async function changeAccount(current: Account, fields: z.output<typeof AccountFields>, doing: Doing): Promise<Account> {
  const wanted = settled(fields);
  if (current.status === "closed") throw new Refusal("account.closed");
  const moved = rowCountOf(current.totals) > 0;
  if (moved && wanted.currency !== current.currency) throw locked("account.currency_locked", "/currency");
  if (moved && wanted.accountType !== current.accountType) throw locked("account.type_locked", "/account_type");
  if (current.connectionId && wanted.iban !== null && wanted.iban !== current.iban) throw locked("account.synced", "/iban");
  const opening = fields.openingBalanceCents ?? current.openingBalanceCents;
  if (current.connectionId && opening !== current.openingBalanceCents) throw locked("account.synced", "/opening_balance_cents");
  const next: Account = {
    ...current,
    ...wanted,
    openingBalanceCents: opening,
    iban: wanted.iban ?? current.iban,
    version: current.version + 1,
  };
  await written([replaceAccountAction(doing.actor.companyId, current, next)], "account.updated", next, doing);
  return next;
}

const locked = (code: "account.currency_locked" | "account.type_locked" | "account.synced", pointer: string) =>
  new Refusal(code, { flaws: [{ pointer, message: "invalid" }] });

/** Deletes an account that never moved; closes one that has a history. */
export async function endAccount(current: Account, doing: Doing): Promise<void> {
  if (current.status === "closed") return;
  const { companyId } = doing.actor;
  const empty = rowCountOf(current.totals) === 0 && current.connectionId === null;
  if (empty) return written([removeAccountAction(companyId, current)], "account.deleted", current, doing);
  const next: Account = { ...current, status: "closed", version: current.version + 1 };
  return written([replaceAccountAction(companyId, current, next)], "account.closed", next, doing);
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
  if (!outcome.done) throw new Refusal("conflict.changed_meanwhile");
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
