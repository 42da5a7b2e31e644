import { instantOf } from "#domain/dates";
import type { Booking } from "#store/booking";
import { type Connection, connectionKey, connections } from "#store/connections";
import type { Action } from "#store/db";
import { TABLE } from "#store/entity";
import { gapAccounts, tellConnection } from "./tell-connection.ts";

/**
 * Looks at every connection of a company as it is, without asking a bank: what grows by waiting (a consent that ends, a bank that is down) is told
 * although nothing is read. A quiet day is one small read. A connection that a run has meanwhile changed is left to that run.
 */
export async function watchConnections(telling: Booking): Promise<void> {
  const { table, companyId } = telling;
  const all = await connections(table, companyId).all();
  const named = await gapAccounts(
    table,
    companyId,
    all.flatMap(({ gaps = [] }) => gaps),
  );
  const at = instantOf(telling.now());
  for (const connection of all) {
    if ((connection.leaseUntil ?? "") > at) continue;
    await tellConnection(connection, named, (told, version) => toldAction(connection, told, version), telling);
  }
}

/** What is told, on the connection as it was read: its state, the start of its last run, and the count of what was told. */
function toldAction(connection: Connection, told: readonly object[], version: number): Action {
  const { companyId, id, state, lastStartedAt } = connection;
  const started = lastStartedAt === undefined ? "attribute_not_exists(lastStartedAt)" : "lastStartedAt = :started";
  const count = version === 0 ? "attribute_not_exists(toldVersion)" : "toldVersion = :version";
  return {
    Update: {
      TableName: TABLE,
      Key: connectionKey(companyId, id),
      UpdateExpression: "SET told = :facts, toldVersion = :next",
      ConditionExpression: `#state = :state and ${started} and ${count}`,
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: {
        ...{ ":facts": told.map((one) => ({ ...one })), ":next": version + 1, ":state": state },
        ...(lastStartedAt !== undefined && { ":started": lastStartedAt }),
        ...(version > 0 && { ":version": version }),
      },
    },
  };
}
