import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { FiscalYearId } from "#domain/ids";
import { queryNumber } from "#runtime/list";
import { routesNeeding } from "#runtime/route";
import { IS_EXAMPLE_RESULT } from "#tax/is/example-result";
import { IsResult } from "#tax/is/result";

/** The books a result rests on. */
const Books = z.object({
  yearId: FiscalYearId,
  entries: z.int().meta({ description: "Validated entries of the year." }),
  validatedThrough: BusinessDate.nullable(),
});

const OwnIs = z.object({ ...IsResult.shape, books: Books }).meta({
  id: "IsOfBooks",
  description: "IS of a fiscal year from validated books and the tax profile; `books` says which.",
  examples: [{ ...IS_EXAMPLE_RESULT, books: { yearId: "fy_01KB2Q7M4T9XE5RZ8V3NCW6HJD", entries: 1_204, validatedThrough: "2025-12-31" } }],
});

export const ownIsRoute = routesNeeding("table")({
  method: "GET",
  path: "/analyze/is/{year}",
  may: "tax:read",
  summary:
    "IS of a fiscal year, by the year it closes in or its id, from validated entries and the tax profile; what books cannot know is told",
  params: z.object({ year: z.union([queryNumber(1990, 2100), FiscalYearId]) }),
  returns: OwnIs,
  refuses: [
    ...(["company.not_found", "year.not_found", "year.ambiguous", "conflict.changed_meanwhile"] as const),
    ...(["tax.no_parameters", "tax.parameter_unknown"] as const),
  ],
  async handle({ params, actor, table }) {
    const { isFromBooks } = await import("./is-from-books.ts");
    return isFromBooks(table, actor.companyId, params.year);
  },
});
