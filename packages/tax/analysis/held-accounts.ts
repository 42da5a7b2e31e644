import { paddedAccount } from "#domain/ledger/account-number";
import type { AccountNumber } from "#domain/ledger/entry";
import type { BalanceRow } from "./balance-input.ts";

/** An account of a trial balance: debit less credit in EUR cents, and where it came from. Rows of one number are added up. */
export type Held = {
  readonly account: AccountNumber;
  readonly label: string;
  readonly cents: number;
  /** Movements of the year and opening balance; null as soon as one row does not tell. */
  readonly movedDebitCents: number | null;
  readonly movedCreditCents: number | null;
  readonly openedCents: number | null;
  readonly rowCount: number;
  /** Line of its first row in the file. */
  readonly line: number | null;
};

/** The accounts of a trial balance by number, padded to six digits: `53` and `530000` are one account. */
export function heldAccounts(rows: readonly BalanceRow[]): Held[] {
  const byNumber = new Map<string, Held>();
  for (const row of rows) {
    const one = heldOf(row);
    const before = byNumber.get(one.account);
    byNumber.set(one.account, before ? together(before, one) : one);
  }
  return [...byNumber.values()].sort((left, right) => (left.account < right.account ? -1 : 1));
}

const heldOf = (row: BalanceRow): Held => ({
  account: paddedAccount(row.account),
  label: row.label,
  cents: row.debitBalanceCents - row.creditBalanceCents,
  movedDebitCents: row.debitCents,
  movedCreditCents: row.creditCents,
  openedCents: difference(row.openingDebitCents, row.openingCreditCents),
  rowCount: 1,
  line: row.line,
});

const together = (first: Held, other: Held): Held => ({
  ...first,
  cents: first.cents + other.cents,
  movedDebitCents: added(first.movedDebitCents, other.movedDebitCents),
  movedCreditCents: added(first.movedCreditCents, other.movedCreditCents),
  openedCents: added(first.openedCents, other.openedCents),
  rowCount: first.rowCount + other.rowCount,
});

const added = (left: number | null, right: number | null): number | null => (left === null || right === null ? null : left + right);
const difference = (left: number | null, right: number | null): number | null => (left === null || right === null ? null : left - right);

/** Whether an account stands under one of some prefixes. */
export const isUnder = (account: string, prefixes: readonly string[]): boolean => prefixes.some((prefix) => account.startsWith(prefix));

/** Debit less credit of the accounts under some prefixes, those under `except` left out. EUR cents. */
export function debitOf(held: readonly Held[], prefixes: readonly string[], except: readonly string[] = []): number {
  let sum = 0;
  for (const { account, cents } of held) if (isUnder(account, prefixes) && !isUnder(account, except)) sum += cents;
  return sum;
}

/** Credit less debit of the same. EUR cents. */
export const creditOf = (held: readonly Held[], prefixes: readonly string[], except: readonly string[] = []): number =>
  0 - debitOf(held, prefixes, except);
