import * as z from "zod";
import { addDays, addMonths, BusinessDate, instantOf, lastDayOf, monthsBetween, parisDate } from "#domain/dates";
import { FiscalYearId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { Refusal } from "#domain/refusals";
import { doerOf } from "#runtime/actor";
import { bookingOf } from "#runtime/booking-of";
import { JobView } from "#runtime/job-view";
import { listOf } from "#runtime/list";
import { routesNeeding } from "#runtime/route";
import { startJob } from "#runtime/start-job";
import { newYearAction, YEARS_MAX } from "#store/companies";
import { type Books, headOf, readBooks } from "#store/ledger-books";
import { commit } from "#store/outbox";
import { YearView } from "./shapes.ts";

const route = routesNeeding("table");
export const yearParams = z.object({ yearId: FiscalYearId });

const viewOf = (books: Books, year: FiscalYear): z.input<typeof YearView> => {
  const { lastNumber, validatedThrough, lockedThrough, closed } = headOf(books, year);
  return { ...year, status: closed ? "closed" : year.status, lastNumber, validatedThrough, lockedThrough };
};

/** The year a path names. */
export function yearNamed(years: readonly FiscalYear[], yearId: FiscalYearId): FiscalYear {
  const found = years.find(({ id }) => id === yearId);
  if (!found) throw new Refusal("year.not_found");
  return found;
}

const list = route({
  method: "GET",
  path: "/api/ledger/years",
  may: "books:read",
  summary: "Fiscal years, how far each is validated and locked",
  returns: listOf(YearView),
  async handle({ actor, table }) {
    const books = await readBooks(table, actor.companyId);
    return { data: books.years.map((year) => viewOf(books, year)), nextCursor: null };
  },
});

const MONTHS_MAX = 24;

const open = route({
  method: "POST",
  path: "/api/ledger/years",
  may: "books:write",
  summary: "Open the fiscal year after the last one, or the one before the first: 1 to 24 months, without a gap",
  body: z
    .strictObject({ startsOn: BusinessDate, endsOn: BusinessDate })
    .meta({ examples: [{ startsOn: "2027-01-01", endsOn: "2027-12-31" }] }),
  returns: YearView,
  status: 201,
  refuses: ["year.not_contiguous", "conflict.changed_meanwhile"],
  async handle({ body, actor, table, now, newId, request }) {
    const { companyId } = actor;
    const books = await readBooks(table, companyId);
    const [first, last] = [books.years[0], books.years.at(-1)];
    const touches =
      (last && addDays(last.endsOn, 1) === body.startsOn) ||
      (first && !headOf(books, first).closed && addDays(body.endsOn, 1) === first.startsOn);
    if (!touches || books.years.length >= YEARS_MAX)
      throw new Refusal("year.not_contiguous", { flaws: [{ pointer: "/starts_on", message: "invalid" }] });
    const tooLong = body.endsOn < body.startsOn || body.endsOn > addDays(addMonths(body.startsOn, MONTHS_MAX), -1);
    if (tooLong || monthsBetween(body.startsOn, body.endsOn).length > MONTHS_MAX)
      throw new Refusal("request.invalid", { flaws: [{ pointer: "/ends_on", message: "invalid" }] });
    const year: FiscalYear = { id: newId("fiscalYear"), ...body, status: "open" };
    const doer = doerOf(actor);
    const event = {
      id: newId("event"),
      type: "year.opened",
      at: instantOf(now()),
      doer,
      requestId: request.requestId,
      objects: [{ id: year.id }],
    } as const;
    if (!(await commit(table, companyId, [newYearAction(companyId, year)], event)).done) throw new Refusal("conflict.changed_meanwhile");
    return { ...year, lastNumber: 0, validatedThrough: null, lockedThrough: null };
  },
});

const lock = route({
  method: "POST",
  path: "/api/ledger/years/{year_id}/lock",
  may: "books:write",
  summary:
    "Lock a period to a month's end: what arrives later for it is booked on the first open day (PCG art. 1031-4). It is never reopened",
  params: yearParams,
  body: z.strictObject({ through: BusinessDate }),
  returns: YearView,
  status: 200,
  refuses: [
    "year.not_found",
    "year.closed",
    "year.not_complete",
    "year.locks_forward_only",
    "ledger.through_in_future",
    "conflict.changed_meanwhile",
  ],
  async handle({ params, body, ...call }) {
    const { table, actor, now } = call;
    const books = await readBooks(table, actor.companyId);
    const year = yearNamed(books.years, params.yearId);
    const { through } = body;
    const inYear = through >= year.startsOn && through <= year.endsOn;
    if (!inYear || (through !== year.endsOn && through !== lastDayOf(through.slice(0, 7))))
      throw new Refusal("request.invalid", { flaws: [{ pointer: "/through", message: "month_end" }] });
    if (through >= parisDate(now()))
      throw new Refusal("ledger.through_in_future", { flaws: [{ pointer: "/through", message: "invalid" }] });
    const { lockYear } = await import("#store/period-lock");
    const head = await lockYear(bookingOf(call), books, year, through);
    return { ...viewOf(books, year), lockedThrough: head.lockedThrough };
  },
});

const close = routesNeeding(
  "table",
  "jobsQueue",
)({
  method: "POST",
  path: "/api/ledger/years/{year_id}/close",
  may: "books:write",
  summary: "Close a fiscal year for good: result, closing entry, opening entries of the next year. A closed year is never reopened",
  params: yearParams,
  body: z.strictObject({ acceptSuspense: z.boolean().default(false) }),
  returns: JobView,
  status: 202,
  also: [200],
  refuses: [
    ...(["year.not_found", "year.closed", "year.previous_open", "year.not_over", "year.not_complete", "year.suspense_open"] as const),
    ...(["conflict.changed_meanwhile", "queue.unavailable"] as const),
  ],
  async handle({ params, body, ...call }) {
    const books = await readBooks(call.table, call.actor.companyId);
    const year = yearNamed(books.years, params.yearId);
    const { assertClosable } = await import("#store/year-closing");
    await assertClosable(call.table, books, year, body.acceptSuspense, call.now());
    return startJob({ kind: "close", yearId: year.id, acceptSuspense: body.acceptSuspense }, call);
  },
});

export const yearRoutes = [list, open, lock, close];
