import type { BusinessDate } from "#domain/dates";
import type { TrialBalanceRow } from "#domain/ledger/trial-balance";

/** What the books of a fiscal year hold through a day: validated entries, closing entries left out. Balances by account. */
export type BookedYear = {
  readonly startsOn: BusinessDate;
  readonly endsOn: BusinessDate;
  readonly through: BusinessDate;
  readonly rows: readonly Pick<
    TrialBalanceRow,
    "account" | "openingDebitCents" | "openingCreditCents" | "debitBalanceCents" | "creditBalanceCents"
  >[];
};

/** Debit less credit balance of the accounts that begin with one of these prefixes, cents. */
export const debitOf = ({ rows }: Pick<BookedYear, "rows">, ...prefixes: readonly string[]): number =>
  rows
    .filter(({ account }) => prefixes.some((prefix) => account.startsWith(prefix)))
    .reduce((sum, { debitBalanceCents, creditBalanceCents }) => sum + debitBalanceCents - creditBalanceCents, 0);

/** The same on the other side. */
export const creditOf = (books: Pick<BookedYear, "rows">, ...prefixes: readonly string[]): number => 0 - debitOf(books, ...prefixes);
