import type { Cents } from "../../money.ts";
import { isSince2025 } from "../account-number.ts";
import type { DraftEntry } from "../entry.ts";
import { type BankSide, type Movement, moneyIn, moneyOut } from "./bank-side.ts";
import { credit, debit, entryFrom, type PostingContext, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";

const LOAN = "164000";
const INTEREST = "661100";
const INSURANCE = "616000";

/** A bank loan arrives (BQ). */
export const loanReceivedEntry = (fact: Movement & { readonly loanAccount?: string | undefined }, context: PostingContext): DraftEntry =>
  moneyIn(fact, [credit(fact.loanAccount ?? LOAN, fact.amountCents)], context);

/** An instalment is paid (BQ): principal, interest and borrower's insurance apart, as the schedule says. EUR cents. */
export function loanInstalmentEntry(
  fact: Voucher & {
    readonly bank: BankSide;
    readonly principalCents: Cents;
    readonly interestCents: Cents;
    readonly insuranceCents: Cents;
    readonly loanAccount?: string | undefined;
  },
  context: PostingContext,
): DraftEntry {
  const { principalCents, interestCents, insuranceCents, loanAccount = LOAN } = fact;
  const lines = [debit(loanAccount, principalCents), debit(INTEREST, interestCents), debit(INSURANCE, insuranceCents)];
  return moneyOut(fact, lines, context);
}

/** Interest run up at the closing and not yet due (OD): 1648, or 16884 in the chart before 2025. Reversed on the first day. */
export function accruedInterestEntry(fact: Voucher & { readonly amountCents: Cents }, context: PostingContext): DraftEntry {
  const accrued = isSince2025(context.year.startsOn) ? "164800" : "168840";
  const lines = [debit(INTEREST, fact.amountCents), credit(accrued, fact.amountCents)];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}
