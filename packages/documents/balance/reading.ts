import type { BusinessDate } from "#domain/dates";
import type { BalanceProblemCode, BalanceRemarkCode } from "./problem-codes.ts";

/** Lines read of a file at most; a balance has hundreds, with every customer apart some thousands. */
export const BALANCE_LINES_MAX = 50_000;
/** Accounts (or third parties) kept at most. */
export const BALANCE_ROWS_MAX = 20_000;
/** Problems told at most: whoever has a hundred of them has one cause. */
export const BALANCE_PROBLEMS_MAX = 100;

export const BALANCE_FORMATS = ["json", "csv", "xlsx", "fec"] as const;
export type BalanceFormat = (typeof BALANCE_FORMATS)[number];

/** What a column holds, whatever its heading calls it. */
export const BALANCE_FIELDS = [
  ...(["account", "label", "thirdParty", "side", "openingDebit", "openingCredit", "openingBalance"] as const),
  ...(["debit", "credit", "debitBalance", "creditBalance", "balance"] as const),
] as const;
export type BalanceField = (typeof BALANCE_FIELDS)[number];

/**
 * What is wrong at one place of a file: its line (1 is the first; in a workbook the row of the sheet; 0 is the file as a whole), the field it
 * concerns where there is one, the place as a person looks for it (`12`, or the cell `D12`), and what stands there, cut short.
 */
export type BalanceProblem = {
  readonly code: BalanceProblemCode;
  readonly line: number;
  readonly field: BalanceField | null;
  readonly place: string;
  readonly detail: string;
};

/** What was done with the file that its reader should know, and that is no fault of it. */
export type BalanceRemark = { readonly code: BalanceRemarkCode; readonly line: number; readonly place: string; readonly detail: string };

/** One account, or one third party of an account: EUR cents; balances on one side. Openings and movements are null where the file does not tell them. */
export type ReadRow = {
  readonly line: number;
  readonly place: string;
  readonly account: string;
  readonly label: string;
  readonly thirdParty: string | null;
  readonly openingDebitCents: number | null;
  readonly openingCreditCents: number | null;
  readonly debitCents: number | null;
  readonly creditCents: number | null;
  readonly debitBalanceCents: number;
  readonly creditBalanceCents: number;
};

/** A file as it was read. With a problem among them, `rows` is not to be used. */
export type BalanceReading = {
  readonly format: BalanceFormat;
  readonly rows: readonly ReadRow[];
  readonly problems: readonly BalanceProblem[];
  readonly remarks: readonly BalanceRemark[];
  /** The days the file itself tells. */
  readonly startsOn: BusinessDate | null;
  readonly endsOn: BusinessDate | null;
  /** Bytes looked at: those of the file, and what a workbook's parts grew to. */
  readonly bytesRead: number;
};

/** A reading of nothing, for one reason. */
export const unreadable = (
  format: BalanceFormat,
  code: BalanceProblemCode,
  more: { readonly line?: number; readonly detail?: string; readonly bytesRead?: number } = {},
): BalanceReading => ({
  ...{ format, rows: [], remarks: [], startsOn: null, endsOn: null, bytesRead: more.bytesRead ?? 0 },
  problems: [
    { code, line: more.line ?? 0, field: null, place: more.line === undefined ? "" : String(more.line), detail: more.detail ?? "" },
  ],
});

/** A remark at a line of a text file. */
export const remarkAt = (code: BalanceRemarkCode, line: number, detail: string): BalanceRemark => ({
  code,
  line,
  place: String(line),
  detail,
});
