import type { ProviderAccount, ProviderItem } from "#connectors/banks/port";
import { type Account, TAKEN_OVER } from "#domain/banking/account";
import { type Listed, matchAccounts } from "#domain/banking/account-match";
import { isSilent } from "#domain/banking/connection";
import { type Instant, instantOf } from "#domain/dates";
import type { CompanyId, ConnectionId, NewId } from "#domain/ids";
import { ZERO } from "#domain/money";
import { claimAction, openNextAccount } from "#store/account-opening";
import { accounts, replaceAccountAction } from "#store/accounts";
import { type Connection, connections } from "#store/connections";
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

/** Our account beside what the provider tells of it. `knownAt`: up to when the provider knows what the bank knows; null: it has lost touch with it. */
export type Opened = {
  readonly account: Account;
  readonly shared: ProviderAccount;
  readonly source: string;
  readonly knownAt: Instant | null;
};

/** Name of a provider's account among all providers: one account of ours stands for it, ever. */
export const providerKeyOf = ({ provider }: Pick<Connection, "provider">, providerId: string): string => `${provider}:${providerId}`;

/** Another connection may open an account while this one's are matched: they are matched again, this often at most. */
const ATTEMPTS_MAX = 8;

/**
 * The account each listed one is kept in: the one it was, one taken over from another login or provider, or a new one with the next ordinal. One the bank has
 * stopped sharing keeps its history and is still listened to; one it never shared is not opened. Two connections that meet one account at once open it once.
 */
export async function openAccounts(
  provided: readonly ProviderAccount[],
  items: readonly ProviderItem[],
  known: readonly Account[],
  opening: Opening,
): Promise<readonly Opened[]> {
  const silent = await silentAbove(known, opening);
  let seen = known;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const opened = await matchedAccounts(provided, items, seen, { ...opening, silent });
    if (opened) return opened;
    seen = await accounts(opening.table, opening.companyId).all("now");
  }
  throw new Error("accounts kept being opened while those of a bank were matched");
}

/** Newer connections that tell accounts of ours and read nothing: somebody else may tell those meanwhile. Where no newer one tells any, nothing is read. */
async function silentAbove(known: readonly Account[], { table, companyId, connection }: Opening): Promise<ReadonlySet<ConnectionId>> {
  if (!known.some(({ connectionId }) => connectionId !== null && connectionId > connection.id)) return new Set();
  const all = await connections(table, companyId).all();
  return new Set(all.filter((one) => one.id > connection.id && isSilent(one)).map(({ id }) => id));
}

/** Null when an account was opened that `known` does not have: it may be one of those listed. */
async function matchedAccounts(
  provided: readonly ProviderAccount[],
  items: readonly ProviderItem[],
  known: readonly Account[],
  opening: Opening & { readonly silent: ReadonlySet<ConnectionId> },
): Promise<readonly Opened[] | null> {
  const { connection, silent } = opening;
  const keyOf = ({ providerId }: ProviderAccount): string => providerKeyOf(connection, providerId);
  const met = new Set(known.flatMap(({ providerKey, sources }) => [...sources, ...(providerKey ? [providerKey] : [])]));
  const listed = provided.filter((one) => one.enabled || met.has(keyOf(one)));
  const bankNameOf = ({ itemId }: ProviderAccount): string =>
    (items.find((item) => item.itemId === itemId) ?? items[0])?.bankName ?? connection.provider;
  const matches = matchAccounts(
    listed.map((one) => listedOf(one, keyOf(one), bankNameOf(one), items)),
    known,
    connection.id,
    silent,
  );
  const opened: Opened[] = [];
  const seen = [...known];
  for (const shared of listed) {
    const source = keyOf(shared);
    const match = matches.get(source);
    if (!match || match.kind === "left") continue;
    const account =
      match.kind === "known"
        ? match.account
        : match.kind === "new"
          ? await openedAccount(shared, bankNameOf(shared), source, opening, seen)
          : await takenOver(match.account, source, opening);
    if (account === "overtaken") return null;
    if (account) opened.push({ account, shared, source, knownAt: knownAt(shared, items, opening) });
    if (account && match.kind === "new") seen.push(account);
  }
  return opened;
}

const listedOf = (one: ProviderAccount, providerKey: string, bankName: string, items: readonly ProviderItem[]): Listed => ({
  ...{ providerKey, bankName, name: one.name, accountType: one.type, currency: one.currency, iban: one.iban ?? null },
  isLive: one.enabled && (items.find(({ itemId }) => itemId === one.itemId)?.state ?? "active") === "active",
});

/** What a provider says of a login that its bank refuses, or has not answered for days, is of the day it last answered. */
function knownAt({ itemId }: ProviderAccount, items: readonly ProviderItem[], { now }: Opening): Instant | null {
  const item = items.find((one) => one.itemId === itemId);
  return item?.refreshedAt ?? (item === undefined || item.state === "active" ? instantOf(now()) : null);
}

/** A new account, opened at its first sight. */
async function openedAccount(
  provided: ProviderAccount,
  bankName: string,
  providerKey: string,
  opening: Opening,
  seen: readonly Account[],
): Promise<Account | "overtaken"> {
  const { table, companyId, connection, now, newId, requestId } = opening;
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
  return openNextAccount(table, companyId, account, event, seen);
}

/**
 * Makes this connection the teller of an account that another told before: its id, ordinal and history stay. What the new teller says is compared with all of
 * it at once (`settlesAt`) and the rows become one. Null when somebody changed the account meanwhile: the next run decides again.
 */
async function takenOver(account: Account, providerKey: string, opening: Opening): Promise<Account | null> {
  const { table, companyId, connection, now, newId, requestId } = opening;
  const at: Instant = instantOf(now());
  const sources = [...new Set([...account.sources, ...(account.providerKey ? [account.providerKey] : []), providerKey])].slice(
    -SOURCES_KEPT,
  );
  const next: Account = {
    ...account,
    connectionId: connection.id,
    providerKey,
    sources,
    settlesAt: TAKEN_OVER,
    version: account.version + 1,
  };
  const objects = [{ id: account.id, version: next.version }];
  const event = { id: newId("event"), type: "account.taken_over", at, doer: { kind: "system", id: "sync" }, requestId, objects } as const;
  const actions = [replaceAccountAction(companyId, account, next), claimAction(companyId, providerKey, account.id)];
  const outcome = await commit(table, companyId, actions, event);
  return outcome.done ? accounts(table, companyId).getNow(account.id) : null;
}

/** A new consent every few months for a lifetime of fifteen years. */
const SOURCES_KEPT = 60;
