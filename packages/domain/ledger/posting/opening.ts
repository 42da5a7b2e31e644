import { paddedAccount } from "../account-number.ts";
import { accountSince2025 } from "../chart-successors.ts";
import type { DraftEntry } from "../entry.ts";
import { type AccountBalance, inOrder, LOSS, PROFIT, signedBalance } from "./balances.ts";
import { resultOf } from "./closing.ts";
import { credit, debit, entryFrom, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";

/**
 * Brings balances of the year before forward (AN, on the first day; LPF art. A47 A-1, VII, 3°): classes 1 to 5 only, one line an account
 * and third party. Balances still on classes 6 and 7 are the result, on 120 or 129: nothing is ever opened on a charge or a product.
 * Throws RangeError on balances outside classes 1 to 7, Error when they do not balance.
 */
export function openingEntry(balances: Iterable<AccountBalance>, voucher: Omit<Voucher, "date">, context: PostingContext): DraftEntry {
  const all = inOrder(merged(balances)).filter((balance) => signedBalance(balance) !== 0);
  const outside = all.find(({ account }) => !/^[1-7]/.test(account));
  if (outside) throw new RangeError(`account ${outside.account} is not carried forward`);
  const carried = withResult(all, resultOf(all)).filter(({ account }) => /^[1-5]/.test(account));
  return entryFrom(carried.map(lineOf), { ...voucher, date: context.year.startsOn, ...JOURNALS.opening }, context);
}

/**
 * Balances of a year under the chart before 2025 on the accounts of the present one, for the first year that follows it: an account that
 * ended takes its successor's number and name.
 */
export const renumberedSince2025 = (balances: Iterable<AccountBalance>): AccountBalance[] =>
  [...balances].map((balance) => {
    const account = accountSince2025(balance.account);
    return account === balance.account ? balance : { ...balance, account: paddedAccount(account), label: "" };
  });

/** Balances that meet on one account and third party are one. */
function merged(balances: Iterable<AccountBalance>): AccountBalance[] {
  const byKey = new Map<string, AccountBalance>();
  for (const balance of balances) {
    const key = `${balance.account} ${balance.thirdParty?.code ?? ""}`;
    const before = byKey.get(key);
    const balanceCents = signedBalance(balance) + (before ? signedBalance(before) : 0);
    const sides = { debitBalanceCents: Math.max(balanceCents, 0), creditBalanceCents: Math.max(-balanceCents, 0) };
    byKey.set(key, { ...balance, label: before?.label || balance.label, ...sides });
  }
  return [...byKey.values()];
}

/** The result joins what is already on its account: there is one line an account. */
function withResult(balances: readonly AccountBalance[], resultCents: number): AccountBalance[] {
  if (resultCents === 0) return [...balances];
  const account = paddedAccount(resultCents > 0 ? PROFIT : LOSS);
  const waiting = balances.filter((balance) => balance.account === account);
  const balanceCents = waiting.reduce((all, balance) => all + signedBalance(balance), 0) - resultCents;
  const result = { debitBalanceCents: Math.max(balanceCents, 0), creditBalanceCents: Math.max(-balanceCents, 0) };
  return inOrder([...balances.filter((balance) => balance.account !== account), { account, label: waiting[0]?.label ?? "", ...result }]);
}

function lineOf(balance: AccountBalance): PostingLine {
  const { account, label: accountLabel, thirdParty } = balance;
  const balanceCents = signedBalance(balance);
  return balanceCents > 0
    ? debit(account, balanceCents, { accountLabel, thirdParty })
    : credit(account, -balanceCents, { accountLabel, thirdParty });
}
