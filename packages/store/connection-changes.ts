import type { Instant } from "#domain/dates";
import { type Connection, connectionKey, pointerKey, roundKey } from "./connections.ts";
import type { Action } from "./db.ts";
import { TABLE } from "./entity.ts";

/** What people do to a connection, as actions of a transaction. docs/table.md. */

/** Days an ended connection is remembered, so that its runs can be read: thirteen months, as long as they are. */
const REMEMBERED_DAYS = 396;

/** A consent asked for again, on the version that was read; the provider's user may be another one when the first is gone. Needs both scopes. */
export function reconnectActions(
  connection: Connection,
  asked: Pick<Connection, "userId" | "connectUrl"> & { readonly callbackUrl: string | null },
): Action[] {
  const { companyId, id, provider, version, userId } = connection;
  const { callbackUrl } = asked;
  const update: Action = {
    Update: {
      TableName: TABLE,
      Key: connectionKey(companyId, id),
      UpdateExpression: `SET connectUrl = :url, userId = :user, #version = :next${callbackUrl === null ? " REMOVE callbackUrl" : ", callbackUrl = :back"}`,
      ConditionExpression: "#version = :read and attribute_not_exists(disconnectedAt)",
      ExpressionAttributeNames: { "#version": "version" },
      ExpressionAttributeValues: {
        ...{ ":url": asked.connectUrl, ":user": asked.userId, ":next": version + 1, ":read": version },
        ...(callbackUrl !== null && { ":back": callbackUrl }),
      },
    },
  };
  if (asked.userId === userId) return [update];
  const Item = { ...pointerKey(provider, asked.userId), companyId, connectionId: id };
  return [update, leavePointer(connection), { Put: { TableName: TABLE, Item } }];
}

/**
 * Ends a connection, on the version that was read: its lease is taken from whoever runs, its token and consent page are forgotten, and no round leads to
 * it any more. Needs both scopes.
 */
export function disconnectActions(connection: Connection, at: Instant): Action[] {
  const { companyId, id, version } = connection;
  const forgotten = ["leaseOwner", "leaseUntil", "followUpAt", "nextAttemptAt", "holdUntil", "failures", "failingSince", "gaps"];
  const update: Action = {
    Update: {
      TableName: TABLE,
      Key: connectionKey(companyId, id),
      UpdateExpression: `SET #state = :ended, stateSince = :at, disconnectedAt = :at, connectUrl = :none, #version = :next, #ttl = :ttl REMOVE ${forgotten.join(", ")}, sealedToken, callbackUrl, told, lastError`,
      ConditionExpression: "#version = :read and attribute_not_exists(disconnectedAt)",
      ExpressionAttributeNames: { "#state": "state", "#version": "version", "#ttl": "ttl" },
      ExpressionAttributeValues: {
        ...{ ":ended": "disconnected", ":at": at, ":none": "", ":next": version + 1, ":read": version },
        ":ttl": Math.floor(Date.parse(at) / 1_000) + REMEMBERED_DAYS * 86_400,
      },
    },
  };
  return [update, { Delete: { TableName: TABLE, Key: roundKey(id) } }];
}

/** Removes the way back from the provider's user, if it leads here. */
export const leavePointer = ({ provider, userId, id }: Connection): Action => ({
  Delete: {
    TableName: TABLE,
    Key: pointerKey(provider, userId),
    ConditionExpression: "attribute_not_exists(pk) or connectionId = :id",
    ExpressionAttributeValues: { ":id": id },
  },
});
