import type { Entry, EntryLine } from "#domain/ledger/entry";

/** What an account says of VAT, as the books keep it (facts of the chart and of our own sub-accounts). */
export type VatPlace =
  | { readonly kind: "collected" | "pending" | "deductible_asset" | "deductible" | "settled" | "unread" }
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
  // Other accounts of deductible and collected VAT: a foreign chart may keep anything there. They are told, not read.
  ["4456", { kind: "unread" }],
  ["4457", { kind: "unread" }],
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

/** Invoices to issue, credit notes to grant, deferred income, VAT of accruals: what shifts sales between years. */
const ACCRUALS = ["418", "4198", "487", "44586", "44587"] as const;
/** Who owes or pays: an entry with one of them is an invoice or a receipt. */
const PARTIES = ["411", "413", "416", "51", "53", "58"] as const;
const CARRIED = ["4191", "487"] as const;

/** Sales an accrual shifts to another year: no customer is invoiced, nobody pays, and no tax falls due. */
export const shiftsSales = (lines: Entry["lines"]): boolean =>
  lines.some(({ account }) => begins(account, ACCRUALS)) &&
  !lines.some(({ account }) => begins(account, PARTIES) || vatPlaceOf(account)?.kind === "collected");

/** Whether part of an invoice was taxed as a deposit before, or is deferred: its sales are then not the base of its tax. */
export const isCarried = (lines: Entry["lines"]): boolean => lines.some(({ account }) => begins(account, CARRIED));

/** Accounts an entry may touch besides VAT when it settles a return without 4455: the bank, cash, and the rounding to the euro. */
const SETTLING = ["44", "51", "53", "658", "758"] as const;
const TREASURY = ["51", "53"] as const;

const begins = (account: string, prefixes: readonly string[]): boolean => prefixes.some((prefix) => account.startsWith(prefix));

/** Collected VAT cleared against deductible VAT or paid by the bank, with nothing sold or bought: a settlement of books that skip 4455. */
function clearsVat(lines: Entry["lines"]): boolean {
  if (!lines.every(({ account }) => begins(account, SETTLING) && !account.startsWith("4458"))) return false;
  const net = (...kinds: readonly string[]) =>
    lines.reduce((sum, line) => (kinds.includes(vatPlaceOf(line.account)?.kind ?? "") ? sum + creditCents(line) : sum), 0);
  if (net("pending") !== 0 || net("collected") >= 0) return false;
  return net("deductible", "deductible_asset") > 0 || lines.some(({ account }) => begins(account, TREASURY));
}

/**
 * Entries that are no operations: opening balances, closing entries, and the settlement of a return, which clears what operations put on the
 * accounts of VAT. Accruals stand on 44586 and 44587, which no place knows.
 */
export const isOperation = ({ journal, lines }: Pick<Entry, "journal" | "lines">): boolean =>
  journal !== "AN" && journal !== "CL" && !lines.some(({ account }) => vatPlaceOf(account)?.kind === "settled") && !clearsVat(lines);
