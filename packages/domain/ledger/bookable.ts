import { type Account, isCash } from "../banking/account.ts";
import type { BankRow } from "../banking/row.ts";
import type { BusinessDate } from "../dates.ts";
import { EUR } from "../money.ts";

/** Whether an account's rows are booked at all: it stands for cash, in euros. Loans and securities are followed and not booked. */
export const isBooked = (account: Pick<Account, "accountType" | "currency">): boolean => account.currency === EUR && isCash(account);

/**
 * Whether a row can be booked today: money moved, in euros, on an account that stands for cash. Other currencies wait for a
 * dated rate; loans and securities are followed and not booked.
 */
export const isBookable = (
  row: Pick<BankRow, "status" | "date" | "amountCents" | "currency">,
  account: Pick<Account, "accountType" | "currency">,
  today: BusinessDate,
): boolean => row.status === "booked" && row.date <= today && row.amountCents !== 0 && row.currency === EUR && isBooked(account);
