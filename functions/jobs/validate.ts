import { type BusinessDate, instantOf, latest, parisDate } from "#domain/dates";
import type { FiscalYearId } from "#domain/ids";
import type { DraftEntry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { firstOpenDay } from "#domain/ledger/open-day";
import { book, fits } from "#store/book-entries";
import type { MonthScan } from "#store/bookable";
import type { Booking, Heads } from "#store/booking";
import { type Books, headOf, readBooks } from "#store/ledger-books";
import { type HeadStep, type LedgerHead, monthCounter } from "#store/ledger-heads";
import { openItemsOf } from "#store/open-lines";
import { waitingOpening } from "#store/opening-entries";
import { finishPending } from "#store/pending-totals";
import { type Waiting, waiting } from "#store/waiting";

export type Validation = Booking & {
  readonly year: FiscalYear;
  readonly through: BusinessDate;
  /** Called after a transaction, when another is to follow, with the number of entries written so far. */
  readonly progress: (written: number) => Promise<void>;
};

export type Validated = { readonly entries: number; readonly unidentified: number; readonly lastNumber: number };

/** Somebody else booking at the same time makes us start over from the books as they are then, this often at most. */
const RESTARTS_MAX = 20;

/**
 * Books everything that waits in a year up to a date, its opening entry first: numbers, chain, totals, heads and event of a batch are one
 * transaction conditioned on the heads read, so a run killed anywhere, or run twice, leaves one gapless sequence.
 */
export async function validateYear(validation: Validation): Promise<Validated> {
  const total = { entries: 0, unidentified: 0 };
  for (let restart = 0; restart <= RESTARTS_MAX; restart += 1) {
    const last = await pass(validation, total, restart === 0 ? "hinted" : "always");
    if (last !== null) return { ...total, lastNumber: last };
  }
  throw new Error("the books kept changing while they were validated");
}

type Total = { entries: number; unidentified: number };

/** One way through the year; null when a write met something it did not expect, and everything is to be looked at again. */
async function pass(validation: Validation, total: Total, check: "hinted" | "always"): Promise<number | null> {
  const { table, companyId, year, through, now } = validation;
  const books = await readBooks(table, companyId);
  const { importing, lastNumber } = headOf(books, year);
  if (importing) return lastNumber;
  const start = await finishPending(validation, year, headOf(books, year));
  if (!start) return null;
  const known: Books = {
    ...books,
    heads: new Map([...books.heads, ...(start.version > 0 || start.lastNumber > 0 ? [[year.id, start] as const] : [])]),
  };
  if (start.closed) return start.lastNumber;
  const scans: MonthScan[] = [];
  const writer = batchWriter(validation, known, total);
  const opening = await waitingOpening(table, known, year, openItemsOf(table, companyId));
  if (opening && !(await writer.add(alone(opening)))) return null;
  const search = { table, books: known, year, through, today: parisDate(now()), now: instantOf(now()), check };
  if (firstOpenDay({ ...year, ...start }) !== null)
    for await (const one of waiting({ ...search, onMonth: (scan) => void scans.push(scan) })) if (!(await writer.add(one))) return null;
  return writer.finish(scans);
}

const alone = (entry: DraftEntry): Waiting => ({ drafts: [entry], actions: [], counters: new Map() });

/** Gathers what waits into batches, each as large as a transaction holds, and writes them one after the other. */
function batchWriter(validation: Validation, books: Books, total: Total) {
  const { year, progress } = validation;
  let heads: Heads = new Map(books.heads);
  let batch: Waiting[] = [];
  const write = async (steps: ReadonlyMap<FiscalYearId, HeadStep>): Promise<boolean> => {
    const type = batch.some(({ drafts }) => drafts.length > 0) ? "entries.validated" : "books.validated";
    const written = await book(validation, books, heads, { year, groups: batch, steps, type });
    if (!written) return false;
    total.entries += written.entries.length;
    total.unidentified += written.entries.filter(({ warnings }) => warnings.includes("unidentified")).length;
    heads = written.heads;
    batch = [];
    return true;
  };
  return {
    async add(one: Waiting): Promise<boolean> {
      if (batch.length > 0 && !fits([...batch, one], year.id)) {
        if (!(await write(new Map()))) return false;
        await progress(total.entries);
      }
      batch.push(one);
      return true;
    },
    /** Writes the last batch with what the whole pass found out; finding it again writes nothing. Returns the last number, or null. */
    async finish(scans: readonly MonthScan[]): Promise<number | null> {
      const head = () => heads.get(year.id);
      if (batch.length === 0 && !head()) return 0;
      const steps = closingSteps(validation, heads, batch, scans);
      if (batch.length === 0 && steps.size === 0) return head()?.lastNumber ?? 0;
      for (const portion of portionsOf(steps)) if (!(await write(portion))) return null;
      return head()?.lastNumber ?? 0;
    },
  };
}

/** Months a head notes at once: an expression holds 4 KB. */
const SETTLED_MAX = 80;

/** Steps whose settled months fit an expression each; the first carries everything else. */
function* portionsOf(steps: ReadonlyMap<FiscalYearId, HeadStep>): Generator<ReadonlyMap<FiscalYearId, HeadStep>> {
  const longest = Math.max(1, ...[...steps.values()].map(({ settled }) => settled?.size ?? 0));
  for (let at = 0; at < longest; at += SETTLED_MAX)
    yield new Map(
      [...steps].flatMap(([id, { settled, ...rest }]) => {
        const own = new Map([...(settled ?? [])].slice(at, at + SETTLED_MAX));
        return at === 0 || own.size > 0 ? [[id, { ...(at === 0 ? rest : {}), settled: own }]] : [];
      }),
    );
}

/**
 * How far validation went, and the months of which every bookable row has its entry and every entry its row. A month where they
 * differ (the bank deleted or moved a booked row) stays unsettled until a correction makes them agree. Only what is new.
 */
function closingSteps(
  { year, through }: Validation,
  heads: Heads,
  batch: readonly Waiting[],
  scans: readonly MonthScan[],
): ReadonlyMap<FiscalYearId, HeadStep> {
  const steps = new Map<FiscalYearId, HeadStep>();
  const headOfYear = (id: FiscalYearId): LedgerHead | undefined => heads.get(id);
  const bookedIn = ({ yearId, ordinal, month }: MonthScan): number => {
    const name = monthCounter("b", ordinal, month);
    const added = batch.reduce((sum, { counters }) => sum + (counters.get(yearId)?.get(name) ?? 0), 0);
    return (headOfYear(yearId)?.booked.get(name) ?? 0) + added;
  };
  for (const scan of scans) {
    const name = monthCounter("s", scan.ordinal, scan.month);
    if (bookedIn(scan) !== scan.bookable || headOfYear(scan.yearId)?.settled.get(name) === scan.change) continue;
    const own = steps.get(scan.yearId);
    steps.set(scan.yearId, { ...own, settled: new Map([...(own?.settled ?? []), [name, scan.change]]) });
  }
  const before = headOfYear(year.id)?.validatedThrough;
  const reached = latest(through, before ?? through);
  if (reached !== before && through >= year.startsOn) steps.set(year.id, { ...steps.get(year.id), validatedThrough: reached });
  return steps;
}
