import { type Cents, cents } from "../../money.ts";
import { isSince2025 } from "../account-number.ts";
import type { DraftEntry } from "../entry.ts";
import { type BankSide, type Movement, moneyIn, moneyOut } from "./bank-side.ts";
import { credit, debit, entryFrom, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { JOURNALS } from "./journals.fr.ts";
import { MILLION, proportion } from "./rounding.ts";
import { deductibleAccount, deductibleBox } from "./vat-purchase.ts";
import { assertRate } from "./vat-rates.ts";

const SUSPENSE = "471000";
const TRANSFERS = "580000";
const BANK_FEES = "627800";

/** Bank fees (BQ): exempt, or with VAT when the bank invoices it (card terminals, commissions). `baseCents` before VAT. */
export function bankFeesEntry(
  fact: Voucher & { readonly bank: BankSide; readonly baseCents: Cents; readonly ratePpm: number; readonly account?: string | undefined },
  context: PostingContext,
): DraftEntry {
  const { baseCents, ratePpm, account = BANK_FEES } = fact;
  return moneyOut(fact, [debit(account, baseCents), ...deducted(baseCents, ratePpm)], context);
}

/** An internal transfer leaves a bank (BQ): 580 waits for the other half. */
export const transferOutEntry = (fact: Movement, context: PostingContext): DraftEntry =>
  moneyOut(fact, [debit(TRANSFERS, fact.amountCents)], context);

/** An internal transfer reaches a bank (BQ). Once both halves are booked 580 is at zero. */
export const transferInEntry = (fact: Movement, context: PostingContext): DraftEntry =>
  moneyIn(fact, [credit(TRANSFERS, fact.amountCents)], context);

/** Money out that nobody has explained yet (BQ): 471, to be emptied before the year is closed. */
export const unidentifiedDebitEntry = (fact: Movement, context: PostingContext): DraftEntry => ({
  ...moneyOut(fact, [debit(SUSPENSE, fact.amountCents)], context),
  warnings: ["unidentified"],
});

/** Money in that nobody has explained yet (BQ). */
export const unidentifiedCreditEntry = (fact: Movement, context: PostingContext): DraftEntry => ({
  ...moneyIn(fact, [credit(SUSPENSE, fact.amountCents)], context),
  warnings: ["unidentified"],
});

/** What an unidentified debit turns out to be (OD): a charge whose price holds VAT at `ratePpm` (0: none). `amountCents` VAT included. */
export function identifiedChargeEntry(
  fact: Voucher & { readonly account: string; readonly amountCents: Cents; readonly ratePpm: number },
  context: PostingContext,
): DraftEntry {
  const { account, amountCents, ratePpm } = fact;
  const baseCents = proportion(amountCents, MILLION, MILLION + ratePpm);
  const vatCents = amountCents - baseCents;
  const lines = [debit(account, baseCents), ...deducted(baseCents, ratePpm, vatCents), credit(SUSPENSE, amountCents)];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** What unidentified money turns out to be, either way, on any account (OD). `was`: the side it came in on. */
export function identifiedEntry(
  fact: Voucher & { readonly was: "debit" | "credit"; readonly lines: readonly Omit<PostingLine, "side">[] },
  context: PostingContext,
): DraftEntry {
  const amountCents = fact.lines.reduce((all, line) => all + line.amountCents, 0);
  const emptied = fact.was === "debit" ? credit(SUSPENSE, amountCents) : debit(SUSPENSE, amountCents);
  return entryFrom([...fact.lines.map((line) => ({ ...line, side: fact.was })), emptied], { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** An insurer pays for a loss (BQ): 7587, or 791 in the chart before 2025. */
export const insuranceCompensationEntry = (fact: Movement, context: PostingContext): DraftEntry =>
  moneyIn(fact, [credit(isSince2025(context.year.startsOn) ? "758700" : "791000", fact.amountCents)], context);

function deducted(baseCents: number, ratePpm: number, vatCents = proportion(baseCents, ratePpm, MILLION)): PostingLine[] {
  if (ratePpm === 0) return [];
  assertRate(ratePpm);
  return [debit(deductibleAccount(false), vatCents, { vat: { ratePpm, box: deductibleBox(false), baseCents: cents(baseCents) } })];
}
