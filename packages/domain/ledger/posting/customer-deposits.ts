import { type Cents, cents } from "../../money.ts";
import type { DraftEntry, ThirdParty } from "../entry.ts";
import { type BankSide, moneyIn } from "./bank-side.ts";
import { CUSTOMERS } from "./collective-accounts.ts";
import { credit, debit, entryFrom, flipped, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";
import { MILLION, proportion } from "./rounding.ts";
import { boxOf, collectedAccount, pendingCollectedAccount } from "./vat-rates.ts";

const DEPOSITS = "419100";
const DEPOSIT_VAT = "445880";

/** A customer's payment before delivery or performance, EUR cents, VAT at `ratePpm` (0: none) included. */
export type Deposit = Voucher & { readonly customer: ThirdParty; readonly amountCents: Cents; readonly ratePpm: number };

/** A deposit arrives (BQ): it is owed to the customer on 4191 until the invoice. */
export const depositReceivedEntry = (fact: Deposit & { readonly bank: BankSide }, context: PostingContext): DraftEntry =>
  moneyIn(fact, [credit(DEPOSITS, fact.amountCents, { thirdParty: fact.customer })], context);

/** VAT is due on the day a deposit arrives, for goods as for services (OD; CGI art. 269, 2, a and c). */
export const depositVatEntry = (fact: Deposit, context: PostingContext): DraftEntry =>
  entryFrom(vatLines(fact, collectedAccount(fact.ratePpm)), { ...fact, ...JOURNALS.miscellaneous }, context);

/**
 * The invoice takes the deposit in (OD): it pays that much of it, and its VAT, already due once, is taken back from where the invoice put
 * it: 44571, or 44574 when the invoice's VAT waits for receipts.
 */
export function depositSettledEntry(
  fact: Deposit & { readonly invoiceVat: "due_on_invoice" | "due_on_receipt"; readonly customerAccount?: string | undefined },
  context: PostingContext,
): DraftEntry {
  const { customer: thirdParty, customerAccount = CUSTOMERS, amountCents, ratePpm } = fact;
  const account = (rate: number) => (fact.invoiceVat === "due_on_invoice" ? collectedAccount(rate) : pendingCollectedAccount(rate));
  const lines = [
    debit(DEPOSITS, amountCents, { thirdParty }),
    credit(customerAccount, amountCents, { thirdParty }),
    ...(ratePpm === 0 ? [] : flipped(vatLines(fact, account(ratePpm)))),
  ];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** VAT inside the deposit: the amount less its price before VAT, half-up. Pending VAT feeds no CA3 line. */
function vatLines({ amountCents, ratePpm }: Deposit, account: string): PostingLine[] {
  const baseCents = proportion(amountCents, MILLION, MILLION + ratePpm);
  const vatCents = amountCents - baseCents;
  const vat = account === collectedAccount(ratePpm) ? { ratePpm, box: boxOf(ratePpm), baseCents: cents(baseCents) } : undefined;
  return [debit(DEPOSIT_VAT, vatCents), credit(account, vatCents, { vat })];
}
