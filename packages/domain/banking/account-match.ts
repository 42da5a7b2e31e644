import type { ConnectionId } from "../ids.ts";
import type { Account, AccountType } from "./account.ts";
import { plainLabel } from "./likeness.ts";
import type { Provider } from "./provider.ts";

/** An account as a provider lists it. `isLive`: it is reached through a login the bank still honours. */
export type Listed = {
  readonly providerKey: string;
  readonly name: string;
  readonly bankName: string;
  readonly accountType: AccountType;
  readonly currency: string;
  readonly iban: string | null;
  readonly isLive: boolean;
};

/** Which account of ours a listed one is. `takes_over`: another login, or another provider, told it before. */
export type Match =
  | { readonly kind: "known" | "takes_over"; readonly account: Account }
  | { readonly kind: "new" }
  | { readonly kind: "left"; readonly why: "superseded" | "closed" | "told_twice" | "currency_changed" };

/**
 * Decides which of our accounts each listed one is: the one it was before; else the one of the same IBAN, type and currency; else, without an IBAN, the only one
 * of the same bank, name, type and currency that nobody tells any more. So a consent given anew never clones an account. An account has one
 * teller at a time: the newest connection, unless it is `silent`: then an older one whose login the bank honours tells it, until the newer one is back.
 */
export function matchAccounts(
  listed: readonly Listed[],
  known: readonly Account[],
  connectionId: ConnectionId,
  silent: ReadonlySet<ConnectionId> = NONE,
): ReadonlyMap<string, Match> {
  const keys = new Set(listed.map(({ providerKey }) => providerKey));
  const live = new Set(listed.filter(({ isLive }) => isLive).map(({ providerKey }) => providerKey));
  const matches = new Map<string, Match>();
  const told = new Set<string>();
  const ours = { connectionId, silent, keys, live, provider: providerOf(listed[0]?.providerKey ?? "") };
  for (const one of [...listed].sort((left, right) => Number(right.isLive) - Number(left.isLive))) {
    const isFree = (account: Account): boolean => !told.has(account.id) && mayTakeOver(account, one, ours);
    const match = matchOf(one, known, connectionId, told, isFree);
    if ("account" in match) told.add(match.account.id);
    matches.set(one.providerKey, match);
  }
  return matches;
}

function matchOf(
  one: Listed,
  known: readonly Account[],
  connectionId: ConnectionId,
  told: ReadonlySet<string>,
  isFree: (account: Account) => boolean,
): Match {
  const mine = known.find(({ providerKey, sources }) => providerKey === one.providerKey || sources.includes(one.providerKey));
  if (mine) return formerMatch(one, mine, connectionId, told, isFree);
  const fits = known.filter(
    (account) => account.accountType === one.accountType && account.currency === one.currency && account.status === "open",
  );
  const same = one.iban === null ? nameless(one, fits.filter(isFree)) : fits.find(({ iban }) => iban === one.iban);
  if (!same) return { kind: "new" };
  if (told.has(same.id)) return { kind: "left", why: "told_twice" };
  return isFree(same) ? { kind: "takes_over", account: same } : { kind: "left", why: "superseded" };
}

function formerMatch(
  one: Listed,
  mine: Account,
  connectionId: ConnectionId,
  told: ReadonlySet<string>,
  isFree: (account: Account) => boolean,
): Match {
  if (mine.status === "closed") return { kind: "left", why: "closed" };
  if (told.has(mine.id)) return { kind: "left", why: "told_twice" };
  if (mine.currency !== one.currency) return { kind: "left", why: "currency_changed" };
  if (mine.connectionId === connectionId && mine.providerKey === one.providerKey) return { kind: "known", account: mine };
  return isFree(mine) ? { kind: "takes_over", account: mine } : { kind: "left", why: "superseded" };
}

/** Without an IBAN only the name is left, so it must be the only one of its kind. */
function nameless(one: Listed, free: readonly Account[]): Account | undefined {
  const alike = free.filter(
    ({ iban, name, bankName }) =>
      iban === null && plainLabel(name) === plainLabel(one.name) && plainLabel(bankName) === plainLabel(one.bankName),
  );
  return alike.length === 1 ? alike[0] : undefined;
}

const NONE: ReadonlySet<ConnectionId> = new Set();

type Ours = {
  readonly connectionId: ConnectionId;
  readonly silent: ReadonlySet<ConnectionId>;
  readonly provider: string;
  readonly keys: ReadonlySet<string>;
  readonly live: ReadonlySet<string>;
};

const providerOf = (providerKey: string): string => providerKey.slice(0, providerKey.indexOf(":"));

/**
 * Whether nobody better tells an account: no connection, an older one, one that is silent, or this very one under a name its bank has given up. A login that is
 * not honoured takes nothing from a connection that reads. A provider that is asked now and then with a passing token gives way to any other, and takes from
 * none.
 */
function mayTakeOver({ connectionId, providerKey }: Account, { isLive }: Listed, { connectionId: ours, provider, ...how }: Ours): boolean {
  if (connectionId === null) return true;
  if (connectionId === ours) return providerKey === null || !how.keys.has(providerKey) || !how.live.has(providerKey);
  const isPassing = providerOf(providerKey ?? "") === PASSING;
  if (isPassing !== (provider === PASSING)) return isPassing;
  const isNewer = connectionId < ours;
  return how.silent.has(connectionId) ? isNewer || isLive : isNewer && isLive;
}

const PASSING: Provider = "bankin";
