import type { CompanyId, ConnectionId } from "#domain/ids";
import { connectionKey, type RunEnd } from "./connections.ts";

/**
 * Gives a connection back with what a run found, as parameters of an update: under the lease, and, where something is told with it, under the count of
 * what was told. Its condition fails when the lease was lost; then nothing is written.
 */
export function releaseOf(companyId: CompanyId, id: ConnectionId, owner: string, end: RunEnd, toldVersion?: number) {
  const set = Object.entries(end).filter(([, value]) => value !== undefined && value !== null);
  const forgotten = Object.entries(end).flatMap(([name, value]) => (value === null ? [name] : []));
  const told = toldVersion === undefined ? "" : ` and ${toldVersion === 0 ? "attribute_not_exists(toldVersion)" : "toldVersion = :told"}`;
  return {
    Key: connectionKey(companyId, id),
    UpdateExpression: `SET ${set.map((_, index) => `#s${index} = :s${index}`).join(", ")} REMOVE ${["leaseOwner", "leaseUntil", ...forgotten].join(", ")}`,
    ConditionExpression: `leaseOwner = :owner${told}`,
    ExpressionAttributeNames: Object.fromEntries(set.map(([name], index) => [`#s${index}`, name])),
    ExpressionAttributeValues: {
      ":owner": owner,
      ...(toldVersion && { ":told": toldVersion }),
      ...Object.fromEntries(set.map(([, value], index) => [`:s${index}`, value])),
    },
  };
}
