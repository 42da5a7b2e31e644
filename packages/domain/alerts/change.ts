import * as z from "zod";
import { BusinessDate, type Instant } from "../dates.ts";
import type { ActorId, AlertId } from "../ids.ts";
import { EUR } from "../money.ts";
import { Refusal } from "../refusals.ts";
import { humanText } from "../text.ts";
import { type Alert, AlertStatus, MESSAGE_MAX, Severity, TITLE_MAX } from "./alert.ts";

const title = humanText(TITLE_MAX).min(1);
const message = humanText(MESSAGE_MAX).min(1);

/** What a person writes themselves an alert about. */
export const NewAlert = z.strictObject({
  title,
  message,
  dueOn: BusinessDate.exactOptional().meta({ description: "Today in Paris unless said." }),
  severity: Severity.default("info"),
});
export type NewAlert = z.output<typeof NewAlert>;

/** What may become of an alert; what is left out stays. The words of a derived one are those of its fact: it takes a status and nothing else. */
export const AlertChange = z.strictObject({
  title: title.exactOptional(),
  message: message.exactOptional(),
  dueOn: BusinessDate.exactOptional(),
  severity: Severity.exactOptional(),
  status: AlertStatus.exactOptional(),
});
export type AlertChange = z.output<typeof AlertChange>;

type By = { readonly actorId: ActorId; readonly at: Instant };

/** An alert a person wrote: a fact of its own. */
export const writtenAlert = ({ title, message, severity }: NewAlert, dueOn: BusinessDate, id: AlertId, { actorId, at }: By): Alert => ({
  ...{ id, kind: "custom", fact: `custom|${id}`, severity, title, message, dueOn, amountCents: null, currency: EUR, link: null },
  ...{ status: "open", createdAt: at, createdBy: actorId, acknowledgedAt: null, acknowledgedBy: null, closedAt: null, version: 1 },
});

/** Somebody has seen it. What is acknowledged or closed already stays as it is: the first to see it counts. */
export const acknowledged = (alert: Alert, { actorId, at }: By): Alert =>
  alert.status === "open"
    ? { ...alert, status: "acknowledged", acknowledgedAt: at, acknowledgedBy: actorId, version: alert.version + 1 }
    : alert;

/** It is over, whether or not somebody saw it. */
export const closed = (alert: Alert, at: Instant): Alert =>
  alert.status === "closed" ? alert : { ...alert, status: "closed", closedAt: at, version: alert.version + 1 };

/** To be dealt with again: nobody has seen it. */
const reopened = (alert: Alert): Alert =>
  alert.status === "open"
    ? alert
    : { ...alert, status: "open", acknowledgedAt: null, acknowledgedBy: null, closedAt: null, version: alert.version + 1 };

/**
 * An alert after a change, the same object when nothing changes; its version goes up by one. Refuses to rewrite a derived one (`alert.derived`).
 */
export function changedAlert(alert: Alert, { status, ...words }: AlertChange, by: By): Alert {
  if (alert.kind !== "custom" && Object.keys(words).length > 0) throw new Refusal("alert.derived");
  const moved = status === undefined ? alert : STATUS_CHANGES[status](alert, by);
  const after = { ...moved, ...words, version: alert.version + 1 };
  return sameWords(alert, after) && moved === alert ? alert : after;
}

const STATUS_CHANGES: Readonly<Record<AlertStatus, (alert: Alert, by: By) => Alert>> = {
  open: reopened,
  acknowledged: (alert, by) => acknowledged(reopenedIfClosed(alert), by),
  closed: (alert, { at }) => closed(alert, at),
};

const reopenedIfClosed = (alert: Alert): Alert => (alert.status === "closed" ? reopened(alert) : alert);

const sameWords = (left: Alert, right: Alert): boolean =>
  (["title", "message", "dueOn", "severity"] as const).every((name) => left[name] === right[name]);
