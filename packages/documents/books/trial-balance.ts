import type { BusinessDate, Instant } from "#domain/dates";

/** The six columns of a balance, EUR cents, none negative; a balance is on one side only. */
export type BalanceColumns = {
  readonly openingDebitCents: number;
  readonly openingCreditCents: number;
  /** Movements of the period, opening apart. */
  readonly debitCents: number;
  readonly creditCents: number;
  readonly debitBalanceCents: number;
  readonly creditBalanceCents: number;
};

/** The third party a line of a balance auxiliaire or a ledger line is about. */
export type ThirdPartyName = { readonly code: string; readonly name: string };

export type BalanceRow = BalanceColumns & {
  readonly account: string;
  readonly label: string;
  /** Null in a balance générale. */
  readonly thirdParty: ThirdPartyName | null;
  /** The same account at the same point of the year before; absent when nothing is compared. */
  readonly previous?: PreviousBalance;
};

export type PreviousBalance = { readonly debitBalanceCents: number; readonly creditBalanceCents: number };

/** What stands at the head of every book. */
export type BookHead = {
  readonly company: string;
  readonly siren: string | null;
  readonly year: { readonly startsOn: BusinessDate; readonly endsOn: BusinessDate };
  readonly printedAt: Instant;
};

/**
 * Balance générale (`account`) or auxiliaire (`third_party`) from the year's first day through `through`. Rows come by account,
 * then by third party. `totals` are the columns' sums, as the books give them: a printed sum that differs is a bug, and is refused.
 */
export type TrialBalanceDocument = BookHead & {
  readonly through: BusinessDate;
  readonly by: "account" | "third_party";
  /** The day the balances of the year before are of; their column is then named after it. */
  readonly previousThrough?: BusinessDate;
  readonly rows: readonly BalanceRow[];
  readonly totals: BalanceColumns & { readonly previous?: PreviousBalance };
};

/** Debit balance less credit balance. */
export const signedBalance = ({ debitBalanceCents, creditBalanceCents }: PreviousBalance): number => debitBalanceCents - creditBalanceCents;

/** Whether the year before stands beside this one. */
export const isCompared = ({ rows, totals }: Pick<TrialBalanceDocument, "rows" | "totals">): boolean =>
  totals.previous !== undefined || rows.some(({ previous }) => previous !== undefined);

const COLUMNS = [
  "openingDebitCents",
  "openingCreditCents",
  "debitCents",
  "creditCents",
  "debitBalanceCents",
  "creditBalanceCents",
] as const satisfies readonly (keyof BalanceColumns)[];

/** Pairs that are equal in the whole books, and not in a part of them such as the third parties. */
const PAIRS = [
  ["openingDebitCents", "openingCreditCents"],
  ["debitCents", "creditCents"],
  ["debitBalanceCents", "creditBalanceCents"],
] as const;

/** Throws when the rows do not add up to the totals, or debit differs from credit: such a paper must not be printed. */
export function assertAddsUp({ by, rows, totals }: Pick<TrialBalanceDocument, "by" | "rows" | "totals">): void {
  for (const column of COLUMNS) {
    const sum = rows.reduce((all, row) => all + row[column], 0);
    if (sum !== totals[column]) throw new Error(`the balance's ${column} do not add up`);
  }
  const { previous } = totals;
  const before = rows.reduce((all, row) => all + (row.previous ? signedBalance(row.previous) : 0), 0);
  if (previous && before !== signedBalance(previous)) throw new Error("the balances of the year before do not add up");
  if (by === "account" && PAIRS.some(([debit, credit]) => totals[debit] !== totals[credit]))
    throw new Error("the balance does not balance");
}
