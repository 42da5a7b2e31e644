import type { Account } from "#domain/banking/account";
import { instantOf } from "#domain/dates";
import type { CompanyId, ConnectionId } from "#domain/ids";
import { accounts, replaceAccountAction } from "#store/accounts";
import type { Booking } from "#store/booking";
import type { Action, Db } from "#store/db";
import { commit } from "#store/outbox";

/** Accounts detached in one transaction: with what ends beside them, what one holds. */
export const DETACHED_AT_ONCE = 60;

/** Somebody may change an account meanwhile: it is read and tried again, this often. */
const ATTEMPTS_MAX = 8;

/** The accounts a connection reads. */
export const accountsOf = async (table: Db, companyId: CompanyId, id: ConnectionId): Promise<readonly Account[]> =>
  (await accounts(table, companyId).all("now")).filter(({ connectionId }) => connectionId === id);

/** From now on a person keeps the account: rows, id, ordinal and whom its rows came from stay. */
export const detachAction = (companyId: CompanyId, account: Account): Action =>
  replaceAccountAction(companyId, account, { ...account, connectionId: null, sync: null });

/** What an event says of a detached account. */
export const detachedObject = ({ id, version }: Account) => ({ id, version: version + 1 });

/** Detaches whatever accounts an ended connection still has: more than one transaction holds, or one a run opened while it ended. */
export async function detachAccounts(id: ConnectionId, { table, companyId, now, newId, doer, requestId }: Booking): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; ) {
    const some = (await accountsOf(table, companyId, id)).slice(0, DETACHED_AT_ONCE);
    if (some.length === 0) return;
    const event = { id: newId("event"), type: "account.updated", at: instantOf(now()), doer, requestId } as const;
    const actions = some.map((account) => detachAction(companyId, account));
    const { done } = await commit(table, companyId, actions, { ...event, objects: some.map(detachedObject) });
    if (!done) attempt += 1;
  }
  throw new Error("the accounts of an ended connection kept changing");
}
