import type { CompanyId, ConnectionId } from "#domain/ids";
import type { Db } from "./db.ts";

/** Puts a connection's token under the current key, if it is still the token that was read. Says nothing new, so there is no event. */
export async function resealToken(
  db: Db,
  companyId: CompanyId,
  id: ConnectionId,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await db.update({
    Key: { pk: `COMPANY#${companyId}#CONNECTIONS`, sk: id },
    UpdateExpression: "SET sealedToken = :to",
    ConditionExpression: "sealedToken = :from",
    ExpressionAttributeValues: { ":from": from, ":to": to },
  });
}
