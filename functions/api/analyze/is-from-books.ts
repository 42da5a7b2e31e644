import { earliest, latest } from "#domain/dates";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import { trialBalance } from "#domain/ledger/trial-balance";
import type { Services } from "#runtime/services";
import { chosenYear } from "#runtime/year-choice";
import { keptOfYear } from "#store/ledger-totals";
import { taxFacts } from "#store/tax-facts";
import { isOfBooks } from "#tax/books/is-of-books";
import { computeIs } from "#tax/is/compute";

/** IS of a fiscal year, by the year it closes in or its id, from validated entries and tax profile. Refusals are those of the year and of `computeIs`. */
export async function isFromBooks(table: Services["table"], companyId: CompanyId, asked: number | FiscalYearId) {
  const { years, profile } = await taxFacts(table, companyId);
  const year = chosenYear(years, typeof asked === "number" ? { year: asked } : { yearId: asked });
  const { head, kept } = await keptOfYear(table, companyId, year);
  const validatedThrough = head?.validatedThrough ?? null;
  const { rows } = trialBalance(kept, year, year.endsOn);
  const through = latest(year.startsOn, earliest(year.endsOn, validatedThrough ?? year.startsOn));
  const { input, notices } = isOfBooks({ ...year, through, rows }, profile, years);
  const result = computeIs(input);
  const books = { yearId: year.id, entries: head?.lastNumber ?? 0, validatedThrough };
  return { ...result, notices: [...notices, ...result.notices], books };
}
