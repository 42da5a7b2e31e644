import type { ProviderAccount } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import { type Instant, instantOf } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import { ZERO } from "#domain/money";
import { openNextAccount } from "#store/account-opening";
import { accounts, replaceAccountAction } from "#store/accounts";
import type { Connection } from "#store/connections";
import type { Db } from "#store/db";
import { commit } from "#store/outbox";

/** What opening accounts of a connection needs. */
export type Opening = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly connection: Connection;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly requestId: string;
};

/** Name of a provider's account among all providers: one account of ours stands for it, ever. */
export const providerKeyOf = ({ provider }: Pick<Connection, "provider">, providerId: string): string => `${provider}:${providerId}`;

/** The account a provider's account is kept in, opened at its first sight with the next ordinal. */
export async function accountFor(
  provided: ProviderAccount,
  bankName: string,
  known: readonly Account[],
  opening: Opening,
): Promise<Account> {
  const { table, companyId, connection, now, newId, requestId } = opening;
  const providerKey = providerKeyOf(connection, provided.providerId);
  const found = known.find((account) => account.providerKey === providerKey);
  if (found) return found;
  const at = instantOf(now());
  const account = {
    id: newId("account"),
    name: provided.name.slice(0, 80) || "Compte",
    bankName: bankName.slice(0, 80) || "Banque",
    accountType: provided.type,
    iban: provided.iban ?? null,
    currency: provided.currency,
    openingBalanceCents: ZERO,
    connectionId: connection.id,
    providerKey,
    createdAt: at,
  };
  const event = { id: newId("event"), at, doer: { kind: "system", id: "sync" }, requestId } as const;
  return openNextAccount(table, companyId, account, event);
}

/**
 * Writes what the bank now says of an account (its balance, whether it gives booking dates), and only when it says something
 * new: a quiet night writes nothing. The version is ours to move only if nobody edited the account meanwhile.
 */
export async function noteReported(
  account: Account,
  provided: ProviderAccount,
  givesBookingDates: boolean,
  { table, companyId, newId, now, requestId }: Opening,
): Promise<Account> {
  const balanceCents = provided.accountingBalanceCents ?? provided.balanceCents;
  const kind = provided.accountingBalanceCents === undefined ? "unknown" : "accounting";
  const same =
    account.reported?.balanceCents === balanceCents && account.reported.kind === kind && account.givesBookingDates === givesBookingDates;
  if (same) return account;
  const at: Instant = instantOf(now());
  const next: Account = { ...account, givesBookingDates, reported: { balanceCents, kind, at }, version: account.version + 1 };
  const event = {
    id: newId("event"),
    type: "account.updated",
    at,
    doer: { kind: "system", id: "sync" },
    requestId,
    objects: [{ id: account.id, version: next.version }],
  } as const;
  const outcome = await commit(table, companyId, [replaceAccountAction(companyId, account, next)], event);
  return outcome.done ? next : accounts(table, companyId).get(account.id);
}
