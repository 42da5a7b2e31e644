import type { BusinessDate } from "#domain/dates";
import type { TaxNotice } from "../notice.ts";
import type { CalendarFigure } from "../rates/calendar.ts";
import type { TraceLine } from "../trace.ts";
import type { YearSpan } from "./fiscal-years.ts";
import type { Period } from "./periods.fr.ts";
import type { CalendarProfile } from "./profile.ts";
import type { RuleCode } from "./rules.fr.ts";
import type { WorkingDays } from "./working-days.ts";

/** What a rule is told: the profile, the law, the days offices work on, the years around the window. */
export type Situation = {
  readonly profile: CalendarProfile;
  /** A figure of the law for a day. A day nobody read the law for gets the last figure known: its dates are not confirmed. */
  readonly figure: (name: CalendarFigure, on: BusinessDate) => number;
  readonly national: WorkingDays;
  readonly local: WorkingDays;
  readonly years: readonly YearSpan[];
  /** Nominal days outside of these cannot fall due in the window. */
  readonly earliest: BusinessDate;
  readonly latest: BusinessDate;
};

/** An amount and the steps it is the sum of, in cents. */
export type Amount = { readonly cents: number; readonly lines: readonly TraceLine[] };

/** Something a rule asks for once. */
export type Due = {
  readonly code: RuleCode;
  readonly nominalDate: BusinessDate;
  /** The last day, where it is not the nominal one moved to a working day. */
  readonly dueDate?: BusinessDate;
  readonly period: Period | null;
  readonly amount?: Amount | null;
  /** The day the amount's law is chosen by, where it is not the nominal one. */
  readonly amountOn?: BusinessDate;
  readonly notices?: readonly TaxNotice[];
};

/** A rule of the law: everything it asks for around the window; what falls due outside of it is dropped by the caller. */
export type Rule = (situation: Situation) => readonly Due[];

/** An amount that is one step. */
export const single = (line: TraceLine): Amount => ({ cents: line.amountCents, lines: [line] });
