import type { Cents } from "../../money.ts";
import type { DraftEntry, ThirdParty } from "../entry.ts";
import { credit, debit, entryFrom, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { type InvoiceGroup, invoiceGroups } from "./invoice-groups.ts";
import { JOURNALS } from "./journals.fr.ts";
import { isFixedAsset } from "./purchases.ts";

/** An amount before VAT on a charge, asset or revenue account, and its rate (0: none). */
export type AccruedLine = { readonly account: string; readonly baseCents: Cents; readonly ratePpm: number };

type Accrual = Voucher & { readonly lines: readonly AccruedLine[]; readonly thirdParty?: ThirdParty | undefined };

const NOT_RECEIVED = { charge: "408100", asset: "408400" } as const;
const TO_ISSUE = "418100";
const VAT_NOT_RECEIVED = "445860";
const VAT_TO_ISSUE = "445870";
const PREPAID = "486000";
const DEFERRED = "487000";

/** Received and not invoiced at the closing (OD, FNP): 408, VAT waiting on 44586. Reversed on the first day of the next year. */
export function invoiceNotReceivedEntry(fact: Accrual, context: PostingContext): DraftEntry {
  const groups = accrued(fact.lines);
  const owed = (asset: boolean) => totalOf(groups.filter(({ line }) => isFixedAsset(line.account) === asset));
  const lines = [
    ...groups.map(({ line, baseCents }) => debit(line.account, baseCents)),
    debit(VAT_NOT_RECEIVED, vatOf(groups)),
    credit(NOT_RECEIVED.charge, owed(false), { thirdParty: fact.thirdParty }),
    credit(NOT_RECEIVED.asset, owed(true), { thirdParty: fact.thirdParty }),
  ];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** Delivered and not invoiced at the closing (OD, FAE): 418, VAT waiting on 44587. Reversed on the first day of the next year. */
export function invoiceToIssueEntry(fact: Accrual, context: PostingContext): DraftEntry {
  const groups = accrued(fact.lines);
  const lines = [
    debit(TO_ISSUE, totalOf(groups), { thirdParty: fact.thirdParty }),
    ...groups.map(({ line, baseCents }) => credit(line.account, baseCents)),
    credit(VAT_TO_ISSUE, vatOf(groups)),
  ];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** Share of a charge that belongs to the next year (OD, CCA), before VAT. */
export const prepaidExpenseEntry = (
  fact: Voucher & { readonly account: string; readonly amountCents: Cents },
  context: PostingContext,
): DraftEntry => miscellaneous([debit(PREPAID, fact.amountCents), credit(fact.account, fact.amountCents)], fact, context);

/** Share of a revenue that belongs to the next year (OD, PCA), before VAT. */
export const deferredIncomeEntry = (
  fact: Voucher & { readonly account: string; readonly amountCents: Cents },
  context: PostingContext,
): DraftEntry => miscellaneous([debit(fact.account, fact.amountCents), credit(DEFERRED, fact.amountCents)], fact, context);

/** Paid leave earned and not taken at the closing, and its employer contributions (OD). Totals, EUR cents. */
export const holidayPayEntry = (
  fact: Voucher & { readonly payCents: Cents; readonly contributionsCents: Cents },
  context: PostingContext,
): DraftEntry =>
  miscellaneous(
    [
      ...[debit("641200", fact.payCents), debit("645800", fact.contributionsCents)],
      ...[credit("428200", fact.payCents), credit("438200", fact.contributionsCents)],
    ],
    fact,
    context,
  );

const miscellaneous = (lines: readonly PostingLine[], fact: Voucher, context: PostingContext): DraftEntry =>
  entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);

const accrued = (lines: readonly AccruedLine[]): InvoiceGroup<AccruedLine>[] =>
  invoiceGroups(
    { lines },
    ({ account, ratePpm }) => `${account} ${ratePpm}`,
    ({ ratePpm }) => ratePpm,
  );

const vatOf = (groups: readonly InvoiceGroup<AccruedLine>[]): number => groups.reduce((all, { vatCents }) => all + vatCents, 0);

const totalOf = (groups: readonly InvoiceGroup<AccruedLine>[]): number =>
  groups.reduce((all, { baseCents, vatCents }) => all + baseCents + vatCents, 0);
