import type { Cents } from "../../money.ts";
import type { DraftEntry } from "../entry.ts";
import { type Movement, moneyIn, moneyOut } from "./bank-side.ts";
import { credit, debit, entryFrom, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";

const PAYABLE = "445510";
const CARRIED_FORWARD = "445670";
const REFUND_ASKED = "445830";
const ROUNDING = { loss: "658000", gain: "758000" } as const;
const EURO_CENTS = 100;

/** VAT due, collected and deductible, a credit brought forward: not what waits for a payment or an invoice. */
const SETTLED = /^445(?:[23]|[67](?!4))/;

/** Balance of a VAT account at the end of the period, EUR cents, a debit balance positive. */
export type VatBalance = { readonly account: string; readonly balanceCents: number };

/** What the CA3 says, whole euros in cents: tax to pay (line 28), or a credit (line 25), which is first carried forward. */
export type DeclaredVat = { readonly kind: "payable" | "credit"; readonly amountCents: Cents };

/**
 * The period's VAT accounts are cleared into what the CA3 declares (OD). Every line of the form is rounded to the euro, so the books and
 * the form differ a little: the difference goes to 658 or 758. Throws RangeError on amounts that are not whole euros, on an account that
 * is no VAT account, and when books and form differ by more than a euro an account, which is no rounding.
 */
export function vatSettlementEntry(
  fact: Voucher & { readonly balances: readonly VatBalance[]; readonly declared: DeclaredVat },
  context: PostingContext,
): DraftEntry {
  const { balances, declared } = fact;
  assertWholeEuros(declared.amountCents);
  for (const { account } of balances) if (!SETTLED.test(account)) throw new RangeError(`account ${account} is not settled with a CA3`);
  const cleared = balances.map(({ account, balanceCents }) => lineOf(account, -balanceCents));
  const declaredLine = declared.kind === "payable" ? credit(PAYABLE, declared.amountCents) : debit(CARRIED_FORWARD, declared.amountCents);
  const lines = [...cleared, declaredLine].filter(({ amountCents }) => amountCents > 0);
  const excessCents = lines.reduce((all, { side, amountCents }) => all + (side === "debit" ? amountCents : -amountCents), 0);
  if (Math.abs(excessCents) > EURO_CENTS * balances.length)
    throw new RangeError(`the CA3 differs from the books by ${Math.abs(excessCents)} cents, more than rounding`);
  const rounding = excessCents >= 0 ? credit(ROUNDING.gain, excessCents) : debit(ROUNDING.loss, -excessCents);
  return entryFrom([...lines, rounding], { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** The refund of a VAT credit is asked for (OD; form 3519): it is no longer carried forward. */
export function vatRefundAskedEntry(fact: Voucher & { readonly amountCents: Cents }, context: PostingContext): DraftEntry {
  assertWholeEuros(fact.amountCents);
  const lines = [debit(REFUND_ASKED, fact.amountCents), credit(CARRIED_FORWARD, fact.amountCents)];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** The refund arrives (BQ). */
export const vatRefundReceivedEntry = (fact: Movement, context: PostingContext): DraftEntry =>
  moneyIn(fact, [credit(REFUND_ASKED, fact.amountCents)], context);

/** VAT of the period is paid (BQ). */
export const vatPaidEntry = (fact: Movement, context: PostingContext): DraftEntry =>
  moneyOut(fact, [debit(PAYABLE, fact.amountCents)], context);

const lineOf = (account: string, movementCents: number): PostingLine =>
  movementCents >= 0 ? debit(account, movementCents) : credit(account, -movementCents);

function assertWholeEuros(amountCents: Cents): void {
  if (amountCents < 0 || amountCents % EURO_CENTS !== 0) throw new RangeError(`a CA3 is in whole euros: ${amountCents} cents`);
}
