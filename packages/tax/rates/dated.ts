import type { BusinessDate } from "#domain/dates";
import { businessDate } from "#domain/dates";

/** The law is read up to here. What is due or opened later is refused by name: no row is ever stretched to a year nobody voted. */
export const LAW_READ_THROUGH = businessDate("2026-12-31");

/** The day these tables were last held against their sources. It names every parameter set. */
export const EDITION = businessDate("2026-11-26");

/** A value the law has and we did not find. It is never guessed: whatever needs it is refused. */
export const UNKNOWN = "unknown";

/** What the law chooses a row by: the day a fiscal year opened or closed, the day of the operation, the day something falls due. */
export type ChosenBy = "year_opened_on" | "year_closed_on" | "operation_on" | "due_on";

/** What a value counts: parts per million, cents, whole months, days, persons, or grams (of CO2 a kilometre). */
export type Unit = "ppm" | "cents" | "months" | "days" | "persons" | "grams";

/** One row of dated law: a whole number, the first and the last day it is chosen for, and where it is written. */
export type DatedRow = {
  readonly value: number | typeof UNKNOWN;
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly source: string;
};

/** One figure of the law over time. Rows follow each other without overlap and without a hole. */
export type Parameter = {
  /** Stable name, e.g. `is.taux_normal`. */
  readonly id: string;
  /** What it is, in French. */
  readonly label: string;
  readonly unit: Unit;
  readonly chosenBy: ChosenBy;
  readonly rows: readonly DatedRow[];
  /** First day it exists, when it is younger than our tables; last day, when it was abolished since. */
  readonly begins?: BusinessDate;
  readonly ends?: BusinessDate;
};

/** The figures one computation rests on. Handed to it, so that a test can change one row and see what moves. */
export type Law<Name extends string = string> = Readonly<Record<Name, Parameter>>;

/** A row from a text `from`, a text `to` (left out: as far as the law is read), its value and its source. */
export const row = (from: string, value: number | typeof UNKNOWN, source: string, to: string = LAW_READ_THROUGH): DatedRow => ({
  value,
  from: businessDate(from),
  to: businessDate(to),
  source,
});
