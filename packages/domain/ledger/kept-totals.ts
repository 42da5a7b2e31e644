import { type BusinessDate, monthsBetween } from "../dates.ts";
import type { AccountNumber, DraftEntry, EntryLine, EntrySource, ThirdParty } from "./entry.ts";
import type { FiscalYear } from "./fiscal-year.ts";

/** Journals whose entries stand outside the months of a year: what it opens with, and what clears its charges and products at its end. */
export const OPENING_JOURNAL = "AN";
export const CLOSING_JOURNAL = "CL";

/**
 * Kept totals of one account, or of one third party on one account, in one fiscal year. EUR cents: one slot a month of the year (1 to
 * 24) a side; opening and closing entries apart.
 */
export type KeptTotals = {
  readonly account: AccountNumber;
  readonly label: string;
  readonly thirdParty: ThirdParty | null;
  readonly debits: readonly number[];
  readonly credits: readonly number[];
  /** What the year opened with: carried from the year before, and brought in on its own (a bank account's first balance, another program's). */
  readonly openingDebitCents: number;
  readonly openingCreditCents: number;
  /** Of it, carried from the year before. */
  readonly carriedDebitCents: number;
  readonly carriedCreditCents: number;
  readonly closingDebitCents: number;
  readonly closingCreditCents: number;
};

/** What entries add to one kept total: slot name -> cents. Slots: `d01`..`d24`, `c01`..`c24`, `od oc` carried, `bd bc` brought in, `xd xc` closing. */
export type TotalsIncrement = {
  readonly account: AccountNumber;
  readonly label: string;
  readonly thirdParty: ThirdParty | null;
  readonly slots: Map<string, number>;
};

/** Key of a kept total: its account, and its third party when it is one's. */
export const totalKey = (account: string, thirdParty: Pick<ThirdParty, "code"> | null): string =>
  thirdParty ? `${account}#${thirdParty.code}` : account;

export const slotName = (side: "d" | "c", month: number): string => `${side}${String(month + 1).padStart(2, "0")}`;

/** Increments of some entries: one an account, and one a third party of an account. */
export function totalsIncrements(year: Pick<FiscalYear, "startsOn">, entries: readonly DraftEntry[]): Map<string, TotalsIncrement> {
  const increments = new Map<string, TotalsIncrement>();
  for (const { date, lines, ...entry } of entries) {
    const month = monthsBetween(year.startsOn, date).length - 1;
    for (const line of lines) {
      const slot = slotOf(entry, line.side, month);
      add(increments, line, null, slot);
      if (line.thirdParty) add(increments, line, line.thirdParty, slot);
    }
  }
  return increments;
}

/** Adds increments to sums, in place: what streams by is summed without being held. */
export function addIncrements(sums: Map<string, TotalsIncrement>, more: ReadonlyMap<string, TotalsIncrement>): void {
  for (const [key, { slots, ...rest }] of more) {
    const known = sums.get(key) ?? { ...rest, slots: new Map<string, number>() };
    for (const [slot, amount] of slots) known.slots.set(slot, (known.slots.get(slot) ?? 0) + amount);
    sums.set(key, known);
  }
}

/** Opening entries that come from no year before: a bank account's first balance, the balances of another program. */
const isBroughtIn = ({ kind, id }: EntrySource): boolean => kind === "opening" && !id.startsWith("fy_");

function slotOf({ journal, source }: Pick<DraftEntry, "journal" | "source">, side: EntryLine["side"], month: number): string {
  const letter = side === "debit" ? "d" : "c";
  if (journal === OPENING_JOURNAL) return `${isBroughtIn(source) ? "b" : "o"}${letter}`;
  return journal === CLOSING_JOURNAL ? `x${letter}` : slotName(letter, month);
}

function add(increments: Map<string, TotalsIncrement>, line: EntryLine, thirdParty: ThirdParty | null, slot: string): void {
  const key = totalKey(line.account, thirdParty);
  const known = increments.get(key) ?? { account: line.account, label: line.accountLabel, thirdParty, slots: new Map<string, number>() };
  known.slots.set(slot, (known.slots.get(slot) ?? 0) + line.amountCents);
  increments.set(key, known);
}

/** The kept total a set of slots stands for. Slots that were never moved are 0. */
export function keptTotals(
  { account, label, thirdParty, slots }: Omit<TotalsIncrement, "slots"> & { readonly slots: ReadonlyMap<string, number> },
  year: Pick<FiscalYear, "startsOn" | "endsOn">,
): KeptTotals {
  const months = monthsBetween(year.startsOn, year.endsOn);
  const read = (name: string): number => slots.get(name) ?? 0;
  return {
    ...{ account, label, thirdParty },
    debits: months.map((_, month) => read(slotName("d", month))),
    credits: months.map((_, month) => read(slotName("c", month))),
    ...{ openingDebitCents: read("od") + read("bd"), openingCreditCents: read("oc") + read("bc") },
    ...{ carriedDebitCents: read("od"), carriedCreditCents: read("oc") },
    ...{ closingDebitCents: read("xd"), closingCreditCents: read("xc") },
  };
}

/** Movement of a kept total through a number of months, and its balance (debit minus credit) with the opening. Closing entries stay out. */
export function movementOf(kept: KeptTotals, months: number): { readonly debitCents: number; readonly creditCents: number } {
  return { debitCents: sumOf(kept.debits, months), creditCents: sumOf(kept.credits, months) };
}

/** Balance of the whole year, debit minus credit, opening included, closing entries left out. */
export const balanceOf = (kept: KeptTotals): number =>
  kept.openingDebitCents - kept.openingCreditCents + sumOf(kept.debits, kept.debits.length) - sumOf(kept.credits, kept.credits.length);

const sumOf = (slots: readonly number[], months: number): number => slots.slice(0, months).reduce((all, one) => all + one, 0);

/** Place of a date's month in its year, from 0. */
export const monthPlace = (year: Pick<FiscalYear, "startsOn">, date: BusinessDate): number => monthsBetween(year.startsOn, date).length - 1;
