import type { Account } from "../banking/account.ts";
import type { BusinessDate } from "../dates.ts";
import { bankNames } from "./bank-entry.ts";
import { isBooked } from "./bookable.ts";
import type { DraftEntry, EntrySource } from "./entry.ts";
import type { FiscalYear } from "./fiscal-year.ts";
import { BROUGHT_FORWARD } from "./journals.fr.ts";
import { credit, debit, entryFrom } from "./posting/entry-from.ts";
import { JOURNALS } from "./posting/journals.fr.ts";

/** What stands against a bank balance nobody has justified yet. */
const TO_JUSTIFY = "471000";

/** Source of an account's opening entry; a balance changed later is adjusted by the next generation. */
export const bankOpeningSource = (account: Pick<Account, "id">, generation: number): EntrySource => ({
  kind: "opening",
  id: `bank-${account.id}~${generation}`,
});

/** Whether an account may have an opening entry, or need one: an account changed since it was opened may have had a balance. */
export const mayHaveOpening = (account: Account): boolean =>
  isBooked(account) && (account.openingBalanceCents !== 0 || account.version > 1);

/** What an opening entry put on a bank account: debit minus credit, EUR cents. */
export const openedBy = ({ lines }: Pick<DraftEntry, "lines">): number =>
  lines
    .filter(({ account }) => account !== TO_JUSTIFY)
    .reduce((sum, { side, amountCents }) => sum + (side === "debit" ? amountCents : -amountCents), 0);

/**
 * The balance a bank account had before its first row, against 471 until somebody justifies it: an opening (AN) entry on the first day
 * of the first year's books, a miscellaneous one on any other: a later year's AN entries are what the year before closed with, and nothing
 * else. `amountCents` is signed; null when there is nothing to open.
 */
export function bankOpeningEntry(
  account: Account,
  amountCents: number,
  generation: number,
  year: Pick<FiscalYear, "startsOn" | "endsOn">,
  date: BusinessDate,
  booksStartOn: BusinessDate,
): DraftEntry | null {
  if (amountCents === 0) return null;
  const bank = bankNames({ ordinal: account.ordinal, name: account.ledgerName });
  const ours = { accountLabel: bank.label };
  const lines =
    amountCents > 0
      ? [debit(bank.account, amountCents, ours), credit(TO_JUSTIFY, amountCents)]
      : [debit(TO_JUSTIFY, -amountCents), credit(bank.account, -amountCents, ours)];
  const journal = date === booksStartOn ? JOURNALS.opening : JOURNALS.miscellaneous;
  const header = { ...journal, date, pieceRef: `AN ${bank.account}`, label: `${BROUGHT_FORWARD} ${bank.label}` };
  return { ...entryFrom(lines, header, { source: bankOpeningSource(account, generation), year }), warnings: ["unidentified"] };
}
