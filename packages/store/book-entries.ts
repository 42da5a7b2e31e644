import { instantOf } from "#domain/dates";
import type { CompanyId, FiscalYearId } from "#domain/ids";
import { numberEntries } from "#domain/ledger/chain";
import { assertBalanced, type DraftEntry, type Entry } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { indexAccounts } from "#domain/ledger/index-accounts";
import { totalKey } from "#domain/ledger/kept-totals";
import type { Booking, Heads } from "./booking.ts";
import { type Action, TRANSACTION_ACTIONS_MAX } from "./db.ts";
import { newEntryAction, pointerActions } from "./entry-item.ts";
import { type Books, headOf } from "./ledger-books.ts";
import { addedCounts, type HeadStep, headAction, headAfter, type LedgerHead } from "./ledger-heads.ts";
import { ledgerTotalsActions } from "./ledger-totals.ts";
import { commit } from "./outbox.ts";
import { finishPending } from "./pending-totals.ts";
import { sha256 } from "./sha256.ts";
import type { Waiting } from "./waiting.ts";

/** What a transaction of the books changes besides its entries: fields of heads, other actions, what it is called in the change feed. */
export type Step = {
  readonly year: FiscalYear;
  readonly groups: readonly Waiting[];
  readonly steps?: ReadonlyMap<FiscalYearId, HeadStep>;
  readonly extra?: readonly Action[];
  readonly type?: `${string}.${string}`;
};

/** Actions some groups take in one transaction: entries with their pointers, totals, what is written with them, heads, event. */
function actionsOf(groups: readonly Waiting[], yearId: FiscalYearId): number {
  const totals = new Set<string>();
  const heads = new Set<FiscalYearId>([yearId]);
  let count = 1;
  for (const { drafts, actions, counters } of groups) {
    count += actions.length;
    for (const id of counters.keys()) heads.add(id);
    for (const { lines } of drafts) {
      count += 1 + indexAccounts(lines).others.length;
      for (const { account, thirdParty } of lines) {
        totals.add(account);
        if (thirdParty) totals.add(totalKey(account, thirdParty));
      }
    }
  }
  return count + heads.size + totals.size;
}

/** A transaction holds 4 MB; the rest is for totals, pointers and the event. */
const ENTRY_BYTES_MAX = 3_000_000;
/** Most a line weighs beside its labels, and a character of them. */
const LINE_BYTES = 400;
const CHARACTER_BYTES = 4;

/** At most what the entries of some groups weigh, before anything is deflated. */
const bytesOf = (groups: readonly Waiting[]): number =>
  groups
    .flatMap(({ drafts }) => drafts)
    .flatMap(({ lines }) => lines)
    .reduce((sum, { label, accountLabel }) => sum + LINE_BYTES + CHARACTER_BYTES * (label.length + accountLabel.length), 0);

/** Whether some groups can be booked in one transaction. */
export const fits = (groups: readonly Waiting[], yearId: FiscalYearId): boolean =>
  actionsOf(groups, yearId) <= TRANSACTION_ACTIONS_MAX && bytesOf(groups) <= ENTRY_BYTES_MAX;

/**
 * Numbers, dates and chains entries, and writes them with their totals, pointers, heads and event in one transaction conditioned on the
 * heads read. An entry alone too large for that is written first and its totals applied after it, slice by slice, each once. Returns
 * the heads afterwards, or null when something changed meanwhile and all is to be looked at again.
 */
export async function book(
  booking: Booking,
  books: Books,
  heads: Heads,
  step: Step,
): Promise<{ readonly heads: Heads; readonly entries: readonly Entry[] } | null> {
  const { table, companyId, now, newId, requestId, doer } = booking;
  const { year, groups, extra = [], type = "entries.validated" } = step;
  const head = heads.get(year.id) ?? headOf(books, year);
  const numbered = numberEntries(
    groups.flatMap((group) => group.drafts),
    head,
    { yearId: year.id, at: now(), sha256 },
  );
  for (const entry of numbered.entries) assertBalanced(entry);
  const pending = actionsOf(groups, year.id) + extra.length > TRANSACTION_ACTIONS_MAX ? onlyOne(numbered.entries) : null;
  const steps = headSteps(step, head, numbered, pending);
  const actions: Action[] = [
    ...[...steps].map(([yearId, one]) => headAction(companyId, yearId, knownHead(yearId, books, heads), one)),
    ...entryActions(companyId, year, numbered.entries, pending !== null),
    ...groups.flatMap((group) => group.actions),
    ...extra,
  ];
  const objects = numbered.entries.map(({ source, hash }) => ({ id: source.id, after: hash.slice(0, 16) }));
  const told = objects.length > 0 ? objects : [{ id: year.id }];
  const event = { id: newId("event"), type, at: instantOf(now()), doer, requestId, objects: told } as const;
  if (!(await commit(table, companyId, actions, event)).done) return null;
  const next: Heads = new Map(heads);
  for (const [yearId, one] of steps) next.set(yearId, headAfter(knownHead(yearId, books, heads), one));
  const finished = await finishPending(booking, year, next.get(year.id) ?? head);
  return finished ? { heads: next.set(year.id, finished), entries: numbered.entries } : null;
}

/** An entry too large for one transaction with its totals comes alone. */
function onlyOne(entries: readonly Entry[]): Entry {
  const [only, ...others] = entries;
  if (!only || others.length > 0) throw new Error("entries too many for one transaction");
  return only;
}

/** The items of entries; their totals and pointers too, unless those are applied afterwards. */
const entryActions = (companyId: CompanyId, year: FiscalYear, entries: readonly Entry[], later: boolean): Action[] => [
  ...entries.map((entry) => newEntryAction(companyId, entry)),
  ...(later ? [] : [...entries.flatMap((entry) => pointerActions(companyId, entry)), ...ledgerTotalsActions(companyId, year, entries)]),
];

function knownHead(yearId: FiscalYearId, books: Books, heads: Heads): LedgerHead {
  const year = books.years.find(({ id }) => id === yearId);
  if (!year) throw new Error("a head of a year nobody knows");
  return heads.get(yearId) ?? headOf(books, year);
}

/** What each head becomes: numbers and journals of the year's own, counters of every year a row belongs to. */
function headSteps(
  { year, groups, steps = new Map() }: Step,
  head: LedgerHead,
  numbered: { readonly entries: readonly Entry[]; readonly head: Pick<LedgerHead, "lastNumber" | "lastHash" | "lastValidDate"> },
  pending: Entry | null,
): ReadonlyMap<FiscalYearId, HeadStep> {
  const all = new Map<FiscalYearId, HeadStep>(steps);
  for (const { counters } of groups)
    for (const [yearId, counts] of counters) {
      const own = all.get(yearId) ?? {};
      all.set(yearId, { ...own, booked: addedCounts(own.booked, counts) });
    }
  const { lastNumber, lastHash, lastValidDate } = numbered.head;
  const journals = countedBy(numbered.entries, ({ journal }) => journal);
  const grown = numbered.entries.length > 0 ? { lastNumber, lastHash, lastValidDate, journals } : {};
  all.set(year.id, { ...all.get(year.id), ...grown, ...(pending && { pending: pending.source }) });
  if (pending && head.pending) throw new Error("an entry's totals are still being applied");
  return all;
}

function countedBy(entries: readonly Entry[], key: (entry: DraftEntry) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(key(entry), (counts.get(key(entry)) ?? 0) + 1);
  return counts;
}
