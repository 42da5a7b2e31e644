import { Cents, decimalComma, exponentOf } from "#domain/money";
import type { Book } from "./book.ts";
import type { Statement } from "./reading.ts";

/** Refuses a statement whose opening balance and rows do not give its closing balance, where it tells both. `sum`: minor units of its rows. */
export function checkBalances(
  book: Book,
  line: number,
  { openingBalance, closingBalance, account }: Pick<Statement, "openingBalance" | "closingBalance" | "account">,
  sum: number,
): undefined {
  if (!openingBalance || !closingBalance) return;
  const gap = closingBalance.cents - openingBalance.cents - sum;
  if (gap === 0 && Number.isSafeInteger(sum)) return;
  const told = Cents.safeParse(gap);
  book.fault("balance_mismatch", line, told.success ? decimalComma(told.data, exponentOf(account.currency ?? "EUR")) : String(gap));
}
