import * as z from "zod";
import { BusinessDate, earliest, latest } from "#domain/dates";
import { FiscalYearId } from "#domain/ids";
import { trialBalance } from "#domain/ledger/trial-balance";
import { queryNumber } from "#runtime/list";
import { routesNeeding } from "#runtime/route";
import { chosenYear } from "#runtime/year-choice";
import { isOfBooks } from "#tax/books/is-of-books";
import { computeIs } from "#tax/is/compute";
import { IsResult } from "#tax/is/result";

/** The books a result rests on. */
const Books = z.object({
  yearId: FiscalYearId,
  /** Validated entries of the year. */
  entries: z.int(),
  validatedThrough: BusinessDate.nullable(),
});

const OwnIs = z.object({ ...IsResult.shape, books: Books }).meta({ id: "IsOfBooks" });

export const ownIsRoute = routesNeeding("table")({
  method: "GET",
  path: "/analyze/is/{year}",
  may: "tax:read",
  summary:
    "IS of a fiscal year, by the year it closes in or its id, from the company's validated entries and its tax profile; what books cannot know is told",
  params: z.object({ year: z.union([queryNumber(1990, 2100), FiscalYearId]) }),
  returns: OwnIs,
  refuses: [
    "company.not_found",
    "year.not_found",
    "year.ambiguous",
    "conflict.changed_meanwhile",
    "tax.no_parameters",
    "tax.parameter_unknown",
  ],
  async handle({ params, actor, table }) {
    const [{ taxFacts }, { keptOfYear }] = await Promise.all([import("#store/tax-facts"), import("#store/ledger-totals")]);
    const { years, profile } = await taxFacts(table, actor.companyId);
    const year = chosenYear(years, typeof params.year === "number" ? { year: params.year } : { yearId: params.year });
    const { head, kept } = await keptOfYear(table, actor.companyId, year);
    const validatedThrough = head?.validatedThrough ?? null;
    const { rows } = trialBalance(kept, year, year.endsOn);
    const through = latest(year.startsOn, earliest(year.endsOn, validatedThrough ?? year.startsOn));
    const { input, notices } = isOfBooks({ ...year, through, rows }, profile, years);
    const result = computeIs(input);
    return {
      ...result,
      notices: [...notices, ...result.notices],
      books: { yearId: year.id, entries: head?.lastNumber ?? 0, validatedThrough },
    };
  },
});
