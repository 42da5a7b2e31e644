import { addDays } from "#domain/dates";
import type { FiscalYearId } from "#domain/ids";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { closingSource, yearEndEntry, yearResult } from "#domain/ledger/year-end";
import { Refusal } from "#domain/refusals";
import { book } from "#store/book-entries";
import { closedYearAction } from "#store/companies";
import { entryOfSource } from "#store/entries";
import { yearsThrough } from "#store/fiscal-years";
import type { ClosingResult, JobInput } from "#store/jobs";
import { type Books, headOf, readBooks } from "#store/ledger-books";
import { keptOfYear } from "#store/ledger-totals";
import { finishPending } from "#store/pending-totals";
import { assertClosable, openBefore } from "#store/year-closing";
import type { JobTools } from "./tools.ts";
import { validateYear } from "./validate.ts";

/** Somebody booking meanwhile makes us look again, this often at most. */
const ATTEMPTS_MAX = 10;

/**
 * Closes a year: one entry clears its charges and products, the year and its whole period are shut in the same transaction, and the next
 * year is opened with what is left, open items one by one. A run killed half-way is run again and finds what is done.
 */
export async function closeYear({ yearId, acceptSuspense }: Extract<JobInput, { kind: "close" }>, tools: JobTools): Promise<ClosingResult> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const books = await readBooks(tools.table, tools.companyId);
    const year = yearOf(books, yearId);
    if (!headOf(books, year).closed && !(await shut(books, year, acceptSuspense, tools))) continue;
    return opened(year, tools);
  }
  throw new Error("the books kept changing while the year was closed");
}

function yearOf({ years }: Books, yearId: FiscalYearId): FiscalYear {
  const found = years.find(({ id }) => id === yearId);
  if (!found) throw new Refusal("year.not_found");
  return found;
}

/** Closing entry, lock and status in one transaction; false when something changed meanwhile. */
async function shut(books: Books, year: FiscalYear, acceptSuspense: boolean, tools: JobTools): Promise<boolean> {
  const { table, companyId } = tools;
  const head = await finishPending(tools, year, headOf(books, year));
  if (!head) return false;
  const known: Books = { ...books, heads: new Map([...books.heads, ...(head.version > 0 ? [[year.id, head] as const] : [])]) };
  await assertClosable(table, known, year, acceptSuspense, tools.now());
  const { head: read, kept } = await keptOfYear(table, companyId, year);
  if ((read?.version ?? 0) !== head.version) return false;
  const entry = yearEndEntry(kept, year);
  const groups = entry ? [{ drafts: [entry], actions: [], counters: new Map() }] : [];
  const shutting = [...openBefore(known, year), year];
  const steps = new Map(shutting.map(({ id, endsOn }) => [id, { closed: true, lockedThrough: endsOn }] as const));
  const written = await book(tools, known, new Map(known.heads), {
    year,
    groups,
    steps,
    extra: shutting.map((one) => closedYearAction(companyId, one)),
    type: "year.closed",
  });
  return written !== null;
}

/** Opens the year after a closed one. */
async function opened(year: FiscalYear, tools: JobTools): Promise<ClosingResult> {
  const { table, companyId } = tools;
  const next = addDays(year.endsOn, 1);
  const years = await yearsThrough(tools, next);
  const after = years.find(({ startsOn }) => startsOn === next);
  if (!after) throw new Error("the year after was not opened");
  await validateYear({ ...tools, year: after, through: year.endsOn });
  const [closing, { kept }, { head }] = await Promise.all([
    entryOfSource(table, companyId, closingSource(year.id)),
    keptOfYear(table, companyId, year),
    keptOfYear(table, companyId, after),
  ]);
  return {
    closedYearId: year.id,
    closingNumber: closing?.number ?? null,
    resultCents: yearResult(kept),
    openedYearId: after.id,
    openingNumber: (head?.journals.get("AN") ?? 0) > 0 ? 1 : null,
  };
}
