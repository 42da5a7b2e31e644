import { instantOf } from "#domain/dates";
import type { ConnectionId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { doerOf } from "#runtime/actor";
import { accountsOf, DETACHED_AT_ONCE, detachAccounts, detachAction, detachedObject } from "#runtime/banking/detach-accounts";
import { closingActions, openToldAlerts } from "#runtime/banking/told-alerts";
import { disconnectActions, leavePointer } from "#store/connection-changes";
import { type Connection, connections } from "#store/connections";
import type { Action } from "#store/db";
import { commit, type EventObject } from "#store/outbox";
import { type Doing, eventOf } from "./connect.ts";

type Ending = Omit<Doing, "banks"> & { readonly assertMatch: (now: { readonly version: number }) => void };

/** A run or a person may change what ends meanwhile: it is read and tried again, this often. */
const ATTEMPTS_MAX = 5;
/** The message that ends our access leaves before the connection ends, and arrives after. */
const HEAD_START_SECONDS = 5;

/**
 * Ends a connection for good; its accounts become ones that a person keeps. Our access at the provider is ended by a message that is sent before
 * anything is written: whoever dies in between leaves either nothing done, or a message that does the rest. Ended already, it is asked of the provider
 * again as long as that has not confirmed.
 */
export async function disconnectBank(id: ConnectionId, doing: Ending): Promise<void> {
  const { actor, table, syncQueue, now, newId } = doing;
  const { companyId } = actor;
  const first = await connections(table, companyId).get(id);
  doing.assertMatch(first);
  if (first.accessEndedAt !== undefined) return;
  const message = { companyId, connectionId: id, syncId: newId("sync"), trigger: "disconnect", requestedAt: instantOf(now()) } as const;
  await syncQueue.send([message], { delaySeconds: HEAD_START_SECONDS });
  for (let attempt = 1, connection = first; connection.disconnectedAt === undefined; attempt += 1) {
    if (attempt > ATTEMPTS_MAX) throw new Refusal("conflict.changed_meanwhile");
    await end(connection, doing);
    connection = await connections(table, companyId).get(id);
  }
  await detachAccounts(id, { table, companyId, now, newId, doer: doerOf(actor), requestId: doing.request.requestId });
}

/** One try: the connection, what leads to it, the accounts and the alerts about it, in one transaction. */
async function end(connection: Connection, doing: Ending): Promise<void> {
  const { actor, directory, table, now } = doing;
  const { companyId } = actor;
  const at = instantOf(now());
  const [held, alerts] = await Promise.all([
    accountsOf(table, companyId, connection.id),
    openToldAlerts(table, companyId, connection.told ?? [], at),
  ]);
  const accounts = held.slice(0, DETACHED_AT_ONCE);
  const ended = { ...connection, version: connection.version + 1 };
  const objects: EventObject[] = [...accounts.map(detachedObject), ...alerts.map(({ id, version }) => ({ id, version: version + 1 }))];
  const event = eventOf("connection.disconnected", ended, at, doing);
  const actions: Action[] = [
    ...disconnectActions(connection, at),
    ...accounts.map((account) => detachAction(companyId, account)),
    ...closingActions(companyId, alerts, at),
  ];
  const all = { ...event, objects: [...event.objects, ...objects] };
  const outcome = await commit(directory(companyId), companyId, [...actions, leavePointer(connection)], all);
  // A provider's user that leads to another connection by now goes on leading there.
  if (!outcome.done && outcome.failed.every((place) => place === actions.length))
    await commit(directory(companyId), companyId, actions, all);
}
