import type { DraftEntry, ThirdParty } from "../entry.ts";
import { type Movement, moneyIn, moneyOut } from "./bank-side.ts";
import { CUSTOMERS, SUPPLIERS } from "./collective-accounts.ts";
import { credit, debit, type PostingContext } from "./entry-from.ts";

/**
 * A customer's or supplier's payment, in full or in part: the same entry. `partyAccount`: its collective account when not 411000 or
 * 401000.
 */
export type Payment = Movement & { readonly thirdParty: ThirdParty; readonly partyAccount?: string | undefined };

/** A customer pays (BQ). */
export const receiptEntry = (fact: Payment, context: PostingContext): DraftEntry =>
  moneyIn(fact, [credit(fact.partyAccount ?? CUSTOMERS, fact.amountCents, { thirdParty: fact.thirdParty })], context);

/** A supplier is paid (BQ). */
export const supplierPaymentEntry = (fact: Payment, context: PostingContext): DraftEntry =>
  moneyOut(fact, [debit(fact.partyAccount ?? SUPPLIERS, fact.amountCents, { thirdParty: fact.thirdParty })], context);

/** A customer is given money back (BQ). */
export const customerRefundEntry = (fact: Payment, context: PostingContext): DraftEntry =>
  moneyOut(fact, [debit(fact.partyAccount ?? CUSTOMERS, fact.amountCents, { thirdParty: fact.thirdParty })], context);

/** A supplier gives money back (BQ). */
export const supplierRefundEntry = (fact: Payment, context: PostingContext): DraftEntry =>
  moneyIn(fact, [credit(fact.partyAccount ?? SUPPLIERS, fact.amountCents, { thirdParty: fact.thirdParty })], context);
