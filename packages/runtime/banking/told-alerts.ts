import type { Alert } from "#domain/alerts/alert";
import { closed } from "#domain/alerts/change";
import type { Finding } from "#domain/alerts/fact";
import type { Instant } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { alertIdOf, changeActions } from "#store/alert-actions";
import { alerts } from "#store/alerts";
import type { Action, Db } from "#store/db";

type FactKey = Pick<Finding, "kind" | "subject" | "stage">;

/** Alerts of some facts that are not closed yet, seen by somebody or not. */
export async function openToldAlerts(table: Db, companyId: CompanyId, facts: readonly FactKey[], at: Instant): Promise<readonly Alert[]> {
  const store = alerts(table, companyId);
  const found = await Promise.all(facts.map((fact) => store.find(alertIdOf(companyId, fact), at)));
  return found.flatMap((alert) => (alert && alert.status !== "closed" ? [alert] : []));
}

/** Closes alerts as they were read: what they tell is over. One action an alert. */
export const closingActions = (companyId: CompanyId, open: readonly Alert[], at: Instant): readonly Action[] =>
  open.flatMap((alert) => changeActions(companyId, alert, closed(alert, at)));
