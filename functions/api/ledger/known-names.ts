import { bankNames } from "#domain/ledger/bank-entry";
import { isBooked } from "#domain/ledger/bookable";
import type { DraftEntry, EntryLine } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { totalKey } from "#domain/ledger/kept-totals";
import type { NewEntry } from "#domain/ledger/new-entry";
import { Refusal } from "#domain/refusals";
import type { Booking } from "#store/booking";
import { type Books, yearBefore } from "#store/ledger-books";
import { keptOne } from "#store/ledger-totals";
import { ownAccounts } from "#store/own-accounts";

/** Names of accounts the chart does not have: the company's own, and its bank accounts. */
export async function ownLabels({ table, companyId }: Booking, { accounts }: Books): Promise<ReadonlyMap<string, string>> {
  const banks = accounts.filter(isBooked).map(({ ordinal, ledgerName }) => bankNames({ ordinal, name: ledgerName }));
  return new Map([...banks.map(({ account, label }) => [account, label] as const), ...(await ownAccounts(table, companyId))]);
}

/**
 * The draft with the names its accounts and third parties have in the books already: an account has one name, and so has a third party.
 * Refuses a third party's code given with the name of another.
 */
export async function withKnownNames(
  booking: Booking,
  books: Books,
  year: FiscalYear,
  entry: DraftEntry,
  { lines: written }: NewEntry,
): Promise<DraftEntry> {
  const before = yearBefore(books.years, year);
  const years = before ? [year, before] : [year];
  const names = new Map<string, Promise<string | null>>();
  const once = (key: string, find: () => Promise<string | null>): Promise<string | null> => {
    const found = names.get(key) ?? find();
    names.set(key, found);
    return found;
  };
  const lines = await Promise.all(
    entry.lines.map(async (line, index): Promise<EntryLine> => {
      const accountLabel = (await once(line.account, () => knownAccount(booking, year, line))) ?? line.accountLabel;
      if (!line.thirdParty) return { ...line, accountLabel };
      const key = totalKey(line.account, line.thirdParty);
      const name = (await once(key, () => knownParty(booking, years, line))) ?? line.thirdParty.name;
      if (name !== line.thirdParty.name && written[index]?.thirdParty?.code !== undefined)
        throw new Refusal("request.invalid", { flaws: [{ pointer: `/lines/${index}/third_party/name`, message: "invalid" }] });
      return { ...line, accountLabel, thirdParty: { ...line.thirdParty, name } };
    }),
  );
  return { ...entry, lines };
}

const knownAccount = async ({ table, companyId }: Booking, year: FiscalYear, { account }: EntryLine): Promise<string | null> =>
  (await keptOne(table, companyId, year, account))?.label ?? null;

async function knownParty(
  { table, companyId }: Booking,
  years: readonly FiscalYear[],
  { account, thirdParty }: EntryLine,
): Promise<string | null> {
  for (const year of years) {
    const kept = await keptOne(table, companyId, year, account, thirdParty?.code);
    if (kept?.thirdParty) return kept.thirdParty.name;
  }
  return null;
}
