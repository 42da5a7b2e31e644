import * as z from "zod";
import { BusinessDate } from "#domain/dates";
import { EntryId } from "#domain/ledger/entry-id";
import { NewEntry } from "#domain/ledger/new-entry";
import { bookingOf } from "#runtime/booking-of";
import { listOf } from "#runtime/list";
import { routesNeeding } from "#runtime/route";
import { chosenYear } from "#runtime/year-choice";
import { companies } from "#store/companies";
import { EntryFilters } from "./entry-filters.ts";
import { RENT_ENTRY } from "./examples.ts";
import { EntryView, entryView } from "./shapes.ts";

const route = routesNeeding("table");
/** What writes is loaded by those that write. */
const changes = () => import("./draft-changes.ts");
const params = z.object({ entryId: EntryId });
const body = NewEntry.meta({ examples: [RENT_ENTRY] });

const list = route({
  method: "GET",
  path: "/api/ledger/entries",
  may: "books:read",
  summary: "Validated entries by number, or the drafts: a person's, and those derived from bank rows not yet booked or changed since",
  query: EntryFilters,
  returns: listOf(EntryView),
  refuses: ["year.not_found", "year.ambiguous"],
  async handle({ query, actor, table, cursors, now }) {
    const year = chosenYear(await companies(table, actor.companyId).years(), query);
    const { listedEntries } = await import("./entry-list.ts");
    return listedEntries({ query, year, companyId: actor.companyId, table, cursors, now: now() });
  },
});

const get = route({
  method: "GET",
  path: "/api/ledger/entries/{entry_id}",
  may: "books:read",
  summary: "One entry, validated or draft",
  params,
  returns: EntryView,
  refuses: ["entry.not_found"],
  async handle({ params, actor, table, now }) {
    const { foundEntry } = await import("./entry-search.ts");
    return entryView(await foundEntry(table, actor.companyId, params.entryId, now()));
  },
});

const DRAFT_REFUSALS = [
  ...([
    "ledger.unbalanced",
    "ledger.account_unknown",
    "ledger.third_party_misplaced",
    "ledger.date_outside_year",
    "ledger.period_locked",
  ] as const),
  ...(["year.closed", "year.being_imported", "entry.too_many_lines", "ledger.result_by_hand"] as const),
] as const;

const create = route({
  method: "POST",
  path: "/api/ledger/entries",
  may: "books:write",
  summary: "Write an entry: a draft, until it is validated",
  body,
  returns: EntryView,
  status: 201,
  refuses: [...DRAFT_REFUSALS, "ledger.too_many_drafts"],
  async handle({ body, ...call }) {
    return entryView(await (await changes()).writeDraft(bookingOf(call), { kind: "manual", id: call.newId("entry") }, body));
  },
});

const replace = route({
  method: "PUT",
  path: "/api/ledger/entries/{entry_id}",
  may: "books:write",
  summary: "Write a draft anew; a validated entry never changes",
  params,
  body,
  returns: EntryView,
  refuses: [...DRAFT_REFUSALS, "entry.not_found", "entry.validated", "entry.follows_bank", "conflict.changed_meanwhile"],
  async handle({ params, body, ...call }) {
    return entryView(await (await changes()).rewriteDraft(bookingOf(call), params.entryId, body, call.assertMatch));
  },
});

const remove = route({
  method: "DELETE",
  path: "/api/ledger/entries/{entry_id}",
  may: "books:write",
  summary: "Throw a draft away; a validated entry is never deleted",
  params,
  returns: z.null(),
  status: 204,
  refuses: ["entry.not_found", "entry.validated", "entry.follows_bank", "conflict.changed_meanwhile"],
  async handle({ params, ...call }) {
    await (await changes()).removeDraft(bookingOf(call), params.entryId, call.assertMatch);
    return null;
  },
});

const reverse = route({
  method: "POST",
  path: "/api/ledger/entries/{entry_id}/reverse",
  may: "books:write",
  summary: "Reverse a validated entry: a draft on the other side, linked to it, on its own day or the first open one (PCG art. 1031-3)",
  params,
  body: z.strictObject({ date: BusinessDate.exactOptional(), label: z.string().min(1).max(200).exactOptional() }),
  returns: EntryView,
  status: 201,
  refuses: [
    ...([
      "entry.not_found",
      "entry.not_validated",
      "entry.already_reversed",
      "entry.follows_bank",
      "entry.derived",
      "ledger.too_many_drafts",
    ] as const),
    ...(["ledger.date_outside_year", "ledger.period_locked", "year.closed", "year.being_imported"] as const),
  ],
  async handle({ params, body, ...call }) {
    return entryView(await (await changes()).reverseEntry(bookingOf(call), params.entryId, body));
  },
});

export const entryRoutes = [list, get, create, replace, remove, reverse];
