import { addDays, addMonths } from "#domain/dates";
import { closingBalances, openingDraft } from "#domain/ledger/carry-forward";
import type { DraftEntry } from "#domain/ledger/entry";
import { addIncrements, keptTotals, type TotalsIncrement, totalsIncrements } from "#domain/ledger/kept-totals";
import { Refusal } from "#domain/refusals";
import { book } from "#store/book-entries";
import type { FecImport } from "#store/jobs";
import { headOf, readBooks, yearBefore } from "#store/ledger-books";
import { type FecSurvey, sourceOf } from "./fec-survey.ts";
import { yearEnding } from "./import-year.ts";
import type { JobTools } from "./tools.ts";

/**
 * Opens the year after the file's with the balances it closed with, by account and third party, its result on 120 or 129. Bank rows up to
 * the file's closing day are in those balances and are never booked. Refuses a year that has opening entries or booked years before it.
 */
export async function importOpening(drafts: AsyncIterable<DraftEntry>, survey: FecSurvey, tools: JobTools): Promise<FecImport> {
  const { table, companyId } = tools;
  const startsOn = addDays(survey.endsOn, 1);
  const years = (await readBooks(table, companyId)).years;
  const known = years.find((year) => year.startsOn === startsOn);
  const year = known ?? (await yearEnding(startsOn, addDays(addMonths(startsOn, 12), -1), tools));
  const books = await readBooks(table, companyId);
  const head = headOf(books, year);
  const source = sourceOf(survey.seal, 0);
  const before = yearBefore(books.years, year);
  const done = head.importedThrough === survey.endsOn;
  if (!done && (head.closed || (head.journals.get("AN") ?? 0) > 0 || (before && headOf(books, before).lastNumber > 0)))
    throw new Refusal("year.has_books");
  const span = { startsOn: survey.startsOn, endsOn: survey.endsOn };
  const sums = new Map<string, TotalsIncrement>();
  for await (const draft of drafts) addIncrements(sums, totalsIncrements(span, [draft]));
  const kept = [...sums.values()].map((sum) => keptTotals(sum, span));
  const closing = closingBalances(
    kept.filter(({ thirdParty }) => thirdParty === null),
    kept.filter(({ thirdParty }) => thirdParty !== null),
    year,
  );
  const balances = [...closing.values()].filter(({ cents }) => cents !== 0);
  const entry = openingDraft(balances, { year, place: 0 });
  if (entry && !done) {
    const groups = [{ drafts: [{ ...entry, source }], actions: [], counters: new Map() }];
    const steps = new Map([[year.id, { importedThrough: survey.endsOn }]]);
    const written = await book(tools, books, new Map(books.heads), { year, groups, steps, type: "entries.imported" });
    if (!written) throw new Refusal("conflict.changed_meanwhile");
  }
  return { ...survey.result, imported: true, yearId: year.id, importedEntries: entry ? 1 : 0, importedLines: entry?.lines.length ?? 0 };
}
