import type { CompanyId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { valueOn } from "#domain/people/dated";
import { legalOf } from "#domain/people/legal-data";
import { Refusal } from "#domain/refusals";
import type { Services } from "#runtime/services";
import { balanceBefore, entriesOfPeriod, type Period } from "#store/period-entries";
import { taxFacts } from "#store/tax-facts";
import { toEuro } from "#tax/arithmetic";
import { regimeNotices, unsettledNotices } from "#tax/books/regime-notices.fr";
import { tvaOfBooks } from "#tax/books/tva-of-books";
import { isOfVat } from "#tax/books/vat-lines";
import { TVA_LAW } from "#tax/rates/tva";
import { computeTva } from "#tax/tva/compute";
import { TvaInput } from "#tax/tva/input";
import { ratesOf } from "#tax/tva/rate-of";

const CREDIT_CARRIED = "44567";
const UNSETTLED = ["44571", "4452", "4453", "44562", "44566"] as const;

/** The VAT return of a month or quarter from validated entries. Refuses a period outside every fiscal year, and what `computeTva` refuses. */
export async function tvaFromBooks(table: Services["table"], companyId: CompanyId, period: Period) {
  const { company, years, profile } = await taxFacts(table, companyId);
  const { entries, creditCarriedCents, unsettledCents, validatedThrough } = await booksOf(table, companyId, years, period);
  const { territory } = profile;
  const found = tvaOfBooks(entries, period.to, ratesOf(territory, period.to, TVA_LAW));
  const result = computeTva(TvaInput.parse({ period, territory, operations: found.operations, creditCarriedCents }));
  const regime = valueOn(legalOf(company).vatRegime, period.to)?.value ?? null;
  const notices = [...regimeNotices(regime, period), ...unsettledNotices(unsettledCents), ...found.notices, ...result.notices];
  return { ...result, notices, books: { entries: found.entries, validatedThrough } };
}

/** What the books of every fiscal year the period touches hold of it, and the credit carried when it begins. */
async function booksOf(table: Services["table"], companyId: CompanyId, years: readonly FiscalYear[], period: Period) {
  const touched = years.filter(({ startsOn, endsOn }) => startsOn <= period.to && endsOn >= period.from);
  const [first] = touched;
  if (!first) throw new Refusal("year.not_found");
  const found = [];
  for (const year of touched) found.push(await entriesOfPeriod(table, companyId, { year, period, chosen: isOfVat }));
  const kept = found[0]?.kept ?? [];
  const before = (account: string): number => balanceBefore(kept, first, account, period.from);
  const creditCents = before(CREDIT_CARRIED);
  return {
    entries: found.flatMap(({ entries }) => entries),
    unsettledCents: UNSETTLED.reduce((sum, account) => sum + before(account), 0),
    creditCarriedCents: toEuro(Math.max(creditCents, 0)),
    validatedThrough: found.at(-1)?.validatedThrough ?? null,
  };
}
