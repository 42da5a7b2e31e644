import type { Entry, EntryLine } from "#domain/ledger/entry";

/** What an account says of VAT, as the books keep it (facts of the chart and of our own sub-accounts). */
export type VatPlace =
  | { readonly kind: "collected" | "pending" | "deductible_asset" | "deductible" | "settled" }
  | {
      readonly kind: "self_assessed";
      readonly operation: "intra_eu_acquisition" | "service_from_non_established" | "reverse_charge_purchase";
    }
  | { readonly kind: "sale" | "asset_sale"; readonly untaxed: "export" | "intra_eu_supply" | "intra_eu_service_supply" | "exempt_sale" };

/** First prefix that fits counts: the longer ones stand before the shorter. */
const PLACES: readonly (readonly [string, VatPlace])[] = [
  ["4455", { kind: "settled" }],
  ["44567", { kind: "settled" }],
  ["44583", { kind: "settled" }],
  ["44574", { kind: "pending" }],
  ["44564", { kind: "pending" }],
  ["44571", { kind: "collected" }],
  ["44562", { kind: "deductible_asset" }],
  ["44566", { kind: "deductible" }],
  ["44521", { kind: "self_assessed", operation: "service_from_non_established" }],
  ["4452", { kind: "self_assessed", operation: "intra_eu_acquisition" }],
  ["44532", { kind: "self_assessed", operation: "reverse_charge_purchase" }],
  ["4453", { kind: "self_assessed", operation: "service_from_non_established" }],
  ...["7018", "7068", "7078"].map((account) => [account, { kind: "sale", untaxed: "export" }] as const),
  ...["7019", "7079"].map((account) => [account, { kind: "sale", untaxed: "intra_eu_supply" }] as const),
  ["7069", { kind: "sale", untaxed: "intra_eu_service_supply" }],
  ["70", { kind: "sale", untaxed: "exempt_sale" }],
  ...["757", "775"].map((account) => [account, { kind: "asset_sale", untaxed: "exempt_sale" }] as const),
];

/** What a line's account says of VAT; null: nothing. */
export const vatPlaceOf = (account: string): VatPlace | null => PLACES.find(([prefix]) => account.startsWith(prefix))?.[1] ?? null;

/** Accounts whose entries a return is made from. */
export const isOfVat = (account: string): boolean => vatPlaceOf(account) !== null;

/** A line's amount on the credit side, cents: a debit is negative. */
export const creditCents = ({ side, amountCents }: Pick<EntryLine, "side" | "amountCents">): number =>
  side === "credit" ? amountCents : -amountCents;

/**
 * Entries that are no operations: opening balances, closing entries, and the settlement of a return, which clears what operations put on the
 * accounts of VAT. Accruals stand on 44586 and 44587, which no place knows.
 */
export const isOperation = ({ journal, lines }: Pick<Entry, "journal" | "lines">): boolean =>
  journal !== "AN" && journal !== "CL" && !lines.some(({ account }) => vatPlaceOf(account)?.kind === "settled");
