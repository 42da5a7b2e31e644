import { type Cents, cents } from "../../money.ts";
import { isSince2025 } from "../account-number.ts";
import type { DraftEntry, ThirdParty } from "../entry.ts";
import { credit, debit, entryFrom, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";
import { MILLION, proportion } from "./rounding.ts";
import { boxOf, collectedAccount } from "./vat-rates.ts";

const DEPRECIATION = { ordinary: "681100", exceptional: "687100" } as const;
const BUYER = "462000";

/**
 * Accumulated depreciation of an asset: 28 and its number, 218300 -> 281830. Throws RangeError on what does not depreciate (land, class
 * 23 ...).
 */
export function depreciationAccount(assetAccount: string): string {
  if (!/^2[01]/.test(assetAccount) || assetAccount.startsWith("211")) throw new RangeError(`account ${assetAccount} does not depreciate`);
  return `28${assetAccount.slice(1).replace(/0+$/, "")}`.padEnd(6, "0");
}

/** A year's or period's depreciation of an asset (OD). */
export function depreciationEntry(
  fact: Voucher & { readonly assetAccount: string; readonly amountCents: Cents; readonly kind: keyof typeof DEPRECIATION },
  context: PostingContext,
): DraftEntry {
  const lines = [debit(DEPRECIATION[fact.kind], fact.amountCents), credit(depreciationAccount(fact.assetAccount), fact.amountCents)];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** An asset is sold (OD): what the buyer owes, the proceeds and VAT at `ratePpm` (0: none). `baseCents` before VAT. */
export function disposalProceedsEntry(
  fact: Voucher & {
    readonly assetAccount: string;
    readonly baseCents: Cents;
    readonly ratePpm: number;
    readonly buyer?: ThirdParty | undefined;
  },
  context: PostingContext,
): DraftEntry {
  const { assetAccount, baseCents, ratePpm, buyer } = fact;
  const vatCents = proportion(baseCents, ratePpm, MILLION);
  const vat: PostingLine[] =
    ratePpm === 0
      ? []
      : [credit(collectedAccount(ratePpm), vatCents, { vat: { ratePpm, box: boxOf(ratePpm), baseCents: cents(baseCents) } })];
  const { proceeds } = disposalAccounts(assetAccount, context);
  const lines = [debit(BUYER, baseCents + vatCents, { thirdParty: buyer }), credit(proceeds, baseCents), ...vat];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/**
 * An asset sold or scrapped leaves the books (OD): cost and depreciation out, the rest is a charge. Throws RangeError when depreciated
 * beyond cost.
 */
export function disposalBookValueEntry(
  fact: Voucher & { readonly assetAccount: string; readonly costCents: Cents; readonly depreciatedCents: Cents },
  context: PostingContext,
): DraftEntry {
  const { assetAccount, costCents, depreciatedCents } = fact;
  if (depreciatedCents > costCents) throw new RangeError(`an asset of ${costCents} cents depreciated by ${depreciatedCents}`);
  const lines = [
    ...(depreciatedCents === 0 ? [] : [debit(depreciationAccount(assetAccount), depreciatedCents)]),
    debit(disposalAccounts(assetAccount, context).bookValue, costCents - depreciatedCents),
    credit(assetAccount, costCents),
  ];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** Since 2025 disposals are operating (657, 757) or financial (6671, 7671); they were exceptional (675, 775) before (ANC 2022-06). */
function disposalAccounts(assetAccount: string, { year }: PostingContext): { readonly bookValue: string; readonly proceeds: string } {
  if (!/^2[0-367]/.test(assetAccount)) throw new RangeError(`account ${assetAccount} is not a fixed asset`);
  if (!isSince2025(year.startsOn)) return { bookValue: "675000", proceeds: "775000" };
  return /^2[67]/.test(assetAccount) ? { bookValue: "667100", proceeds: "767100" } : { bookValue: "657000", proceeds: "757000" };
}
