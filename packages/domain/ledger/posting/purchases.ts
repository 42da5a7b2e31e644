import { type Cents, cents } from "../../money.ts";
import type { DraftEntry, ThirdParty } from "../entry.ts";
import { ASSET_SUPPLIERS, SUPPLIERS } from "./collective-accounts.ts";
import { credit, debit, entryFrom, flipped, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { type InvoiceCurrency, type InvoiceGroup, invoiceGroups, type StatedVat } from "./invoice-groups.ts";
import { JOURNALS } from "./journals.fr.ts";
import { MILLION, proportion } from "./rounding.ts";
import { deductibleAccount, deductibleBox, PENDING_DEDUCTIBLE, SELF_ASSESSED } from "./vat-purchase.ts";
import { boxOf } from "./vat-rates.ts";

/**
 * VAT of a purchase. `deductible` at the invoice; `deductible_on_payment`: a supplier whose VAT is due on receipts (CGI art. 271, I, 2);
 * `self_assessed`: the supplier invoices none, we owe it and deduct it; `none`: no VAT on the document, or none we may deduct.
 */
export type PurchaseVat =
  | { readonly kind: "deductible" | "deductible_on_payment"; readonly ratePpm: number }
  | { readonly kind: "self_assessed"; readonly origin: keyof typeof SELF_ASSESSED; readonly ratePpm: number }
  | { readonly kind: "none" };

/** `deductiblePpm`: share of the VAT that may be deducted, all of it unless told (car fuel 800 000); the rest is part of the cost. */
export type PurchaseLine = {
  readonly account: string;
  readonly baseCents: Cents;
  readonly vat: PurchaseVat;
  readonly deductiblePpm?: number | undefined;
};

export type PurchaseInvoice = Voucher & {
  readonly supplier: ThirdParty;
  /** Collective account of the supplier, 401000 unless told; what fixed assets cost is owed on 404000 in any case. */
  readonly supplierAccount?: string | undefined;
  readonly lines: readonly PurchaseLine[];
  readonly currency?: InvoiceCurrency | undefined;
  readonly statedVat?: readonly StatedVat[] | undefined;
};

/**
 * A purchase invoice (AC): charges or fixed assets, deductible VAT, and what is owed. Throws RangeError on amounts or rates that cannot
 * be.
 */
export function purchaseInvoiceEntry(invoice: PurchaseInvoice, context: PostingContext): DraftEntry {
  return entryFrom(invoiceLines(invoice), { ...invoice, ...JOURNALS.purchases }, context);
}

/** A supplier's credit note (AC): the same lines on the other side. */
export function supplierCreditNoteEntry(note: PurchaseInvoice, context: PostingContext): DraftEntry {
  return entryFrom(flipped(invoiceLines(note)), { ...note, ...JOURNALS.purchases }, context);
}

/** Intangible and tangible assets, also those in progress: classes 20 to 23. */
export const isFixedAsset = (account: string): boolean => /^2[0-3]/.test(account);

type Group = InvoiceGroup<PurchaseLine> & { readonly deductedCents: number };

function invoiceLines(invoice: PurchaseInvoice): PostingLine[] {
  const groups = invoiceGroups(invoice, keyOf, ({ vat }) => rateOf(vat)).map(withDeduction);
  return [
    ...groups.map(costLine),
    ...sumLines(groups.map(deductedLine)),
    ...owedLines(invoice, groups),
    ...sumLines(groups.map(selfAssessedLine)),
  ];
}

const rateOf = (vat: PurchaseVat): number => (vat.kind === "none" ? 0 : vat.ratePpm);

const keyOf = ({ account, vat, deductiblePpm = MILLION }: PurchaseLine): string =>
  [account, vat.kind, rateOf(vat), vat.kind === "self_assessed" ? vat.origin : "", deductiblePpm].join(" ");

function withDeduction(group: InvoiceGroup<PurchaseLine>): Group {
  const { deductiblePpm = MILLION } = group.line;
  if (deductiblePpm < 0 || deductiblePpm > MILLION) throw new RangeError(`not a deductible share: ${deductiblePpm} parts per million`);
  return { ...group, deductedCents: proportion(group.vatCents, deductiblePpm, MILLION) };
}

/** VAT that cannot be deducted is part of what the thing cost. */
const costLine = ({ line, baseCents, vatCents, deductedCents }: Group): PostingLine =>
  debit(line.account, baseCents + vatCents - deductedCents);

function deductedLine({ line: { account, vat }, baseCents, deductedCents }: Group): PostingLine | undefined {
  if (vat.kind === "none") return undefined;
  if (vat.kind === "deductible_on_payment") return debit(PENDING_DEDUCTIBLE, deductedCents);
  const number =
    vat.kind === "self_assessed" && !isFixedAsset(account) ? SELF_ASSESSED[vat.origin].deducted : deductibleAccount(isFixedAsset(account));
  const box = deductibleBox(isFixedAsset(account));
  return debit(number, deductedCents, { vat: { ratePpm: vat.ratePpm, box, baseCents: cents(baseCents) } });
}

function selfAssessedLine({ line: { vat }, baseCents, vatCents }: Group): PostingLine | undefined {
  if (vat.kind !== "self_assessed") return undefined;
  const { ratePpm, origin } = vat;
  return credit(SELF_ASSESSED[origin].due, vatCents, { vat: { ratePpm, box: boxOf(ratePpm), baseCents: cents(baseCents) } });
}

/** The balancing lines: what the supplier is owed for charges, and apart, for fixed assets. */
function owedLines({ supplier, supplierAccount = SUPPLIERS, currency }: PurchaseInvoice, groups: readonly Group[]): PostingLine[] {
  return [supplierAccount, ASSET_SUPPLIERS].map((account) => {
    const owed = groups.filter(({ line }) => isFixedAsset(line.account) === (account === ASSET_SUPPLIERS));
    const invoiced = owed.map((group) => group.baseCents + (group.line.vat.kind === "self_assessed" ? 0 : group.vatCents));
    const foreignCents = owed.reduce((all, group) => all + group.foreignCents, 0);
    return credit(
      account,
      invoiced.reduce((all, amount) => all + amount, 0),
      {
        thirdParty: supplier,
        foreign: currency && { amountCents: cents(foreignCents), currency: currency.currency },
      },
    );
  });
}

/** One line an account and rate. */
function sumLines(lines: readonly (PostingLine | undefined)[]): PostingLine[] {
  const sums = new Map<string, PostingLine>();
  for (const line of lines) {
    if (!line) continue;
    const key = `${line.account} ${line.vat?.ratePpm ?? ""}`;
    const before = sums.get(key);
    const vat = line.vat && { ...line.vat, baseCents: cents(line.vat.baseCents + (before?.vat?.baseCents ?? 0)) };
    sums.set(key, { ...line, amountCents: line.amountCents + (before?.amountCents ?? 0), vat });
  }
  return [...sums.values()];
}
