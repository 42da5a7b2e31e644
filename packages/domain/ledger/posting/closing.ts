import type { DraftEntry } from "../entry.ts";
import { type AccountBalance, inOrder, isIncome, resultLine, signedBalance } from "./balances.ts";
import { credit, debit, entryFrom, type PostingContext, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";

/**
 * Clears charges and products into the year's result (CL, on its last day): 120 a profit, 129 a loss. Takes all balances and looks at
 * classes 6 and 7. This entry stays out of the FEC (LPF art. A47 A-1, VII, 1°). Throws RangeError when there is nothing to clear.
 */
export function closingEntry(balances: Iterable<AccountBalance>, voucher: Omit<Voucher, "date">, context: PostingContext): DraftEntry {
  const income = inOrder(balances).filter((balance) => isIncome(balance) && signedBalance(balance) !== 0);
  if (income.length === 0) throw new RangeError("no charge or product to close");
  const cleared = income.map((balance) => {
    const { account, label: accountLabel } = balance;
    const balanceCents = signedBalance(balance);
    return balanceCents < 0 ? debit(account, -balanceCents, { accountLabel }) : credit(account, balanceCents, { accountLabel });
  });
  return entryFrom([...cleared, resultLine(resultOf(income))], { ...voucher, date: context.year.endsOn, ...JOURNALS.closing }, context);
}

/** Result of a year from its balances, EUR cents: products less charges, a loss is negative. */
export const resultOf = (balances: Iterable<AccountBalance>): number =>
  [...balances].filter(isIncome).reduce((all, balance) => all - signedBalance(balance), 0);
