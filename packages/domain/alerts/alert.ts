import * as z from "zod";
import { BusinessDate, Instant } from "../dates.ts";
import { ActorId, AlertId } from "../ids.ts";
import { Cents, Currency } from "../money.ts";

/** What alerts are about: the list is closed, for every feature that tells something. `custom` is what a person wrote; all others are derived from facts. */
export const AlertKind = z.enum(["tax_deadline", "unpaid_invoice", "budget", "consent", "low_cash", "anomaly", "custom"]);
export type AlertKind = z.infer<typeof AlertKind>;
export const DerivedKind = AlertKind.exclude(["custom"]);
export type DerivedKind = z.infer<typeof DerivedKind>;

export const Severity = z.enum(["info", "attention", "urgent"]);
export type Severity = z.infer<typeof Severity>;

export const AlertStatus = z.enum(["open", "acknowledged", "closed"]);
export type AlertStatus = z.infer<typeof AlertStatus>;

/** Where to look: one of the company's objects by its id, or a page of the API by its path. */
const AlertLink = z.object({
  type: z.enum(["calendar", "invoice", "budget", "connection", "account", "transaction"]),
  id: z.string().max(100).nullable(),
  path: z.string().max(300).nullable(),
});

export const TITLE_MAX = 120;
export const MESSAGE_MAX = 1_000;

/** One thing somebody should know. Titles and messages are French; money is in minor units of `currency`. */
export const Alert = z.object({
  id: AlertId,
  kind: AlertKind,
  fact: z
    .string()
    .max(300)
    .meta({ description: "What it tells, as a key: the same fact is the same alert, however often it is told. Opaque to readers." }),
  severity: Severity,
  title: z.string().max(TITLE_MAX),
  message: z.string().max(MESSAGE_MAX),
  dueOn: BusinessDate.meta({ description: "The day it is about: a deadline's, or the day something was found." }),
  amountCents: Cents.nullable(),
  currency: Currency,
  link: AlertLink.nullable(),
  status: AlertStatus,
  createdAt: Instant,
  createdBy: ActorId.nullable().meta({ description: "Who wrote it; null for what the system found." }),
  acknowledgedAt: Instant.nullable(),
  acknowledgedBy: ActorId.nullable(),
  closedAt: Instant.nullable(),
  version: z.int(),
});
export type Alert = z.infer<typeof Alert>;

/** Days an alert is kept after the day it is about (derived) or was closed (custom): thirteen months. */
const KEPT_DAYS = 396;

/**
 * The instant (seconds since 1970) from which an alert is forgotten, or null: what a person wrote stays until it is closed. A derived one is forgotten
 * whatever became of it, since nobody may ever look: so a company's alerts are bounded by what can happen to it in thirteen months.
 */
export function forgottenAt({ kind, dueOn, createdAt, closedAt }: Alert): number | null {
  if (kind === "custom") return closedAt === null ? null : secondsOf(closedAt) + KEPT_DAYS * 86_400;
  return Math.max(secondsOf(`${dueOn}T00:00:00Z`), secondsOf(createdAt)) + KEPT_DAYS * 86_400;
}

const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1_000);
