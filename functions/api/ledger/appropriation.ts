import * as z from "zod";
import { BusinessDate, instantOf } from "#domain/dates";
import type { EntrySource } from "#domain/ledger/entry";
import { cleanLabel } from "#domain/ledger/label";
import { firstOpenDay } from "#domain/ledger/open-day";
import { Cents, cents } from "#domain/money";
import { Refusal } from "#domain/refusals";
import { bookingOf } from "#runtime/booking-of";
import { routesNeeding } from "#runtime/route";
import { drafts, putDraftAction } from "#store/drafts";
import { entryOfSource } from "#store/entries";
import { notBookedAction } from "#store/entry-item";
import { headOf, readBooks, yearAfter } from "#store/ledger-books";
import { keptAccounts } from "#store/ledger-totals";
import { commit } from "#store/outbox";
import { EntryView, entryView } from "./shapes.ts";
import { yearNamed, yearParams } from "./years.ts";

const Decision = z
  .strictObject({
    /** Day of the general meeting's decision. */
    date: BusinessDate,
    pieceRef: z.string().min(1).max(60).default("PV AG"),
    /** Left out: the least the law asks (C. com. art. L. 232-10). */
    legalReserveCents: Cents.exactOptional(),
    otherReservesCents: Cents.default(cents(0)),
    dividendsCents: Cents.default(cents(0)),
  })
  .meta({ examples: [{ date: "2027-05-14", pieceRef: "PV AG 2027", legalReserveCents: 210_000, dividendsCents: 1_500_000 }] });

export const appropriationRoute = routesNeeding("table")({
  method: "POST",
  path: "/api/ledger/years/{year_id}/appropriation",
  may: "books:write",
  summary:
    "Appropriate a closed year's result as the general meeting decided: a draft in the next year; what is not given goes to retained earnings",
  params: yearParams,
  body: Decision,
  returns: EntryView,
  status: 201,
  refuses: [
    ...([
      "year.not_found",
      "year.not_closed",
      "ledger.appropriation_mismatch",
      "ledger.date_outside_year",
      "ledger.period_locked",
    ] as const),
    ...(["entry.already_appropriated", "year.being_imported"] as const),
  ],
  async handle({ params, body, ...call }) {
    const { table, companyId, now, newId, requestId, doer } = bookingOf(call);
    if (cleanLabel(body.pieceRef) === "") throw new Refusal("request.invalid", { flaws: [{ pointer: "/piece_ref", message: "empty" }] });
    const books = await readBooks(table, companyId);
    const year = yearNamed(books.years, params.yearId);
    const next = yearAfter(books.years, year);
    if (!headOf(books, year).closed || !next) throw new Refusal("year.not_closed");
    if (headOf(books, next).importing) throw new Refusal("year.being_imported");
    const open = firstOpenDay({ ...next, ...headOf(books, next) });
    const at = { flaws: [{ pointer: "/date", message: "invalid" }] };
    if (body.date < next.startsOn || body.date > next.endsOn) throw new Refusal("ledger.date_outside_year", at);
    if (open === null || body.date < open) throw new Refusal("ledger.period_locked", at);
    const source: EntrySource = { kind: "manual", id: `appropriation-${year.id}` };
    const known = (await entryOfSource(table, companyId, source)) ?? (await drafts(table, companyId).find(source));
    if (known) throw new Refusal("entry.already_appropriated");
    const kept = await keptAccounts(table, companyId, year);
    const { appropriation } = await import("./appropriation-entry.ts");
    const entry = appropriation(kept, body, { source, year: next });
    const instant = instantOf(now());
    const event = { id: newId("event"), type: "entry.drafted", at: instant, doer, requestId, objects: [{ id: source.id }] } as const;
    const draft = { entry, version: 1, createdAt: instant, updatedAt: instant };
    if (!(await commit(table, companyId, [putDraftAction(companyId, null, draft), notBookedAction(companyId, source)], event)).done)
      throw new Refusal("entry.already_appropriated");
    return entryView(entry);
  },
});
