import type { Cents } from "../../money.ts";
import type { DraftEntry } from "../entry.ts";
import { type Movement, moneyIn, moneyOut } from "./bank-side.ts";
import { credit, debit, entryFrom, type PostingContext, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";

const STATE = "444000";
const TAX = "695000";
const TAX_CREDITS = "699000";
const EURO_CENTS = 100;

/** An IS instalment or balance is paid (BQ): both wait on 444 for the year's charge (CGI art. 1668). */
export const corporateTaxPaidEntry = (fact: Movement, context: PostingContext): DraftEntry =>
  moneyOut(fact, [debit(STATE, fact.amountCents)], context);

/** Excess instalments or a tax credit are paid back (BQ). */
export const corporateTaxRefundEntry = (fact: Movement, context: PostingContext): DraftEntry =>
  moneyIn(fact, [credit(STATE, fact.amountCents)], context);

/** The year's IS (OD), in whole euros (CGI art. 1657). Throws RangeError otherwise. */
export function corporateTaxChargeEntry(
  fact: Voucher & { readonly amountCents: Cents; readonly account?: string | undefined },
  context: PostingContext,
): DraftEntry {
  if (fact.amountCents % EURO_CENTS !== 0) throw new RangeError(`IS is in whole euros: ${fact.amountCents} cents`);
  const lines = [debit(fact.account ?? TAX, fact.amountCents), credit(STATE, fact.amountCents)];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** A tax credit (CIR, CII ...) is set against IS, or a deficit carried back (OD; CGI art. 244 quater B, 220 quinquies). */
export function taxCreditEntry(fact: Voucher & { readonly amountCents: Cents }, context: PostingContext): DraftEntry {
  const lines = [debit(STATE, fact.amountCents), credit(TAX_CREDITS, fact.amountCents)];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}
