import type { ProviderAccount } from "#connectors/banks/port";
import { ACCOUNTS_MAX, type Account, ledgerNameOf, NO_TOTALS } from "#domain/banking/account";
import { type Instant, instantOf } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import { cents } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { accounts, newAccountAction, replaceAccountAction } from "#store/accounts";
import type { Connection } from "#store/connections";
import type { Db } from "#store/db";
import { commit } from "#store/outbox";
import { lastOf, takeAction } from "#store/sequences";

type Opening = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly connection: Connection;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly requestId: string;
};

const ATTEMPTS_MAX = 5;

/** The account a provider's account is kept in, opened at its first sight with the next ordinal. */
export async function accountFor(
  provided: ProviderAccount,
  bankName: string,
  known: readonly Account[],
  opening: Opening,
): Promise<Account> {
  const providerKey = `${opening.connection.provider}:${provided.providerId}`;
  const found = known.find((account) => account.providerKey === providerKey);
  if (found) return found;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const opened = await open(provided, bankName, providerKey, opening);
    if (opened) return opened;
  }
  throw new Error("no ordinal could be taken");
}

async function open(
  provided: ProviderAccount,
  bankName: string,
  providerKey: string,
  { table, companyId, connection, now, newId, requestId }: Opening,
): Promise<Account | null> {
  const last = await lastOf(table, companyId, "accountOrdinal");
  if (last >= ACCOUNTS_MAX) throw new Refusal("account.limit_reached");
  const at = instantOf(now());
  const account: Account = {
    id: newId("account"),
    ordinal: last + 1,
    name: provided.name.slice(0, 80) || "Compte",
    bankName: bankName.slice(0, 80) || "Banque",
    ledgerName: ledgerNameOf(bankName || "Banque", provided.name),
    accountType: provided.type,
    iban: provided.iban ?? null,
    currency: provided.currency,
    openingBalanceCents: cents(0),
    status: "open",
    connectionId: connection.id,
    providerKey,
    givesBookingDates: false,
    reported: null,
    totals: NO_TOTALS,
    version: 1,
    createdAt: at,
  };
  const actions = [takeAction(companyId, "accountOrdinal", last, 1), newAccountAction(companyId, account)];
  const event = {
    id: newId("event"),
    type: "account.created",
    at,
    doer: { kind: "system", id: "sync" },
    requestId,
    objects: [{ id: account.id, version: 1 }],
  } as const;
  return (await commit(table, companyId, actions, event)).done ? account : null;
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
