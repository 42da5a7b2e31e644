import type { AccountNumber, EntryLine } from "./entry.ts";

/** Ledger accounts of bank accounts: nearly every entry touches one, so entries are not indexed under them. */
const BANK = /^512/;

/**
 * Under which accounts an entry is found by date: `main` for the entry itself, `others` for pointers to it. Bank accounts have no
 * pointers: their ledger is merged from the main accounts of all entries, as every entry has exactly one.
 */
export function indexAccounts(lines: readonly EntryLine[]): { readonly main: AccountNumber; readonly others: readonly AccountNumber[] } {
  const distinct = [...new Set(lines.map(({ account }) => account))];
  const own = distinct.filter((account) => !BANK.test(account));
  const [main] = own.length > 0 ? own : distinct;
  if (!main) throw new RangeError("an entry has lines");
  return { main, others: own.filter((account) => account !== main) };
}

/** Whether an account's ledger is merged from the others' instead of being indexed. */
export const isMerged = (account: string): boolean => BANK.test(account);
