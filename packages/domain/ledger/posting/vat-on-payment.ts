import { type Cents, cents } from "../../money.ts";
import type { DraftEntry } from "../entry.ts";
import { credit, debit, entryFrom, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";
import { proportion } from "./rounding.ts";
import { deductibleAccount, deductibleBox, PENDING_DEDUCTIBLE } from "./vat-purchase.ts";
import { boxOf, collectedAccount, pendingCollectedAccount } from "./vat-rates.ts";

/** VAT of one rate of one invoice that still waits for a payment, and the base it stands on. `asset`: deducted on 44562 once paid. */
export type PendingVat = {
  readonly ratePpm: number;
  readonly baseCents: Cents;
  readonly vatCents: Cents;
  readonly asset?: boolean | undefined;
};

/** A payment on an invoice: what of it was open before, what was paid, and the VAT that was waiting. EUR cents, VAT included. */
export type PaidInvoice = { readonly openCents: Cents; readonly paidCents: Cents; readonly pending: readonly PendingVat[] };

/**
 * What a payment releases: payment x pending VAT / open amount, half-up. The payment that settles the invoice releases all that
 * remains, so no cent is ever left waiting. Throws RangeError on a payment that is not positive or exceeds what is open.
 */
export function releasedVat({ openCents, paidCents, pending }: PaidInvoice): PendingVat[] {
  if (paidCents <= 0 || paidCents > openCents) throw new RangeError(`a payment of ${paidCents} on ${openCents} open`);
  return pending.map((vat) => ({
    ...vat,
    baseCents: cents(proportion(vat.baseCents, paidCents, openCents)),
    vatCents: cents(proportion(vat.vatCents, paidCents, openCents)),
  }));
}

/** What of an invoice waits after a payment: the next payment's `openCents` and `pending`. */
export function afterPayment(invoice: PaidInvoice): Pick<PaidInvoice, "openCents" | "pending"> {
  const released = releasedVat(invoice);
  return {
    openCents: cents(invoice.openCents - invoice.paidCents),
    pending: invoice.pending.map((vat, index) => ({
      ...vat,
      baseCents: cents(vat.baseCents - (released[index]?.baseCents ?? 0)),
      vatCents: cents(vat.vatCents - (released[index]?.vatCents ?? 0)),
    })),
  };
}

/** VAT that a customer's receipt makes due (OD): from 44574 to 44571, by rate (CGI art. 269, 2, c). */
export function vatDueOnReceiptEntry(fact: Voucher & PaidInvoice, context: PostingContext): DraftEntry {
  const lines = releasedVat(fact).flatMap(({ ratePpm, baseCents, vatCents }): PostingLine[] => [
    debit(pendingCollectedAccount(ratePpm), vatCents),
    credit(collectedAccount(ratePpm), vatCents, { vat: { ratePpm, box: boxOf(ratePpm), baseCents } }),
  ]);
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** VAT that our payment makes deductible (OD): from 44564 to 44566, or 44562 for a fixed asset (CGI art. 271, I, 2). */
export function vatDeductibleOnPaymentEntry(fact: Voucher & PaidInvoice, context: PostingContext): DraftEntry {
  const lines = releasedVat(fact).flatMap(({ ratePpm, baseCents, vatCents, asset = false }): PostingLine[] => [
    debit(deductibleAccount(asset), vatCents, { vat: { ratePpm, box: deductibleBox(asset), baseCents } }),
    credit(PENDING_DEDUCTIBLE, vatCents),
  ]);
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}
