import type { BusinessDate } from "#domain/dates";
import type { Cents, Currency } from "#domain/money";
import type { StatementFaultCode, StatementRemarkCode } from "./problem-codes.ts";

export const STATEMENT_ROWS_MAX = 100_000;
/** Accounts times days, in a file that gives one statement a day. */
export const STATEMENTS_MAX = 2_000;
/** Problems told at most, and remarks likewise: whoever has a hundred of them has one cause. */
export const STATEMENT_PROBLEMS_MAX = 100;
export const LABEL_MAX = 200;
export const DETAILS_MAX = 300;
/** As long as OFX lets a FITID be. A longer one is refused: cut short, two could be taken for one. */
export const BANK_ID_MAX = 255;

export const STATEMENT_FORMATS = ["ofx", "csv", "camt053", "cfonb120", "mt940", "qif"] as const;
export type StatementFormat = (typeof STATEMENT_FORMATS)[number];

/** The account as the file names it; null where it does not. `bank` and `branch` are the French 5 digits where they are given. */
export type StatementAccount = {
  readonly iban: string | null;
  readonly bank: string | null;
  readonly branch: string | null;
  readonly number: string | null;
  readonly currency: Currency | null;
};

export type StatementBalance = { readonly cents: Cents; readonly on: BusinessDate };

/**
 * One booked operation: signed minor units of the account's currency (of the euro where the file tells none), out is negative; dates as
 * written. `bankId`: the bank's own name of the row, blank ones left out. Operations still pending are never rows.
 */
export type StatementRow = {
  readonly line: number;
  readonly bookedOn: BusinessDate;
  readonly valueOn: BusinessDate | null;
  readonly transactionOn: BusinessDate | null;
  readonly amountCents: Cents;
  readonly currency: Currency | null;
  readonly label: string;
  readonly bankId: string | null;
  readonly details: string | null;
};

export type Statement = {
  readonly account: StatementAccount;
  readonly openingBalance: StatementBalance | null;
  readonly closingBalance: StatementBalance | null;
  readonly rows: readonly StatementRow[];
};

/** `line`: 1 is the first, 0 the file as a whole. `column`: of a table, 1 is the first. `detail`: what stands there, cut short. */
export type StatementProblem = {
  readonly severity: "error" | "remark";
  readonly code: StatementFaultCode | StatementRemarkCode;
  readonly line: number;
  readonly column: number | null;
  readonly detail: string;
  readonly message: string;
};

/** A file as it was read. With an error among the problems there are no statements: nothing of the file may be imported. */
export type StatementReading = {
  readonly format: StatementFormat | null;
  readonly statements: readonly Statement[];
  readonly problems: readonly StatementProblem[];
};
