import type { BusinessDate, Month } from "#domain/dates";
import type { Chance } from "./chance.ts";

export type SandboxAccount = "checking" | "savings";

/** Which VAT a movement carries, so that the return paid the month after agrees with it. */
export type VatSide = "collected" | "deductible";

/** One movement of the made-up company, before the bank gives it an id. Amounts are signed cents, out is negative. */
export type Movement = {
  /** Unique and stable: what the row's id is derived from. */
  readonly key: string;
  readonly account: SandboxAccount;
  readonly bookedOn: BusinessDate;
  readonly amountCents: number;
  /** The bank's own words. */
  readonly label: string;
  /** What the aggregator makes of them. */
  readonly clean: string;
  /** When the card was used. Only card payments are announced before they are booked. */
  readonly paidOn?: BusinessDate;
  readonly valueOn?: BusinessDate;
  /** Scheduled: the bank announces it this many days ahead. */
  readonly announcedDays?: number;
  readonly category?: number;
  readonly vat?: VatSide;
};

/** What the topics of the generator know about the month they fill. */
export type MonthPlan = {
  readonly month: Month;
  /** 0 in the company's first month. */
  readonly index: number;
  /** The company's first working day. */
  readonly opensOn: BusinessDate;
  /** Working days of the month, none before the company opened. */
  readonly days: readonly [BusinessDate, ...BusinessDate[]];
  /** The company's name as its bank prints it. */
  readonly company: string;
  readonly draws: (topic: string) => Chance;
};

/** `2026-03-09` -> `09/03`. */
export const dayMonth = (date: BusinessDate): string => `${date.slice(8)}/${date.slice(5, 7)}`;

/** `2026-03-09` -> `090326`. */
export const sixDigits = (date: BusinessDate): string => `${date.slice(8)}${date.slice(5, 7)}${date.slice(2, 4)}`;

/** `2026-03` -> `032026`, as tax and social bodies write a period. */
export const period = (month: Month): string => `${month.slice(5)}${month.slice(0, 4)}`;
