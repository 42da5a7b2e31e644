import { type BusinessDate, earliest, type Instant } from "#domain/dates";
import type { CompanyId } from "#domain/ids";
import { totalsOf } from "#domain/ledger/entry";
import type { Db } from "#store/db";
import { readBooks } from "#store/ledger-books";
import { waiting } from "#store/waiting";

/** What a validation through a day would book: it reads what waits and writes nothing. Opening entries come with it and are not counted. */
export async function previewOf(table: Db, companyId: CompanyId, through: BusinessDate, today: BusinessDate, now: Instant) {
  const books = await readBooks(table, companyId);
  const seen = { through, entries: 0, unidentified: 0, corrections: 0, late: 0, debitCents: 0 };
  for (const year of books.years.filter(({ startsOn }) => startsOn <= through)) {
    const search = { table, books, year, through: earliest(through, year.endsOn), today, now, check: "always" } as const;
    for await (const { drafts } of waiting(search))
      for (const { source, warnings, lines } of drafts) {
        seen.entries += 1;
        seen.unidentified += warnings.includes("unidentified") ? 1 : 0;
        seen.corrections += source.kind === "correction" ? 1 : 0;
        seen.late += warnings.includes("late") ? 1 : 0;
        seen.debitCents += totalsOf(lines).debitCents;
      }
  }
  return seen;
}
