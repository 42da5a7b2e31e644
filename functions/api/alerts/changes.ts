import type { Alert } from "#domain/alerts/alert";
import { type AlertChange, acknowledged, changedAlert, type NewAlert, writtenAlert } from "#domain/alerts/change";
import { type Instant, instantOf, parisDate } from "#domain/dates";
import type { AlertId, NewId } from "#domain/ids";
import { Refusal } from "#domain/refusals";
import { type Actor, doerOf } from "#runtime/actor";
import type { HttpRequest } from "#runtime/request";
import { changeActions, deleteActions, writeActions } from "#store/alert-actions";
import { alerts } from "#store/alerts";
import type { Action, Db } from "#store/db";
import { type BusinessEvent, commit } from "#store/outbox";

/** Somebody changes alerts: who, for which request, and what it takes. */
export type Doing = {
  readonly actor: Actor;
  readonly request: Pick<HttpRequest, "requestId">;
  readonly table: Db;
  readonly now: () => Date;
  readonly newId: NewId;
};
type Changing = Doing & { readonly assertMatch: (now: { readonly version: number }) => void };

/** An acknowledgement that is overtaken looks again this often. */
const ATTEMPTS_MAX = 5;

/** Writes down what a person wants to be reminded of. Refuses more of them than may live at once (`alert.limit_reached`). */
export async function writeAlert(body: NewAlert, doing: Doing): Promise<Alert> {
  const { actor, now, newId } = doing;
  const alert = writtenAlert(body, body.dueOn ?? parisDate(now()), newId("alert"), byOf(doing));
  const { done } = await told("alert.created", alert, writeActions(actor.companyId, alert), doing);
  if (!done) throw new Refusal("alert.limit_reached");
  return alert;
}

/** Changes an alert as it was read. Refuses other words for a derived one, and a change that somebody was faster with. */
export async function changeAlert(id: AlertId, change: AlertChange, doing: Changing): Promise<Alert> {
  const before = await read(id, doing);
  doing.assertMatch(before);
  const after = changedAlert(before, change, byOf(doing));
  if (after === before) return before;
  const outcome = await told("alert.updated", after, changeActions(doing.actor.companyId, before, after), doing);
  if (outcome.done) return after;
  throw new Refusal(outcome.failed.includes(0) ? "conflict.changed_meanwhile" : "alert.limit_reached");
}

/** Notes that somebody saw it; seen before, or closed, it stays as it is. */
export async function acknowledgeAlert(id: AlertId, doing: Changing): Promise<Alert> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const before = await read(id, doing);
    doing.assertMatch(before);
    const after = acknowledged(before, byOf(doing));
    if (after === before) return before;
    const { done } = await told("alert.acknowledged", after, changeActions(doing.actor.companyId, before, after), doing);
    if (done) return after;
  }
  throw new Refusal("conflict.changed_meanwhile");
}

/** Ends an alert; a derived one's fact is not told again. */
export async function deleteAlert(id: AlertId, doing: Changing): Promise<void> {
  const alert = await read(id, doing);
  doing.assertMatch(alert);
  const gone = { ...alert, version: alert.version + 1 };
  const { done } = await told("alert.deleted", gone, deleteActions(doing.actor.companyId, alert), doing);
  if (!done) throw new Refusal("conflict.changed_meanwhile");
}

const atOf = ({ now }: Doing): Instant => instantOf(now());
const byOf = (doing: Doing) => ({ actorId: doing.actor.id, at: atOf(doing) });
const read = (id: AlertId, doing: Doing) => alerts(doing.table, doing.actor.companyId).get(id, atOf(doing));

function told(type: BusinessEvent["type"], { id, version }: Alert, actions: readonly Action[], doing: Doing) {
  const { actor, request, newId, table } = doing;
  const event = { id: newId("event"), at: atOf(doing), doer: doerOf(actor), requestId: request.requestId };
  return commit(table, actor.companyId, actions, { ...event, type, objects: [{ id, version }] });
}
