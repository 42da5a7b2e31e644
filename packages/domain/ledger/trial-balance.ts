import { type BusinessDate, lastDayOf, monthsBetween } from "../dates.ts";
import type { AccountNumber } from "./entry.ts";
import type { FiscalYear } from "./fiscal-year.ts";

/**
 * Kept totals of one account in one fiscal year, EUR cents: one slot a month of the year (1 to 24). `opening*` holds what the
 * opening (AN) entries brought, out of the slots.
 */
export type KeptTotals = {
  readonly account: AccountNumber;
  readonly label: string;
  readonly debits: readonly number[];
  readonly credits: readonly number[];
  readonly openingDebitCents?: number;
  readonly openingCreditCents?: number;
};

type Columns = {
  readonly openingDebitCents: number;
  readonly openingCreditCents: number;
  /** Movements from the year's first day, opening apart. */
  readonly debitCents: number;
  readonly creditCents: number;
  /** Opening and movements together: on one side only. */
  readonly debitBalanceCents: number;
  readonly creditBalanceCents: number;
};

export type TrialBalanceRow = Columns & { readonly account: AccountNumber; readonly label: string };

/** Rows by account number, and column totals: debit and credit are equal in each pair. */
export type TrialBalance = { readonly rows: readonly TrialBalanceRow[]; readonly totals: Columns };

/**
 * The trial balance through a month's last day (or the year's), from kept totals: its cost depends on the number of accounts
 * alone. Throws RangeError when `through` is not a month's end inside the year, and Error when the totals do not balance, which
 * means the kept totals are wrong.
 */
export function trialBalance(
  kept: readonly KeptTotals[],
  year: Pick<FiscalYear, "startsOn" | "endsOn">,
  through: BusinessDate,
): TrialBalance {
  const boundary = through === year.endsOn || through === lastDayOf(through.slice(0, 7));
  if (!boundary || through < year.startsOn || through > year.endsOn)
    throw new RangeError("a trial balance stops at a month's end inside its year");
  const months = monthsBetween(year.startsOn, through).length;
  const rows = kept
    .map((account) => rowOf(account, months))
    .filter((row) => row.debitCents !== 0 || row.creditCents !== 0 || row.openingDebitCents !== 0 || row.openingCreditCents !== 0)
    .sort((left, right) => (left.account < right.account ? -1 : 1));
  const totals = {
    openingDebitCents: sumOf(rows, "openingDebitCents"),
    openingCreditCents: sumOf(rows, "openingCreditCents"),
    debitCents: sumOf(rows, "debitCents"),
    creditCents: sumOf(rows, "creditCents"),
    debitBalanceCents: sumOf(rows, "debitBalanceCents"),
    creditBalanceCents: sumOf(rows, "creditBalanceCents"),
  };
  assertEqual(totals);
  return { rows, totals };
}

function rowOf(
  { account, label, debits, credits, openingDebitCents = 0, openingCreditCents = 0 }: KeptTotals,
  months: number,
): TrialBalanceRow {
  const debitCents = total(debits, months);
  const creditCents = total(credits, months);
  const balance = openingDebitCents + debitCents - openingCreditCents - creditCents;
  return {
    ...{ account, label, openingDebitCents, openingCreditCents, debitCents, creditCents },
    debitBalanceCents: Math.max(balance, 0),
    creditBalanceCents: Math.max(-balance, 0),
  };
}

const total = (slots: readonly number[], months: number): number => slots.slice(0, months).reduce((all, amount) => all + amount, 0);

const sumOf = (rows: readonly Columns[], column: keyof Columns): number => rows.reduce((all, row) => all + row[column], 0);

function assertEqual({
  openingDebitCents,
  openingCreditCents,
  debitCents,
  creditCents,
  debitBalanceCents,
  creditBalanceCents,
}: Columns): void {
  const equal = openingDebitCents === openingCreditCents && debitCents === creditCents && debitBalanceCents === creditBalanceCents;
  if (!equal) throw new Error("the trial balance does not balance: the kept totals are wrong");
}
