import { addDays, latest } from "#domain/dates";
import { type Balance, closingBalances, openingDraft } from "#domain/ledger/carry-forward";
import type { DraftEntry } from "#domain/ledger/entry";
import { type FiscalYear, yearsCovering } from "#domain/ledger/fiscal-year";
import { addIncrements, keptTotals, type TotalsIncrement, totalsIncrements } from "#domain/ledger/kept-totals";
import { closesOnAround } from "#domain/people/company-change";
import { Refusal } from "#domain/refusals";
import { book } from "#store/book-entries";
import { companies } from "#store/companies";
import { entryOfSource } from "#store/entries";
import { BEFORE_ALL } from "#store/imported-days";
import type { FecImport } from "#store/jobs";
import { headOf, readBooks, yearBefore } from "#store/ledger-books";
import { type FecSurvey, openingSourceOf } from "./fec-survey.ts";
import { openedYear } from "./import-year.ts";
import type { JobTools } from "./tools.ts";

/**
 * Opens the year after the file's with the balances it closed with, by account and third party, its result on 120 or 129. Bank rows up to
 * the file's closing day are in those balances and are never booked. Refuses a year that has opening entries, of another file too, or
 * booked years before it.
 */
export async function importOpening(drafts: AsyncIterable<DraftEntry>, survey: FecSurvey, tools: JobTools): Promise<FecImport> {
  const { table, companyId } = tools;
  const year = await yearAfterFile(survey, tools);
  const books = await readBooks(table, companyId);
  const head = headOf(books, year);
  const source = openingSourceOf(survey.seal);
  const before = yearBefore(books.years, year);
  const done = (await entryOfSource(table, companyId, source)) !== null;
  const opened = (head.journals.get("AN") ?? 0) > 0 || (before && headOf(books, before).lastNumber > 0);
  if (!done && (head.closed || head.importing || opened)) throw new Refusal("year.has_books");
  const balances = await balancesOf(drafts, survey, year);
  const entry = openingDraft(balances, { year, place: 0 });
  if (!done) {
    const groups = entry ? [{ drafts: [{ ...entry, source }], actions: [], counters: new Map() }] : [];
    const through = latest(survey.endsOn, head.importedThrough ?? survey.endsOn);
    const steps = new Map([[year.id, { importedFrom: BEFORE_ALL, importedThrough: through }]]);
    const written = await book(tools, books, new Map(books.heads), { year, groups, steps, type: "entries.imported" });
    if (!written) throw new Refusal("conflict.changed_meanwhile");
  }
  return { ...survey.result, imported: true, yearId: year.id, importedEntries: entry ? 1 : 0, importedLines: entry?.lines.length ?? 0 };
}

/** The year that starts after the file's; opened to the company's next closing day when nobody knows it. */
async function yearAfterFile({ endsOn }: FecSurvey, tools: JobTools): Promise<FiscalYear> {
  const startsOn = addDays(endsOn, 1);
  const store = companies(tools.table, tools.companyId);
  const known = (await store.years()).find((year) => year.startsOn === startsOn);
  if (known) return known;
  const [usual] = yearsCovering(closesOnAround(await store.get(), startsOn), startsOn, startsOn);
  if (!usual) throw new Refusal("year.not_contiguous");
  return openedYear({ startsOn, endsOn: usual.endsOn }, tools);
}

/** What the file closed with. */
async function balancesOf(drafts: AsyncIterable<DraftEntry>, { startsOn, endsOn }: FecSurvey, year: FiscalYear): Promise<Balance[]> {
  const span = { startsOn, endsOn };
  const sums = new Map<string, TotalsIncrement>();
  for await (const draft of drafts) addIncrements(sums, totalsIncrements(span, [draft]));
  const kept = [...sums.values()].map((sum) => keptTotals(sum, span));
  const closing = closingBalances(
    kept.filter(({ thirdParty }) => thirdParty === null),
    kept.filter(({ thirdParty }) => thirdParty !== null),
    year,
  );
  return [...closing.values()].filter(({ cents }) => cents !== 0);
}
