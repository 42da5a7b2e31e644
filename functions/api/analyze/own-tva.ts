import * as z from "zod";
import { addMonths, BusinessDate, businessDate, lastDayOf } from "#domain/dates";
import { routesNeeding } from "#runtime/route";
import { TVA_EXAMPLE_RESULT } from "#tax/tva/example-result";
import { TvaResult } from "#tax/tva/result";

const MONTHS_A_QUARTER = 3;

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
  entries: z.int().meta({ description: "Validated entries of the period that touch VAT or sales." }),
  validatedThrough: BusinessDate.nullable(),
});
const OwnTva = z.object({ ...TvaResult.shape, books: Books }).meta({
  id: "TvaOfBooks",
  description: "The return of a period from validated books; `books` says which.",
  examples: [{ ...TVA_EXAMPLE_RESULT, books: { entries: 31, validatedThrough: "2026-03-31" } }],
});

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
    const { tvaFromBooks } = await import("./tva-from-books.ts");
    return tvaFromBooks(table, actor.companyId, period);
  },
});
