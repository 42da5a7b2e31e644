import { type BalanceColumns, type BalanceRow, signedBalance, type TrialBalanceDocument } from "./trial-balance.ts";
import { SUMS } from "./words.fr.ts";

/** Sums of a balance's columns, EUR cents; `previousCents` is signed, debit positive. */
export type BalanceSums = BalanceColumns & { readonly previousCents: number };

export const NO_SUMS: BalanceSums = {
  ...{ openingDebitCents: 0, openingCreditCents: 0, debitCents: 0, creditCents: 0 },
  ...{ debitBalanceCents: 0, creditBalanceCents: 0, previousCents: 0 },
};

/** The columns of one row, as sums. */
export const sumsOf = ({ previous, ...row }: BalanceRow): BalanceSums => ({
  ...{ openingDebitCents: row.openingDebitCents, openingCreditCents: row.openingCreditCents },
  ...{ debitCents: row.debitCents, creditCents: row.creditCents },
  ...{ debitBalanceCents: row.debitBalanceCents, creditBalanceCents: row.creditBalanceCents },
  previousCents: previous ? signedBalance(previous) : 0,
});

export const sumsTogether = (left: BalanceSums, right: BalanceSums): BalanceSums => ({
  openingDebitCents: left.openingDebitCents + right.openingDebitCents,
  openingCreditCents: left.openingCreditCents + right.openingCreditCents,
  debitCents: left.debitCents + right.debitCents,
  creditCents: left.creditCents + right.creditCents,
  debitBalanceCents: left.debitBalanceCents + right.debitBalanceCents,
  creditBalanceCents: left.creditBalanceCents + right.creditBalanceCents,
  previousCents: left.previousCents + right.previousCents,
});

/** A part of the balance that gets a sub-total: the outer ones hold the inner ones. */
export type Level = { readonly key: string; readonly label: string; readonly weight: "subtotal" | "total"; readonly sums: BalanceSums };

/** The parts a row belongs to, outermost first: class and 2-digit account, or the collective account when auxiliaire. */
export const levelsOf = (by: TrialBalanceDocument["by"], { account }: BalanceRow): readonly Level[] => {
  if (by === "third_party") return [{ key: account, label: SUMS.accountTotal(account), weight: "total", sums: NO_SUMS }];
  const [ofClass, ofTwoDigits] = [account.slice(0, 1), account.slice(0, 2)];
  return [
    { key: ofClass, label: SUMS.classTotal(ofClass), weight: "total", sums: NO_SUMS },
    { key: ofTwoDigits, label: SUMS.accountTotal(ofTwoDigits), weight: "subtotal", sums: NO_SUMS },
  ];
};

/** Which open parts end before a row that belongs to `next`, innermost first, and which are open for it. */
export function passed(
  open: readonly Level[],
  next: readonly Level[],
): { readonly ended: readonly Level[]; readonly open: readonly Level[] } {
  const same = next.findIndex(({ key }, index) => key !== open[index]?.key);
  const kept = same < 0 ? next.length : same;
  return { ended: open.slice(kept).toReversed(), open: [...open.slice(0, kept), ...next.slice(kept)] };
}
