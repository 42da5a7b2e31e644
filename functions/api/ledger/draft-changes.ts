import { type BusinessDate, instantOf, latest } from "#domain/dates";
import type { DraftEntry, Entry, EntrySource } from "#domain/ledger/entry";
import { type EntryId, entryIdOf } from "#domain/ledger/entry-id";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { REVERSAL } from "#domain/ledger/journals.fr";
import { cleanLabel } from "#domain/ledger/label";
import { manualEntry } from "#domain/ledger/manual-entry";
import type { NewEntry } from "#domain/ledger/new-entry";
import { firstOpenDay } from "#domain/ledger/open-day";
import { reversalEntry } from "#domain/ledger/posting/reversal";
import { Refusal } from "#domain/refusals";
import type { Booking } from "#store/booking";
import type { Action } from "#store/db";
import { DRAFTS_MAX, drafts, putDraftAction, removeDraftAction, type StoredDraft } from "#store/drafts";
import { entryOfSource } from "#store/entries";
import { notBookedAction } from "#store/entry-item";
import { type Books, headOf, placeIn, readBooks } from "#store/ledger-books";
import { commit } from "#store/outbox";
import { sha256 } from "#store/sha256";
import { foundEntry, sourceNamed } from "./entry-search.ts";
import { ownLabels, withKnownNames } from "./known-names.ts";
import { EntryView, entryView } from "./shapes.ts";

/** Writes a new draft. */
export async function writeDraft(booking: Booking, source: EntrySource, input: NewEntry): Promise<DraftEntry> {
  await assertRoom(booking);
  return putDraft(booking, source, input, null);
}

/** Holds a write against what its caller believes is there: see the kit's `assertMatch`. */
type AssertMatch = (now: { readonly view: unknown }) => void;

/** Writes a draft in the place of one that is still waiting. */
export async function rewriteDraft(booking: Booking, id: EntryId, input: NewEntry, assertMatch: AssertMatch): Promise<DraftEntry> {
  const source = sourceNamed(id);
  const before = await waitingDraft(booking, id);
  assertMatch({ view: EntryView.parse(entryView(before.entry)) });
  if (isAppropriation(source)) throw new Refusal("entry.derived");
  return putDraft(booking, source, input, before);
}

async function putDraft(booking: Booking, source: EntrySource, input: NewEntry, before: StoredDraft | null): Promise<DraftEntry> {
  const { table, companyId, now } = booking;
  const books = await readBooks(table, companyId);
  const year = openYearOf(books, input.date);
  const built = manualEntry(input, { source, year, ownLabels: await ownLabels(booking, books) });
  const named = await withKnownNames(booking, books, year, built, input);
  const corrects = before?.entry.corrects;
  const entry: DraftEntry = corrects ? { ...named, corrects } : named;
  const at = instantOf(now());
  const after = { entry, version: (before?.version ?? 0) + 1, createdAt: before?.createdAt ?? at, updatedAt: at };
  const actions = [putDraftAction(companyId, before, after), notBookedAction(companyId, source)];
  await save(booking, actions, before ? "entry.redrafted" : "entry.drafted", source);
  return entry;
}

/** Throws a draft away. */
export async function removeDraft(booking: Booking, id: EntryId, assertMatch: AssertMatch): Promise<void> {
  const source = sourceNamed(id);
  const before = await waitingDraft(booking, id);
  assertMatch({ view: EntryView.parse(entryView(before.entry)) });
  await save(booking, [removeDraftAction(booking.companyId, before)], "entry.discarded", source);
}

/** A draft that undoes a validated entry, once: on the day asked for, else on the entry's own day or the first open one after it. */
export async function reverseEntry(
  booking: Booking,
  id: EntryId,
  { date: asked, label }: { readonly date?: BusinessDate; readonly label?: string },
): Promise<DraftEntry> {
  const { table, companyId, now } = booking;
  if (label !== undefined && cleanLabel(label) === "")
    throw new Refusal("request.invalid", { flaws: [{ pointer: "/label", message: "empty" }] });
  const original = await reversible(booking, id);
  const source = reversalSource(original.source);
  if ((await drafts(table, companyId).find(source)) ?? (await entryOfSource(table, companyId, source)))
    throw new Refusal("entry.already_reversed");
  const books = await readBooks(table, companyId);
  const { year, date } = placeOf(books, asked, original);
  const voucher = { date, pieceRef: original.pieceRef, pieceDate: original.pieceDate, label: label ?? `${REVERSAL} ${original.label}` };
  const entry: DraftEntry = { ...reversalEntry(original, voucher, { source, year }), corrects: original.source };
  await assertRoom(booking);
  const at = instantOf(now());
  await save(
    booking,
    [putDraftAction(companyId, null, { entry, version: 1, createdAt: at, updatedAt: at }), notBookedAction(companyId, source)],
    "entry.drafted",
    source,
  );
  return entry;
}

const SOURCE_MAX = 80;
const DIGEST_LENGTH = 32;

/** One source a reversed entry. A name too long to be an id (a reversal of a reversal of a reversal ...) ends with a digest of the whole. */
function reversalSource(original: EntrySource): EntrySource {
  const key = `${original.kind}_${original.id}`;
  const id = key.length <= SOURCE_MAX ? key : `${key.slice(0, SOURCE_MAX - DIGEST_LENGTH - 1)}~${sha256(key).slice(0, DIGEST_LENGTH)}`;
  return { kind: "reversal", id };
}

/** What a bank says is undone by the bank, an opening or closing by what it comes from: only the rest is reversed by a person. */
async function reversible({ table, companyId, now }: Booking, id: EntryId): Promise<Entry> {
  const found = await foundEntry(table, companyId, id, now());
  if (FOLLOWS_BANK[found.source.kind]) throw new Refusal("entry.follows_bank");
  if (isDerived(found.source)) throw new Refusal("entry.derived");
  if (!("number" in found)) throw new Refusal("entry.not_validated");
  return found;
}

const FOLLOWS_BANK: Readonly<Partial<Record<EntrySource["kind"], true>>> = { bank: true, correction: true };

/** Entries that follow from another act: a year's opening, its end, the appropriation of its result. */
const isDerived = ({ kind, id }: EntrySource): boolean => kind === "opening" || kind === "closing" || isAppropriation({ kind, id });
const isAppropriation = ({ kind, id }: EntrySource): boolean => kind === "manual" && id.startsWith("appropriation-");

function placeOf(
  books: Books,
  asked: BusinessDate | undefined,
  original: Entry,
): { readonly year: FiscalYear; readonly date: BusinessDate } {
  if (asked !== undefined && asked < original.date)
    throw new Refusal("request.invalid", { flaws: [{ pointer: "/date", message: "before_original" }] });
  if (asked !== undefined) return { year: openYearOf(books, asked), date: asked };
  for (const year of books.years) {
    const date = placeIn(books, year)(original.date);
    if (date !== null && headOf(books, year).importing) throw new Refusal("year.being_imported");
    if (date !== null) return { year, date: latest(date, original.date) };
  }
  throw new Refusal("ledger.date_outside_year");
}

/** The year a day is in, when it may still be booked on. */
function openYearOf(books: Books, date: BusinessDate): FiscalYear {
  const at = { flaws: [{ pointer: "/date", message: "invalid" }] };
  const year = books.years.find(({ startsOn, endsOn }) => startsOn <= date && date <= endsOn);
  if (!year) throw new Refusal("ledger.date_outside_year", at);
  const head = headOf(books, year);
  if (head.closed) throw new Refusal("year.closed", at);
  if (head.importing) throw new Refusal("year.being_imported", at);
  const open = firstOpenDay({ ...year, ...head });
  if (open === null || date < open) throw new Refusal("ledger.period_locked", at);
  return year;
}

/** A draft somebody wrote, still waiting; what is derived from the bank follows the bank. */
async function waitingDraft({ table, companyId, now }: Booking, id: EntryId): Promise<StoredDraft> {
  const stored = await drafts(table, companyId).find(sourceNamed(id));
  if (stored) return stored;
  const found = await foundEntry(table, companyId, id, now());
  throw new Refusal("number" in found ? "entry.validated" : "entry.follows_bank");
}

async function assertRoom({ table, companyId }: Booking): Promise<void> {
  if ((await drafts(table, companyId).all()).length >= DRAFTS_MAX) throw new Refusal("ledger.too_many_drafts");
}

async function save(
  { table, companyId, now, newId, requestId, doer }: Booking,
  actions: readonly Action[],
  type: `entry.${string}`,
  source: EntrySource,
): Promise<void> {
  const event = { id: newId("event"), type, at: instantOf(now()), doer, requestId, objects: [{ id: entryIdOf(source) }] } as const;
  if (!(await commit(table, companyId, actions, event)).done) throw new Refusal("conflict.changed_meanwhile");
}
