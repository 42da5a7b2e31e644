import * as z from "zod";
import type { BusinessDate } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import type { Cursors } from "#runtime/cursor";
import { listQuery } from "#runtime/list";
import { YearChoice } from "#runtime/year-choice";
import { accounts } from "#store/accounts";
import { bookable, draftOf } from "#store/bookable";
import type { Db } from "#store/db";
import { entries } from "#store/entries";
import { readHead } from "#store/ledger-heads";
import { entryView } from "./shapes.ts";

export const EntryFilters = listQuery({ ...YearChoice, status: z.enum(["validated", "draft"]).default("validated") });

type Listing = {
  readonly query: z.output<typeof EntryFilters>;
  readonly year: FiscalYear;
  readonly companyId: CompanyId;
  readonly table: Db;
  readonly cursors: Cursors;
  readonly today: BusinessDate;
};

/** Validated entries page by number; drafts are derived and page by the key of the last bank row shown. */
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

const LastDraft = z.tuple([z.string().max(10), z.int(), z.string().max(20)]);

async function drafts({ query, year, companyId, table, cursors, today }: Listing) {
  const after = cursors.open(LastDraft);
  const [all, head] = await Promise.all([accounts(table, companyId).all(), readHead(table, companyId, year.id)]);
  const shown = [];
  for await (const found of bookable({ table, companyId, year, accounts: all, head, through: year.endsOn, today, check: "always" })) {
    if (after && !follows([found.row.date, found.row.ordinal, found.row.hash], after)) continue;
    shown.push(found);
    if (shown.length > query.limit) break;
  }
  const last = shown.length > query.limit ? shown[query.limit - 1] : undefined;
  const data = shown.slice(0, query.limit).map((found) => entryView(draftOf(found, year)));
  return { data, nextCursor: last ? cursors.seal([last.row.date, last.row.ordinal, last.row.hash]) : null };
}

function follows(
  [date, ordinal, hash]: readonly [string, number, string],
  [lastDate, lastOrdinal, lastHash]: readonly [string, number, string],
): boolean {
  if (date !== lastDate) return date > lastDate;
  return ordinal !== lastOrdinal ? ordinal > lastOrdinal : hash > lastHash;
}
