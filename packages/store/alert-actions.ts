import { createHash } from "node:crypto";
import { type Alert, forgottenAt } from "#domain/alerts/alert";
import { alertOf, type Finding, factOf } from "#domain/alerts/fact";
import type { Instant } from "#domain/dates";
import { AlertId, type CompanyId, crockford } from "#domain/ids";
import type { Action, Item } from "./db.ts";
import { inPlaceOf, TABLE } from "./entity.ts";

/** What may happen to an alert, as actions of a transaction: for the routes, and for any feature that tells something in its own transaction. docs/table.md. */
export const alertsPartition = (companyId: CompanyId): string => `COMPANY#${companyId}#ALERTS`;
export const alertKey = (companyId: CompanyId, id: AlertId) => ({ pk: alertsPartition(companyId), sk: id });

/** Live alerts a company's people wrote themselves, at most. */
const WRITTEN_MAX = 200;
/** Status of the mark a deleted fact leaves, until the alert would have been forgotten: the fact would come back otherwise. */
export const DELETED = "deleted";

/** The id of what is told: a hash of the fact, so that the same fact has the same id. No two companies share one. */
export const alertIdOf = (companyId: CompanyId, finding: Pick<Finding, "kind" | "subject" | "stage">): AlertId =>
  AlertId.parse(
    `alr_${crockford(
      createHash("sha256")
        .update(`${companyId}|${factOf(finding)}`)
        .digest()
        .subarray(0, 26),
    )}`,
  );

/**
 * Tells a fact: put if absent, to stand in any transaction of the company. Its failure says that the fact was told before (its alert may be open, closed
 * or deleted since), and that the caller's transaction is to be sent again without it. Name the alert's id among the objects of the event.
 */
export const raiseAction = (companyId: CompanyId, finding: Finding, at: Instant): Action => ({
  Put: {
    TableName: TABLE,
    Item: itemOf(companyId, alertOf(finding, alertIdOf(companyId, finding), at)),
    ConditionExpression: "attribute_not_exists(pk)",
  },
});

/** A new alert of a person, the head's count first: its failure says that there are as many as may be. */
export const writeActions = (companyId: CompanyId, alert: Alert): Action[] => [
  countAction(companyId, 1),
  { Put: { TableName: TABLE, Item: itemOf(companyId, alert), ConditionExpression: "attribute_not_exists(pk)" } },
];

/** An alert as it is now, in place of the one that was read: that is the first action's condition. Opening one a person wrote again may meet the limit. */
export function changeActions(companyId: CompanyId, before: Alert, after: Alert): Action[] {
  const put: Action = { Put: { TableName: TABLE, Item: itemOf(companyId, after), ...inPlaceOf(before.version) } };
  const counted = liveOf(after) - liveOf(before);
  return counted === 0 ? [put] : [put, countAction(companyId, counted)];
}

/** Ends an alert as it was read. Of a derived one a mark stays, so that its fact does not come back. */
export function deleteActions(companyId: CompanyId, alert: Alert): Action[] {
  const key = alertKey(companyId, alert.id);
  if (alert.kind !== "custom") {
    const { id, kind, fact, version } = alert;
    const Item = { ...key, id, kind, fact, status: DELETED, version: version + 1, ttl: forgottenAt(alert) };
    return [{ Put: { TableName: TABLE, Item, ...inPlaceOf(alert.version) } }];
  }
  const gone: Action = { Delete: { TableName: TABLE, Key: key, ...inPlaceOf(alert.version) } };
  return liveOf(alert) === 0 ? [gone] : [gone, countAction(companyId, -1)];
}

/** Takes back what turned out not to be true, as it was read: nothing stays of it, so that it may be told again if it is true after all. */
export const withdrawAction = (companyId: CompanyId, alert: Alert): Action => ({
  Delete: { TableName: TABLE, Key: alertKey(companyId, alert.id), ...inPlaceOf(alert.version) },
});

/** What counts against the limit: alerts a person wrote, until they are closed. Nothing else forgets them, so the count cannot drift. */
const liveOf = ({ kind, status }: Alert): number => (kind === "custom" && status !== "closed" ? 1 : 0);

function countAction(companyId: CompanyId, by: number): Action {
  return {
    Update: {
      TableName: TABLE,
      Key: { pk: alertsPartition(companyId), sk: "HEAD" },
      UpdateExpression: "ADD written :by",
      ExpressionAttributeValues: { ":by": by, ...(by > 0 && { ":max": WRITTEN_MAX }) },
      ...(by > 0 && { ConditionExpression: "attribute_not_exists(written) or written < :max" }),
    },
  };
}

/** An alert with its places in the lists: all by the day they are about, and those of one status. */
function itemOf(companyId: CompanyId, alert: Alert): Item {
  const partition = alertsPartition(companyId);
  const place = `${alert.dueOn}#${alert.id}`;
  const ttl = forgottenAt(alert);
  return {
    ...alertKey(companyId, alert.id),
    ...{ gsi1pk: `${partition}#L`, gsi1sk: place, gsi2pk: `${partition}#S#${alert.status}`, gsi2sk: place },
    ...{ shape: 1, ...alert, link: alert.link && { ...alert.link } },
    ...(ttl !== null && { ttl }),
  };
}
