import type { Cents, Currency } from "../../money.ts";
import { bankAccountNumber } from "../account-number.ts";
import type { DraftEntry } from "../entry.ts";
import { credit, debit, entryFrom, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { bankLabel } from "./journals.fr.ts";

/** A bank or cash account in the books: its ledger account, its journal, its printed name and its currency when it is not the euro. */
export type BankSide = {
  readonly account: string;
  readonly journal: string;
  readonly name: string;
  readonly currency?: Currency | undefined;
};

/** Money that moved on a bank account, EUR cents > 0, and the account of the books across from it. */
export type Movement = Voucher & { readonly bank: BankSide; readonly amountCents: Cents };

/** The bank of rank `ordinal`: account 512001 and journal BQ1 for the first. */
export const bankSideOf = (ordinal: number, name: string): BankSide => ({
  account: bankAccountNumber(ordinal),
  journal: `BQ${ordinal}`,
  name,
});

/** Money in: debits the bank with the sum of the lines, which are credited. */
export function moneyIn(
  movement: Voucher & { readonly bank: BankSide },
  credits: readonly PostingLine[],
  context: PostingContext,
): DraftEntry {
  const { bank } = movement;
  const received = debit(bank.account, balanceOf(credits, "credit"), { accountLabel: bankLabel(bank.name) });
  return entryFrom([received, ...credits], headerOf(movement), context);
}

/** Money out: credits the bank with the sum of the lines, which are debited. */
export function moneyOut(
  movement: Voucher & { readonly bank: BankSide },
  debits: readonly PostingLine[],
  context: PostingContext,
): DraftEntry {
  const { bank } = movement;
  const spent = credit(bank.account, balanceOf(debits, "debit"), { accountLabel: bankLabel(bank.name) });
  return entryFrom([...debits, spent], headerOf(movement), context);
}

/** Header of an entry of a bank's journal. */
export const headerOf = <Fact extends Voucher & { readonly bank: BankSide }>(fact: Fact) => ({
  ...fact,
  ...{ journal: fact.bank.journal, journalLabel: bankLabel(fact.bank.name) },
});

const balanceOf = (lines: readonly PostingLine[], side: PostingLine["side"]): number =>
  lines.reduce((all, line) => all + (line.side === side ? line.amountCents : -line.amountCents), 0);
