import type { FiscalYearId } from "#domain/ids";
import type { DraftEntry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { Refusal } from "#domain/refusals";
import { book, fits } from "#store/book-entries";
import type { Heads } from "#store/booking";
import { entries } from "#store/entries";
import type { FecImport } from "#store/jobs";
import { type Books, headOf, readBooks } from "#store/ledger-books";
import type { HeadStep } from "#store/ledger-heads";
import { finishPending } from "#store/pending-totals";
import type { Waiting } from "#store/waiting";
import type { FecSurvey } from "./fec-survey.ts";
import { importLetterings, letteringsSeen } from "./import-letterings.ts";
import { yearEnding } from "./import-year.ts";
import type { JobTools } from "./tools.ts";

/**
 * Books a whole year in the order of its file, numbered anew from 1. From the first entry on, bank rows of the year are known to be in it
 * and are never booked again. Refuses a year that has books of its own.
 */
export async function importHistory(drafts: AsyncIterable<DraftEntry>, survey: FecSurvey, tools: JobTools): Promise<FecImport> {
  const { table, companyId, progress } = tools;
  const year = await yearEnding(survey.startsOn, survey.endsOn, tools);
  if (survey.firstDate < year.startsOn) throw new Refusal("ledger.date_outside_year");
  const books = await readBooks(table, companyId);
  const head = await finishPending(tools, year, headOf(books, year));
  if (!head) throw new Refusal("conflict.changed_meanwhile");
  if (head.closed) throw new Refusal("year.closed");
  if (head.lastNumber > 0 && !(await isOwn(survey.seal, year, tools))) throw new Refusal("year.has_books");
  const known: Books = { ...books, heads: new Map([...books.heads, ...(head.version > 0 ? [[year.id, head] as const] : [])]) };
  const writer = importWriter(known, year, tools);
  const letters = letteringsSeen();
  let place = 0;
  for await (const draft of drafts) {
    place += 1;
    letters.see(draft, place);
    if (place > head.lastNumber) await writer.add(bare(draft));
    if (place % PROGRESS_ENTRIES === 0) await progress(place);
  }
  await writer.finish();
  const letterings = await importLetterings(letters.groups(), year, tools);
  return { ...survey.result, imported: true, yearId: year.id, importedEntries: place, letterings };
}

const PROGRESS_ENTRIES = 500;

/** Whether the year's first entry came from the same file: the import was cut, and goes on. */
async function isOwn(seal: string, year: FiscalYear, { table, companyId }: JobTools): Promise<boolean> {
  const [first] = await entries(table, companyId, year.id).after(0, 1);
  return first?.source.kind === "import" && first.source.id.startsWith(`${seal}~`);
}

/** Letters stand beside the entries, where they can be changed. */
const bare = (draft: DraftEntry): Waiting => ({
  drafts: [{ ...draft, lines: draft.lines.map(({ lettering: _, ...line }) => line) }],
  actions: [],
  counters: new Map(),
});

function importWriter(books: Books, year: FiscalYear, tools: JobTools) {
  let heads: Heads = new Map(books.heads);
  let batch: Waiting[] = [];
  const steps = new Map<FiscalYearId, HeadStep>([[year.id, { importedThrough: year.endsOn, validatedThrough: year.endsOn }]]);
  const write = async (): Promise<void> => {
    const written = await book(tools, books, heads, { year, groups: batch, steps, type: "entries.imported" });
    if (!written) throw new Refusal("conflict.changed_meanwhile");
    heads = written.heads;
    batch = [];
  };
  return {
    async add(one: Waiting): Promise<void> {
      if (batch.length > 0 && !fits([...batch, one], year.id)) await write();
      batch.push(one);
    },
    async finish(): Promise<void> {
      if (batch.length > 0) await write();
    },
  };
}
