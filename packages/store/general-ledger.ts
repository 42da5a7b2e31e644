import { addDays, type BusinessDate, businessDate, earliest, lastDayOf, monthOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { Entry, EntryLine } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { CLOSING_JOURNAL, type KeptTotals, monthPlace, movementOf, OPENING_JOURNAL } from "#domain/ledger/kept-totals";
import type { LineRef } from "#domain/ledger/lettering";
import { accountEntries } from "./account-entries.ts";
import type { Db } from "./db.ts";
import { keptOne } from "./ledger-totals.ts";

/** A line of an account, in its entry. Closing entries stay out of a ledger as they stay out of the FEC. */
export type LedgerLine = { readonly entry: Entry; readonly line: EntryLine; readonly lineIndex: number };

/** Where a line stands in its year. */
export const refOf = ({ entry, lineIndex }: Pick<LedgerLine, "entry" | "lineIndex">): LineRef => ({ entryNumber: entry.number, lineIndex });

export type LedgerQuestion = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly year: FiscalYear;
  readonly account: string;
  readonly thirdParty?: string;
  /** Every account that moved in the year. */
  readonly known: readonly string[];
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  /** Goes on after this line. */
  readonly after?: { readonly date: BusinessDate; readonly number: number; readonly lineIndex: number };
  readonly pageSize?: number;
};

/** Lines of an account (and third party) between two days, in (date, number, line) order; read as they are asked for. */
export async function* ledgerLines(question: LedgerQuestion): AsyncGenerator<LedgerLine> {
  const { table, companyId, year, account, thirdParty, known, from, to, after, pageSize } = question;
  const before = after && { date: after.date, number: after.number - 1 };
  const stretch = { yearId: year.id, account, known, from, to, ...(before && { after: before }), ...(pageSize && { pageSize }) };
  for await (const entry of accountEntries(table, companyId, stretch)) {
    if (entry.journal === CLOSING_JOURNAL) continue;
    for (const [lineIndex, line] of entry.lines.entries()) {
      if (line.account !== account || (thirdParty !== undefined && line.thirdParty?.code !== thirdParty)) continue;
      if (after && entry.number === after.number && entry.date === after.date && lineIndex <= after.lineIndex) continue;
      yield { entry, line, lineIndex };
    }
  }
}

/** Amount of a line, debit above zero. */
export const signedOf = ({ side, amountCents }: Pick<EntryLine, "side" | "amountCents">): number =>
  side === "debit" ? amountCents : -amountCents;

/**
 * Balance of an account (or third party) before a day, debit above zero: opening entries and whole months from kept totals, the begun
 * month from its lines. On the year's first day it is 0: the opening entry is its first line.
 */
export async function balanceBefore(
  question: Omit<LedgerQuestion, "after" | "to">,
): Promise<{ readonly kept: KeptTotals | null; readonly cents: number }> {
  const { table, companyId, year, account, thirdParty, from } = question;
  const kept = await keptOne(table, companyId, year, account, thirdParty);
  if (!kept || from <= year.startsOn) return { kept, cents: 0 };
  const { debitCents, creditCents } = movementOf(kept, monthPlace(year, from));
  let cents = kept.openingDebitCents - kept.openingCreditCents + debitCents - creditCents;
  const first = businessDate(`${monthOf(from)}-01`);
  const to = earliest(addDays(from, -1), lastDayOf(monthOf(from)));
  if (to < first) return { kept, cents };
  for await (const { entry, line } of ledgerLines({ ...question, from: first, to }))
    if (entry.journal !== OPENING_JOURNAL) cents += signedOf(line);
  return { kept, cents };
}
