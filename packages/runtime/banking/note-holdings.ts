import { BankError, type ProviderHolding } from "#connectors/banks/port";
import type { Account } from "#domain/banking/account";
import { Holding } from "#domain/banking/holding";
import { instantOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { accounts } from "#store/accounts";
import type { Connection } from "#store/connections";
import type { Db } from "#store/db";
import { HELD_MAX, type Held, holdings } from "#store/holdings";
import { providerKeyOf } from "./connect-accounts.ts";

type Noting = { readonly table: Db; readonly companyId: CompanyId; readonly now: () => Date };

/**
 * Keeps what a provider says is held, once it has said all of it: what changed is replaced, what is gone is forgotten, what is the same is
 * not written again.
 */
export async function noteHoldings(
  connection: Connection,
  told: readonly ProviderHolding[],
  { table, companyId, now }: Noting,
): Promise<void> {
  const store = holdings(table, companyId);
  const readAt = instantOf(now());
  const [held, own] = await Promise.all([store.all(), accounts(table, companyId).all("now")]);
  const before = new Map(held.filter(({ connectionId }) => connectionId === connection.id).map((one) => [one.accountProviderId, one]));
  for (const [accountProviderId, some] of byAccount(told)) {
    if (some.length > HELD_MAX)
      throw new BankError("invalid_answer", `${connection.provider}: more than ${HELD_MAX} holdings on an account`);
    const next: Held = {
      connectionId: connection.id,
      accountProviderId,
      accountId: ownerOf(connection, accountProviderId, own),
      readAt,
      holdings: some,
    };
    if (!isSame(before.get(accountProviderId), next)) await store.replace(next);
    before.delete(accountProviderId);
  }
  for (const gone of before.values()) await store.forget(gone, readAt);
}

function byAccount(told: readonly ProviderHolding[]): ReadonlyMap<string, Holding[]> {
  const all = new Map<string, Holding[]>();
  for (const { accountProviderId, ...one } of told) {
    const { isin = null, costCents = null, valuedOn = null } = one;
    // Parsed, as what is read back is: its fields stand in one order, and the two can be compared.
    const holding = Holding.parse({ ...one, label: one.label.slice(0, 140), isin, costCents, valuedOn });
    all.set(accountProviderId, [...(all.get(accountProviderId) ?? []), holding]);
  }
  return all;
}

const ownerOf = (connection: Connection, accountProviderId: string, own: readonly Account[]): Account["id"] | null =>
  own.find(({ providerKey }) => providerKey === providerKeyOf(connection, accountProviderId))?.id ?? null;

const isSame = (before: Held | undefined, { accountId, holdings: some }: Held): boolean =>
  before !== undefined && before.accountId === accountId && JSON.stringify(before.holdings) === JSON.stringify(some);
