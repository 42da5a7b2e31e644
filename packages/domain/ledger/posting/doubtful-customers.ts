import type { Cents } from "../../money.ts";
import type { DraftEntry, ThirdParty } from "../entry.ts";
import { CUSTOMERS } from "./collective-accounts.ts";
import { credit, debit, entryFrom, type PostingContext, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";

const DOUBTFUL = "416000";
const IMPAIRMENT = { charge: "681740", depreciation: "491000", release: "781740" } as const;

/** A customer becomes doubtful (OD): all it owes, VAT included, moves to 416. */
export function doubtfulCustomerEntry(
  fact: Voucher & { readonly customer: ThirdParty; readonly customerAccount?: string | undefined; readonly amountCents: Cents },
  context: PostingContext,
): DraftEntry {
  const { customer: thirdParty, customerAccount = CUSTOMERS, amountCents } = fact;
  const lines = [debit(DOUBTFUL, amountCents, { thirdParty }), credit(customerAccount, amountCents, { thirdParty })];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** The probable loss on a receivable, before VAT, which the State gives back on a bad debt (OD; CGI art. 272, 1). */
export function impairmentEntry(fact: Voucher & { readonly amountCents: Cents }, context: PostingContext): DraftEntry {
  const lines = [debit(IMPAIRMENT.charge, fact.amountCents), credit(IMPAIRMENT.depreciation, fact.amountCents)];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** An impairment that is no longer needed (OD). */
export function impairmentReleaseEntry(fact: Voucher & { readonly amountCents: Cents }, context: PostingContext): DraftEntry {
  const lines = [debit(IMPAIRMENT.depreciation, fact.amountCents), credit(IMPAIRMENT.release, fact.amountCents)];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}
