import { type Cents, cents } from "../../money.ts";
import type { DraftEntry, ThirdParty } from "../entry.ts";
import { CUSTOMERS } from "./collective-accounts.ts";
import { credit, debit, entryFrom, flipped, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { type InvoiceCurrency, type InvoiceGroup, invoiceGroups, type StatedVat } from "./invoice-groups.ts";
import { JOURNALS } from "./journals.fr.ts";
import { boxOf, collectedAccount, pendingCollectedAccount } from "./vat-rates.ts";

/**
 * VAT of a sale. `due_on_invoice`: goods, or services under the option for debits; `due_on_receipt`: services by default (CGI art. 269,
 * 2, c). `exempt`: art. 261 or the franchise of art. 293 B; `export`: 262 I; `intra_eu_goods`: 262 ter; `intra_eu_services`: 259, 1°;
 * `reverse_charged`: the French customer accounts for it (283, 2 nonies).
 */
export type SalesVat =
  | { readonly kind: "due_on_invoice" | "due_on_receipt"; readonly ratePpm: number }
  | { readonly kind: keyof typeof UNTAXED_BOXES };

/** A line's revenue account and its amount before VAT, in minor units of the invoice's currency. */
export type SalesLine = { readonly account: string; readonly baseCents: Cents; readonly vat: SalesVat };

export type SalesInvoice = Voucher & {
  readonly customer: ThirdParty;
  /** Collective account of the customer, 411000 unless told. */
  readonly customerAccount?: string | undefined;
  readonly lines: readonly SalesLine[];
  readonly currency?: InvoiceCurrency | undefined;
  readonly statedVat?: readonly StatedVat[] | undefined;
};

const UNTAXED_BOXES = { exempt: "E2", export: "E1", intra_eu_goods: "F2", intra_eu_services: "E2", reverse_charged: "E2" } as const;

/**
 * A sales invoice (VE): the customer owes the whole, revenue and VAT by rate are credited. Throws RangeError on amounts or rates that
 * cannot be.
 */
export function salesInvoiceEntry(invoice: SalesInvoice, context: PostingContext): DraftEntry {
  return entryFrom(invoiceLines(invoice), { ...invoice, ...JOURNALS.sales }, context);
}

/** A credit note (VE): the invoice's lines on the other side. A commercial discount is booked on `discountAccount` of the revenue. */
export function creditNoteEntry(
  note: SalesInvoice & { readonly reason: "cancellation" | "discount" },
  context: PostingContext,
): DraftEntry {
  const lines = note.reason === "discount" ? note.lines.map((line) => ({ ...line, account: discountAccount(line.account) })) : note.lines;
  return entryFrom(flipped(invoiceLines({ ...note, lines })), { ...note, ...JOURNALS.sales }, context);
}

/** Account of rebates on a revenue account: 706 -> 709600. Throws RangeError on an account without one. */
export function discountAccount(revenueAccount: string): string {
  const kind = /^70([1245678])/.exec(revenueAccount)?.[1];
  if (kind === undefined) throw new RangeError(`no discount account for revenue on ${revenueAccount}`);
  return `709${kind}00`;
}

/** Revenue account of what is sold, by how it is taxed: sales abroad have sub-accounts of their own (707800 export, 707900 intra-EU). */
export function revenueAccount(nature: keyof typeof REVENUE, vat: SalesVat["kind"]): string {
  const destination = vat === "export" ? "800" : vat === "intra_eu_goods" || vat === "intra_eu_services" ? "900" : "000";
  return `${REVENUE[nature]}${destination}`;
}

const REVENUE = { merchandise: "707", product: "701", service: "706" } as const;

function invoiceLines(invoice: SalesInvoice): PostingLine[] {
  const groups = invoiceGroups(
    invoice,
    ({ account, vat }) => `${account} ${vat.kind} ${rateOf(vat)}`,
    ({ vat }) => rateOf(vat),
  );
  const totalCents = groups.reduce((all, { baseCents, vatCents }) => all + baseCents + vatCents, 0);
  const foreignCents = groups.reduce((all, group) => all + group.foreignCents, 0);
  const { customer, customerAccount = CUSTOMERS, currency } = invoice;
  return [
    debit(customerAccount, totalCents, {
      thirdParty: customer,
      foreign: currency && { amountCents: cents(foreignCents), currency: currency.currency },
    }),
    ...groups.map(revenueLine),
    ...vatLines(groups),
  ];
}

const rateOf = (vat: SalesVat): number => ("ratePpm" in vat ? vat.ratePpm : 0);

/** Untaxed revenue carries its CA3 line itself, since no VAT line does. */
function revenueLine({ line: { account, vat }, baseCents }: InvoiceGroup<SalesLine>): PostingLine {
  if ("ratePpm" in vat) return credit(account, baseCents);
  return credit(account, baseCents, { vat: { ratePpm: 0, box: UNTAXED_BOXES[vat.kind], baseCents: cents(baseCents) } });
}

/** One line a VAT account: that of revenue accounts which share a rate and a due moment is added up. */
function vatLines(groups: readonly InvoiceGroup<SalesLine>[]): PostingLine[] {
  const byAccount = new Map<string, { vatCents: number; baseCents: number; vat: SalesVat }>();
  for (const { line, vatCents, baseCents } of groups) {
    const { vat } = line;
    if (!("ratePpm" in vat)) continue;
    const account = vat.kind === "due_on_receipt" ? pendingCollectedAccount(vat.ratePpm) : collectedAccount(vat.ratePpm);
    const before = byAccount.get(account);
    byAccount.set(account, { vat, vatCents: (before?.vatCents ?? 0) + vatCents, baseCents: (before?.baseCents ?? 0) + baseCents });
  }
  return [...byAccount].map(([account, { vat, vatCents, baseCents }]) => credit(account, vatCents, { vat: declared(vat, baseCents) }));
}

/** Pending VAT feeds no CA3 line until it is released. */
const declared = (vat: SalesVat, baseCents: number): PostingLine["vat"] =>
  vat.kind === "due_on_invoice" ? { ratePpm: vat.ratePpm, box: boxOf(vat.ratePpm), baseCents: cents(baseCents) } : undefined;
