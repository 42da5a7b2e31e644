import type { Cents } from "../../money.ts";
import type { DraftEntry, ThirdParty } from "../entry.ts";
import { type BankSide, headerOf } from "./bank-side.ts";
import { credit, debit, entryFrom, type PostingContext, type PostingLine, type Voucher } from "./entry-from.ts";
import { type ExchangeRate, eurosOf, type ForeignAmount } from "./exchange.ts";
import { bankLabel, JOURNALS } from "./journals.fr.ts";

/**
 * Exchange differences of trade are operating (656, 756), those of loans and cash financial (666, 766): PCG art. 1221-65 and 1221-66, and
 * since ANC regulation 2015-05 (years opened from 2017) in the chart before 2025 too.
 */
const DIFFERENCES = { trade: { loss: "656000", gain: "756000" }, financial: { loss: "666000", gain: "766000" } } as const;

const CONVERSION = {
  receivable: { loss: "476100", gain: "477100" },
  debt: { loss: "476200", gain: "477200" },
} as const;

const EXCHANGE_PROVISION = "151500";
const PROVISION_CHARGES = { trade: "681500", financial: "686500" } as const;

/** Something owed in another currency: `carryingCents` is what it stands for in the books, EUR. `account`: 411000, 401000, 164000 ... */
export type ForeignDebt = {
  readonly account: string;
  readonly thirdParty?: ThirdParty | undefined;
  readonly foreign: ForeignAmount;
  readonly carryingCents: Cents;
  readonly nature: keyof typeof DIFFERENCES;
};

/** Money received for a receivable in another currency, at the day's rate (BQ): the difference with the books is a gain or a loss. */
export function foreignReceiptEntry(
  fact: Voucher & ForeignDebt & { readonly bank: BankSide; readonly rate: ExchangeRate },
  context: PostingContext,
): DraftEntry {
  const { account, thirdParty, foreign, carryingCents, nature } = fact;
  const receivedCents = eurosOf(foreign, fact.rate);
  const lines = [bankLine(fact.bank, "debit", receivedCents, foreign), credit(account, carryingCents, { thirdParty, foreign })];
  return entryFrom([...lines, ...difference(receivedCents - carryingCents, nature)], headerOf(fact), context);
}

/** Money paid for a debt in another currency, at the day's rate (BQ). */
export function foreignPaymentEntry(
  fact: Voucher & ForeignDebt & { readonly bank: BankSide; readonly rate: ExchangeRate },
  context: PostingContext,
): DraftEntry {
  const { account, thirdParty, foreign, carryingCents, nature } = fact;
  const paidCents = eurosOf(foreign, fact.rate);
  const lines = [debit(account, carryingCents, { thirdParty, foreign }), bankLine(fact.bank, "credit", paidCents, foreign)];
  return entryFrom([...lines, ...difference(carryingCents - paidCents, nature)], headerOf(fact), context);
}

/**
 * Closing (OD): brings an open receivable or debt to the closing rate, against 476 (unrealised loss) or 477 (gain). Nothing goes
 * through the result; the entry is reversed on the first day of the next year. Throws when the rate changes nothing.
 */
export function revaluationEntry(
  fact: Voucher & Omit<ForeignDebt, "nature"> & { readonly position: keyof typeof CONVERSION; readonly closingRate: ExchangeRate },
  context: PostingContext,
): DraftEntry {
  const { account, thirdParty, foreign, carryingCents, position, closingRate } = fact;
  const rise = eurosOf(foreign, closingRate) - carryingCents;
  const amountCents = Math.abs(rise);
  const gained = position === "receivable" ? rise > 0 : rise < 0;
  const side = rise > 0 === (position === "receivable") ? "debit" : "credit";
  const owed: PostingLine = { account, side, amountCents, thirdParty };
  const { gain, loss } = CONVERSION[position];
  const lines = gained ? [owed, credit(gain, amountCents)] : [debit(loss, amountCents), owed];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** Provision for unrealised exchange losses (OD): 1515, net of what may be compensated, taken back at the opening. */
export function exchangeProvisionEntry(
  fact: Voucher & { readonly amountCents: Cents; readonly nature: keyof typeof PROVISION_CHARGES },
  context: PostingContext,
): DraftEntry {
  const lines = [debit(PROVISION_CHARGES[fact.nature], fact.amountCents), credit(EXCHANGE_PROVISION, fact.amountCents)];
  return entryFrom(lines, { ...fact, ...JOURNALS.miscellaneous }, context);
}

/** The bank line tells the foreign amount when the account itself is held in that currency. */
const bankLine = (bank: BankSide, side: PostingLine["side"], amountCents: number, foreign: ForeignAmount): PostingLine => ({
  ...{ account: bank.account, side, amountCents, accountLabel: bankLabel(bank.name) },
  foreign: bank.currency === foreign.currency ? foreign : undefined,
});

function difference(gainCents: number, nature: ForeignDebt["nature"]): PostingLine[] {
  const { gain, loss } = DIFFERENCES[nature];
  return gainCents >= 0 ? [credit(gain, gainCents)] : [debit(loss, -gainCents)];
}
