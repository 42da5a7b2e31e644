import type { BusinessDate, Instant } from "../dates.ts";
import type { AlertId } from "../ids.ts";
import { type Cents, type Currency, EUR } from "../money.ts";
import type { Alert, DerivedKind, Severity } from "./alert.ts";

/**
 * Something found that is worth telling. `subject` and `stage` make it one: `is_acompte|2026-12-15` at `J-7`, a budget's period at `100`, an invoice at
 * `overdue`. Title and message are French, at most 120 and 1 000 characters.
 */
export type Finding = {
  readonly kind: DerivedKind;
  readonly subject: string;
  readonly stage: string;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  /** The day it is about: a deadline's, or the day it was found. */
  readonly dueOn: BusinessDate;
  readonly amountCents: Cents | null;
  readonly currency?: Currency;
  readonly link: Alert["link"];
};

/** The key of what is told: the same fact told twice is one alert. */
export const factOf = ({ kind, subject, stage }: Pick<Finding, "kind" | "subject" | "stage">): string => `${kind}|${subject}|${stage}`;

/** A finding as the open alert it becomes. */
export const alertOf = (finding: Finding, id: AlertId, at: Instant): Alert => ({
  ...{ id, kind: finding.kind, fact: factOf(finding), severity: finding.severity, title: finding.title, message: finding.message },
  ...{ dueOn: finding.dueOn, amountCents: finding.amountCents, currency: finding.currency ?? EUR, link: finding.link },
  ...{ status: "open", createdAt: at, createdBy: null, acknowledgedAt: null, acknowledgedBy: null, closedAt: null, version: 1 },
});
