import type { BusinessDate } from "#domain/dates";
import type { ProblemCode } from "./problems.fr.ts";

/** Why something of an entry cannot be read or booked: which rule, at which line of the file (1 is the header), about what. */
export type FecProblem = { readonly code: ProblemCode; readonly line: number; readonly detail: string };

/** One line of an entry as the file tells it; amounts in EUR cents, of either sign; `foreignCents` in minor units of `currency`. */
export type FecEntryLine = {
  readonly line: number;
  readonly account: string;
  readonly accountLabel: string;
  readonly auxiliary?: string;
  readonly auxiliaryLabel?: string;
  readonly label: string;
  readonly debitCents: number;
  readonly creditCents: number;
  readonly lettering?: string;
  readonly letteredOn?: BusinessDate;
  readonly foreignCents?: number;
  readonly currency?: string;
};

/**
 * One entry of another program's FEC, as its first line tells it. A date is missing where the file has none that can be read. `problems`
 * are those found while reading: lines that could not be read are not in `lines`.
 */
export type FecEntry = {
  readonly line: number;
  readonly journal: string;
  readonly journalLabel: string;
  readonly number: string;
  readonly date?: BusinessDate;
  readonly pieceRef: string;
  readonly pieceDate?: BusinessDate;
  readonly label: string;
  readonly validDate?: BusinessDate;
  readonly lines: readonly FecEntryLine[];
  readonly problems: readonly FecProblem[];
};
