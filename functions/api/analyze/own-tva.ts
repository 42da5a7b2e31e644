import * as z from "zod";
import { addMonths, BusinessDate, businessDate, lastDayOf } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Company } from "#domain/people/company";
import { valueOn } from "#domain/people/dated";
import { legalOf } from "#domain/people/legal-data";
import { Refusal } from "#domain/refusals";
import { routesNeeding } from "#runtime/route";
import type { Services } from "#runtime/services";
import { toEuro } from "#tax/arithmetic";
import { regimeNotices } from "#tax/books/regime-notices";
import { tvaOfBooks } from "#tax/books/tva-of-books";
import { isOfVat } from "#tax/books/vat-lines";
import { TVA_LAW } from "#tax/rates/tva";
import { computeTva } from "#tax/tva/compute";
import { TvaInput } from "#tax/tva/input";
import { ratesOf } from "#tax/tva/rate-of";
import { TvaResult } from "#tax/tva/result";

const MONTHS_A_QUARTER = 3;
const CREDIT_CARRIED = "44567";

/** `2026-03`, or `2026-Q1` (`2026-T1`). */
const TaxPeriod = z
  .string()
  .regex(/^(?:20\d{2})-(?:0[1-9]|1[0-2]|[QT][1-4])$/)
  .meta({ examples: ["2026-03"] })
  .transform((text) => periodOf(text));

function periodOf(text: string): { readonly from: BusinessDate; readonly to: BusinessDate } {
  const quarter = /[QT](\d)$/.exec(text)?.[1];
  if (quarter === undefined) return { from: businessDate(`${text}-01`), to: lastDayOf(text) };
  const from = addMonths(businessDate(`${text.slice(0, 4)}-01-01`), (Number(quarter) - 1) * MONTHS_A_QUARTER);
  return { from, to: lastDayOf(addMonths(from, MONTHS_A_QUARTER - 1).slice(0, 7)) };
}

const Books = z.object({
  /** Validated entries of the period that touch VAT or sales. */
  entries: z.int(),
  validatedThrough: BusinessDate.nullable(),
});
const OwnTva = z.object({ ...TvaResult.shape, books: Books }).meta({ id: "TvaOfBooks" });

export const ownTvaRoute = routesNeeding("table")({
  method: "GET",
  path: "/analyze/tva",
  may: "tax:read",
  summary:
    "The VAT return of a month (`2026-03`) or quarter (`2026-Q1`) from the company's validated entries; what books cannot know is told",
  query: z.strictObject({ period: TaxPeriod }),
  returns: OwnTva,
  refuses: [
    "company.not_found",
    "year.not_found",
    "conflict.changed_meanwhile",
    "tax.too_many_entries",
    "tax.no_parameters",
    "tax.parameter_unknown",
  ],
  async handle({ query: { period }, actor, table }) {
    const { taxFacts } = await import("#store/tax-facts");
    const { company, years, profile } = await taxFacts(table, actor.companyId);
    const books = await booksOf(table, actor.companyId, years, period);
    const { operations, notices, entries } = tvaOfBooks(books.entries, period.to, ratesOf(profile.territory, period.to, TVA_LAW));
    const { creditCarriedCents, validatedThrough } = books;
    const input = TvaInput.parse({ period, territory: profile.territory, operations, creditCarriedCents });
    const result = computeTva(input);
    const about = regimeNotices(regimeOf(company, period.to), period);
    return { ...result, notices: [...about, ...notices, ...result.notices], books: { entries, validatedThrough } };
  },
});

const regimeOf = (company: Company, on: BusinessDate) => valueOn(legalOf(company).vatRegime, on)?.value ?? null;

/** What the books of every fiscal year the period touches hold of it, and the credit carried when it begins. */
async function booksOf(table: Services["table"], companyId: CompanyId, years: readonly FiscalYear[], period: z.output<typeof TaxPeriod>) {
  const { balanceBefore, entriesOfPeriod } = await import("#store/period-entries");
  const touched = years.filter(({ startsOn, endsOn }) => startsOn <= period.to && endsOn >= period.from);
  const [first] = touched;
  if (!first) throw new Refusal("year.not_found");
  const found = [];
  for (const year of touched) found.push(await entriesOfPeriod(table, companyId, year, period, isOfVat));
  return {
    entries: found.flatMap(({ entries }) => entries),
    creditCarriedCents: toEuro(Math.max(balanceBefore(found[0]?.kept ?? [], first, CREDIT_CARRIED, period.from), 0)),
    validatedThrough: found.at(-1)?.validatedThrough ?? null,
  };
}
