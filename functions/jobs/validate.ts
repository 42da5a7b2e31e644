import { createHash } from "node:crypto";
import { type BusinessDate, instantOf, latest, monthOf, parisDate } from "#domain/dates";
import type { CompanyId, NewId } from "#domain/ids";
import { genesis, numberEntries } from "#domain/ledger/chain";
import { assertBalanced } from "#domain/ledger/entry";
import type { FiscalYear } from "#domain/ledger/fiscal-year";
import { accounts } from "#store/accounts";
import { type Bookable, bookable, draftOf, type MonthScan } from "#store/bookable";
import { type Db, TRANSACTION_ACTIONS_MAX } from "#store/db";
import { newEntryAction } from "#store/entries";
import { type Closing, closeAction, headAction, type LedgerHead, monthCounter, readHead } from "#store/ledger-heads";
import { ledgerTotalsActions } from "#store/ledger-totals";
import { commit } from "#store/outbox";

export type Validation = {
  readonly table: Db;
  readonly companyId: CompanyId;
  readonly year: FiscalYear;
  readonly through: BusinessDate;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly requestId: string;
  readonly doerId: string;
  /** Called after each transaction with the number of entries it wrote. */
  readonly progress: (written: number) => Promise<void>;
};

export type Validated = { readonly entries: number; readonly unidentified: number; readonly lastNumber: number };

/** Somebody else validating at the same time makes us start over from the head as it is then, this often at most. */
const RESTARTS_MAX = 20;
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * Books every bank row up to a date in (date, account, row) order: numbers, chain, totals, head and event of a batch are one
 * transaction conditioned on the head read, so a run killed anywhere, or run twice, leaves one gapless sequence.
 */
export async function validateYear(validation: Validation): Promise<Validated> {
  const total = { entries: 0, unidentified: 0 };
  for (let restart = 0; restart <= RESTARTS_MAX; restart += 1) {
    const outcome = await pass(validation, total, restart === 0 ? "hinted" : "always");
    if (outcome) return { ...total, lastNumber: outcome.lastNumber };
  }
  throw new Error("the books kept changing while they were validated");
}

/** One way through the year; null when a write met something it did not expect, and everything is to be looked at again. */
async function pass(
  validation: Validation,
  total: { entries: number; unidentified: number },
  check: "hinted" | "always",
): Promise<{ readonly lastNumber: number } | null> {
  const { table, companyId, year, through, now, progress } = validation;
  const [known, started] = await Promise.all([accounts(table, companyId).all(), readHead(table, companyId, year.id)]);
  const scans: MonthScan[] = [];
  let head = started;
  let batch: Bookable[] = [];
  const write = async (finished: readonly MonthScan[] | null): Promise<boolean> => {
    const written = await writeBatch(batch, head, validation, finished);
    if (!written) return false;
    total.entries += batch.length;
    total.unidentified += written.unidentified;
    head = written.head;
    batch = [];
    await progress(total.entries);
    return true;
  };
  const onMonth = (scan: MonthScan) => void scans.push(scan);
  const search = { table, companyId, year, accounts: known, head: started, through, today: parisDate(now()), check, onMonth };
  for await (const found of bookable(search)) {
    if (!fits([...batch, found]) && !(await write(null))) return null;
    batch.push(found);
  }
  if (batch.length > 0) return (await write(scans)) && head ? { lastNumber: head.lastNumber } : null;
  return !head || (await close(head, scans, validation)) ? { lastNumber: head?.lastNumber ?? 0 } : null;
}

/**
 * How far validation went, and the months of which every bookable row has its entry and every entry its row. A month where they
 * differ (the bank deleted or moved a booked row) stays unsettled until a correction makes them agree.
 */
function closingOf(
  booked: ReadonlyMap<string, number>,
  head: LedgerHead | null,
  scans: readonly MonthScan[],
  validation: Validation,
): Closing {
  const agreed = scans.filter(({ ordinal, month, bookable: rows }) => (booked.get(monthCounter("b", ordinal, month)) ?? 0) === rows);
  const settled = new Map(agreed.map(({ ordinal, month, change }) => [monthCounter("s", ordinal, month), change]));
  return { through: latest(validation.through, head?.validatedThrough ?? validation.through), settled };
}

/** A pass that booked nothing still notes what it found; finding it again writes nothing. */
async function close(head: LedgerHead, scans: readonly MonthScan[], validation: Validation): Promise<boolean> {
  const { table, companyId, year, now, newId, requestId, doerId } = validation;
  const closing = closingOf(head.booked, head, scans, validation);
  const known =
    closing.through === head.validatedThrough && [...closing.settled].every(([name, change]) => head.settled.get(name) === change);
  if (known) return true;
  const doer = { kind: "person", id: doerId } as const;
  const event = { id: newId("event"), type: "books.validated", at: instantOf(now()), doer, requestId, objects: [{ id: year.id }] } as const;
  return (await commit(table, companyId, [closeAction(companyId, year.id, head, closing)], event)).done;
}

/** Entries, at most two ledger accounts an entry, head and event in one transaction. */
function fits(batch: readonly Bookable[]): boolean {
  const ledgerAccounts = new Set(batch.flatMap(({ row, account }) => [row.categorisation.code, `bank${account.ordinal}`]));
  return batch.length + ledgerAccounts.size + 2 <= TRANSACTION_ACTIONS_MAX;
}

async function writeBatch(
  batch: readonly Bookable[],
  head: LedgerHead | null,
  validation: Validation,
  finished: readonly MonthScan[] | null,
): Promise<{ head: LedgerHead; unidentified: number } | null> {
  const { table, companyId, year, now, newId, requestId, doerId } = validation;
  const drafts = batch.map((found) => draftOf(found, year));
  const from = head ?? { lastNumber: 0, lastHash: genesis(companyId, year.startsOn, sha256), lastValidDate: year.startsOn };
  const numbered = numberEntries(drafts, from, { yearId: year.id, at: now(), sha256 });
  for (const entry of numbered.entries) assertBalanced(entry);
  const booked = new Map<string, number>();
  for (const { row } of batch) {
    const name = monthCounter("b", row.ordinal, monthOf(row.date));
    booked.set(name, (booked.get(name) ?? 0) + 1);
  }
  const counts = merged(head?.booked, booked);
  const closing = finished && closingOf(counts, head, finished, validation);
  const actions = [
    headAction(companyId, year.id, head, { ...numbered.head, booked, closing }),
    ...numbered.entries.map((entry) => newEntryAction(companyId, entry)),
    ...ledgerTotalsActions(companyId, year, numbered.entries),
  ];
  const objects = numbered.entries.map(({ source, hash }) => ({ id: source.id, after: hash.slice(0, 16) }));
  const event = {
    id: newId("event"),
    type: "entries.validated",
    at: instantOf(now()),
    doer: { kind: "person", id: doerId },
    requestId,
    objects,
  } as const;
  if (!(await commit(table, companyId, actions, event)).done) return null;
  const settled = new Map([...(head?.settled ?? []), ...(closing?.settled ?? [])]);
  const next = { ...numbered.head, validatedThrough: closing?.through ?? head?.validatedThrough ?? null, settled, booked: counts };
  return { head: next, unidentified: drafts.filter(({ warnings }) => warnings.includes("unidentified")).length };
}

function merged(left: ReadonlyMap<string, number> | undefined, right: ReadonlyMap<string, number>): Map<string, number> {
  const sum = new Map(left);
  for (const [name, count] of right) sum.set(name, (sum.get(name) ?? 0) + count);
  return sum;
}
