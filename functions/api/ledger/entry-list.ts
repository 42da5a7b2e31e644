import * as z from "zod";
import { instantOf, parisDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { DraftEntry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Cursors } from "#runtime/cursor";
import type { Db } from "#store/db";
import { entries } from "#store/entries";
import { readBooks } from "#store/ledger-books";
import { draftKey, waiting } from "#store/waiting";
import type { EntryFilters } from "./entry-filters.ts";
import { entryView } from "./shapes.ts";

type Listing = {
  readonly query: z.output<typeof EntryFilters>;
  readonly year: FiscalYear;
  readonly companyId: CompanyId;
  readonly table: Db;
  readonly cursors: Cursors;
  readonly now: Date;
};

/** Validated entries page by number; drafts are derived and page by what waits together. */
export async function listedEntries(listing: Listing) {
  return listing.query.status === "draft" ? drafts(listing) : validated(listing);
}

async function validated({ query, year, companyId, table, cursors }: Listing) {
  const after = cursors.open(z.int().min(0)) ?? 0;
  const page = await entries(table, companyId, year.id).after(after, query.limit + 1);
  const shown = page.slice(0, query.limit);
  const last = shown.at(-1);
  return { data: shown.map(entryView), nextCursor: last && page.length > query.limit ? cursors.seal(last.number) : null };
}

/** The key of the entries that wait together, and how many of them were shown: the two entries of a changed row may stand months apart. */
const Position = z.tuple([z.string().max(200), z.int().min(0)]);

async function drafts({ query, year, companyId, table, cursors, now }: Listing) {
  const [afterKey, afterCount] = cursors.open(Position) ?? ["", 0];
  const books = await readBooks(table, companyId);
  const search = { table, books, year, through: year.endsOn, today: parisDate(now), now: instantOf(now), check: "always" } as const;
  const shown: { readonly entry: DraftEntry; readonly position: z.output<typeof Position> }[] = [];
  for await (const { drafts: together } of waiting(search)) {
    const [first] = together;
    const key = first ? draftKey(first) : "";
    if (key < afterKey) continue;
    for (const [index, entry] of together.entries())
      if (key > afterKey || index >= afterCount) shown.push({ entry, position: [key, index + 1] });
    if (shown.length > query.limit) break;
  }
  const last = shown.length > query.limit ? shown[query.limit - 1] : undefined;
  return { data: shown.slice(0, query.limit).map(({ entry }) => entryView(entry)), nextCursor: last ? cursors.seal(last.position) : null };
}
