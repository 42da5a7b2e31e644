import type { FiscalYearId } from "../ids.ts";
import type { DraftEntry, EntrySource } from "./entry.ts";
import type { FiscalYear } from "./fiscal-year.ts";
import { balanceOf, type KeptTotals } from "./kept-totals.ts";
import type { AccountBalance } from "./posting/balances.ts";
import { isIncome } from "./posting/balances.ts";
import { closingEntry, resultOf } from "./posting/closing.ts";

export const closingSource = (yearId: FiscalYearId): EntrySource => ({ kind: "closing", id: yearId });

/** Balances of a year as the posting engine takes them. */
const balancesOf = (kept: readonly KeptTotals[]): AccountBalance[] =>
  kept.map((one) => {
    const balance = balanceOf(one);
    return { account: one.account, label: one.label, debitBalanceCents: Math.max(balance, 0), creditBalanceCents: Math.max(-balance, 0) };
  });

/** Result of a year from its kept totals, EUR cents, a loss is negative. */
export const yearResult = (kept: readonly KeptTotals[]): number => resultOf(balancesOf(kept));

/** The entry that clears charges and products at a year's end, or null when there is none to clear. It stays out of the FEC (LPF art. A47 A-1, VII 1°). */
export function yearEndEntry(kept: readonly KeptTotals[], year: Pick<FiscalYear, "id" | "startsOn" | "endsOn">): DraftEntry | null {
  const balances = balancesOf(kept);
  if (!balances.some((one) => isIncome(one) && one.debitBalanceCents !== one.creditBalanceCents)) return null;
  const voucher = { pieceRef: `CLOTURE ${year.endsOn}`, label: "Clôture des comptes de charges et de produits" };
  return closingEntry(balances, voucher, { source: closingSource(year.id), year });
}

/** Accounts that must be empty before a year is closed: suspense (471 to 475) and internal transfers (58). */
const MUST_BE_EMPTY = /^(?:47[1-5]|58)/;

export const openSuspense = (kept: readonly KeptTotals[]): readonly KeptTotals[] =>
  kept.filter((one) => MUST_BE_EMPTY.test(one.account) && balanceOf(one) !== 0);
