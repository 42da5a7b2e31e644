import type { ProviderEvent } from "#connectors/banks/signed-webhook";
import type { Provider } from "#domain/banking/provider";
import { ConnectionId } from "#domain/ids";
import type { Services } from "#runtime/services";
import { Connection, type Target, targetOf, targetOfConnection } from "#store/connections";
import type { Db } from "#store/db";

/**
 * The connection an event speaks of, or null. A bank's event is its user's and nothing else counts: an item or account it names may be another
 * user's by mistake or malice, and is never looked for. A relay's event names the connection, which must be one of its provider.
 */
export async function subjectOf(
  event: ProviderEvent,
  provider: Provider,
  { directory, tables }: Pick<Services, "directory" | "tables">,
): Promise<Connection | null> {
  const target = await targetIn(event, provider, directory());
  if (!target) return null;
  const { companyId, connectionId } = target;
  const Key = { pk: `COMPANY#${companyId}#CONNECTIONS`, sk: connectionId };
  const found = await tables(companyId).get({ Key, ConsistentRead: true });
  const connection = found ? Connection.parse(found) : null;
  const isRelayed = event.connectionId !== undefined;
  return connection && isRelayed && connection.provider !== provider ? null : connection;
}

async function targetIn({ userUuid, connectionId }: ProviderEvent, provider: Provider, system: Db): Promise<Target | null> {
  if (connectionId !== undefined) {
    const id = ConnectionId.safeParse(connectionId).data;
    return id === undefined ? null : targetOfConnection(system, id);
  }
  if (userUuid === undefined) return null;
  // Bankin's users are Bridge's: an application that moved keeps its old webhooks for a while.
  const own = await targetOf(system, provider, userUuid);
  return own ?? (provider === "bankin" ? targetOf(system, "bridge", userUuid) : null);
}
