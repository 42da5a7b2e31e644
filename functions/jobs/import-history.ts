import type { FiscalYearId } from "#domain/ids";
import type { DraftEntry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { Refusal } from "#domain/refusals";
import { book, fits } from "#store/book-entries";
import type { Heads } from "#store/booking";
import { entryOfSource } from "#store/entries";
import { BEFORE_ALL } from "#store/imported-days";
import type { FecImport } from "#store/jobs";
import { type Books, headOf, readBooks, yearBefore } from "#store/ledger-books";
import type { HeadStep, LedgerHead } from "#store/ledger-heads";
import { finishPending } from "#store/pending-totals";
import type { Waiting } from "#store/waiting";
import { type FecSurvey, sourceOf } from "./fec-survey.ts";
import { importLetterings, letteringsSeen } from "./import-letterings.ts";
import { openedYear } from "./import-year.ts";
import type { JobTools } from "./tools.ts";

/**
 * Books a whole year in the order of its file, numbered anew from 1. From the first entry to the last, nothing else is booked in the year;
 * a run killed half-way goes on after the last entry it wrote. Bank rows of the days taken over are never booked again. Refuses a year
 * that has books of its own.
 */
export async function importHistory(drafts: AsyncIterable<DraftEntry>, survey: FecSurvey, tools: JobTools): Promise<FecImport> {
  const { table, companyId, progress } = tools;
  const year = survey.year ?? (await openedYear(survey, tools));
  const books = await readBooks(table, companyId);
  const head = await finishPending(tools, year, headOf(books, year));
  if (!head) throw new Refusal("conflict.changed_meanwhile");
  const done = await doneBefore(head, survey, year, tools);
  const known: Books = { ...books, heads: new Map([...books.heads, ...(head.version > 0 ? [[year.id, head] as const] : [])]) };
  const writer = importWriter(known, year, survey, tools);
  const letters = letteringsSeen();
  let place = 0;
  for await (const draft of drafts) {
    place += 1;
    letters.see(draft);
    if (place > done) await writer.add(bare(draft), place);
    if (place % PROGRESS_ENTRIES === 0) await progress(place);
  }
  await writer.finish();
  // Lettering of a closed year does not change any more.
  const letterings = head.closed ? 0 : await importLetterings(letters.groups(), year, tools);
  return { ...survey.result, imported: true, yearId: year.id, importedEntries: place, letterings };
}

const PROGRESS_ENTRIES = 500;

/** How many entries of the file are booked already; infinite when all are. */
async function doneBefore(head: LedgerHead, { seal }: FecSurvey, year: FiscalYear, { table, companyId }: JobTools): Promise<number> {
  if (head.importing && head.importing.seal !== seal) throw new Refusal("year.has_books");
  if (head.importing) return head.importing.place;
  const first = head.lastNumber > 0 ? await entryOfSource(table, companyId, sourceOf(seal, 0)) : null;
  if (first?.yearId === year.id) return Number.POSITIVE_INFINITY;
  if (head.closed) throw new Refusal("year.closed");
  if (head.lastNumber > 0) throw new Refusal("year.has_books");
  if (head.lockedThrough !== null) throw new Refusal("ledger.period_locked");
  return 0;
}

/** Letters stand beside the entries, where they can be changed. */
const bare = (draft: DraftEntry): Waiting => ({
  drafts: [{ ...draft, lines: draft.lines.map(({ lettering: _, ...line }) => line) }],
  actions: [],
  counters: new Map(),
});

/** Writes entries in batches, each of which notes how far the file is booked. */
function importWriter(books: Books, year: FiscalYear, { seal, through, opens }: FecSurvey, tools: JobTools) {
  let heads: Heads = new Map(books.heads);
  let batch: Waiting[] = [];
  let reached = 0;
  const before = yearBefore(books.years, year);
  // A file that opens holds the balance of all that came before it, unless that was booked here.
  const from = opens && !(before && headOf(books, before).lastNumber > 0) ? BEFORE_ALL : year.startsOn;
  const write = async (step: HeadStep): Promise<void> => {
    const steps = new Map<FiscalYearId, HeadStep>([[year.id, { importedFrom: from, importedThrough: through, ...step }]]);
    const written = await book(tools, books, heads, { year, groups: batch, steps, type: "entries.imported" });
    if (!written) throw new Refusal("conflict.changed_meanwhile");
    heads = written.heads;
    batch = [];
  };
  return {
    async add(one: Waiting, place: number): Promise<void> {
      if (batch.length > 0 && !fits([...batch, one], year.id)) await write({ importing: { seal, place: reached } });
      batch.push(one);
      reached = place;
    },
    /** The last batch lets others book again. */
    async finish(): Promise<void> {
      if (batch.length > 0) await write({ importing: null, validatedThrough: through });
    },
  };
}
