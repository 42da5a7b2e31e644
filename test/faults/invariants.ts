import { createHash } from "node:crypto";
import * as z from "zod";
import { fecBytes } from "#documents/fec/encoder";
import { fecFile } from "#documents/fec/writer";
import type { BankRow } from "#domain/banking/row";
import { FiscalYearId } from "#domain/ids";
import { type Entry, totalsOf } from "#domain/ledger/entry";
import { accounts } from "#store/accounts";
import { auditTrail } from "#store/audit";
import { checkTrail } from "#store/audit-check";
import type { Item } from "#store/db";
import { entries } from "#store/entries";
import { exports } from "#store/exports";
import { feedHead } from "#store/feed-head";
import { checkBooks } from "#store/integrity";
import { headOf, readBooks } from "#store/ledger-books";
import { letterings, withLettering } from "#store/letterings";
import { OUTBOX_PREFIX, outboxPartition } from "#store/outbox";
import type { CompanyBooks } from "#test/books/company-books";
import type { recomputed } from "#test/sync/totals";

/** What an invariant found broken, in one sentence. */
function hold(condition: boolean, name: string, promise: string): asserts condition {
  if (!condition) throw new Error(`${name} is broken: ${promise}`);
}

type Totals = ReturnType<typeof recomputed>;
const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
const onlyOf = (totals: Totals, kept: (name: string) => boolean) =>
  Object.entries(totals)
    .filter(([name]) => kept(name))
    .map(([name, fields]) => [name, Object.entries(fields).sort()])
    .sort();

/** I1: debit = credit in integer cents, in every entry. */
export function entriesBalance(all: readonly Entry[]): void {
  for (const { number, lines } of all) {
    const { debitCents, creditCents } = totalsOf(lines);
    hold(Number.isSafeInteger(debitCents) && debitCents === creditCents && debitCents > 0, "I1", `entry ${number} balances`);
  }
}

/** I2: what a bank account holds is the sum of its rows, and what its bank says. */
export async function balancesAreSums({ table, companyId }: CompanyBooks, kept: Totals, summed: Totals): Promise<void> {
  const ofAccounts = (name: string) => name.startsWith("A:");
  hold(same(onlyOf(kept, ofAccounts), onlyOf(summed, ofAccounts)), "I2", "account totals are the sum of rows");
  for (const { name, openingBalanceCents, totals, reported } of await accounts(table, companyId).all("now"))
    hold(reported?.balanceCents === openingBalanceCents + totals.bookedCents, "I2", `${name} holds what its bank says`);
}

/** I3: the kept totals of every category, day and month are the sum of the rows. */
export function categoriesAreSums(kept: Totals, summed: Totals): void {
  const ofMonths = (name: string) => !name.startsWith("A:");
  hold(same(onlyOf(kept, ofMonths), onlyOf(summed, ofMonths)), "I3", "category and month totals are the sum of rows");
}

/** I5: each row of the provider is there once, as the provider has it. Gives how many are missing and how many too many. */
export function rowsAreThereOnce(live: readonly BankRow[], wanted: readonly string[]): { readonly lost: number; readonly doubled: number } {
  const held = live.map(({ providerId, amountCents, date, status }) => `${providerId} ${amountCents} ${date} ${status}`);
  const distinct = new Set(held);
  return {
    lost: wanted.filter((row) => !distinct.has(row)).length,
    doubled: held.length - distinct.size + [...distinct].filter((row) => !wanted.includes(row)).length,
  };
}

/** I6: numbers go up without a gap in every year, chain and kept totals included; gives every entry. */
export async function numbersAreGapless({ table, companyId }: CompanyBooks): Promise<readonly Entry[]> {
  const books = await readBooks(table, companyId);
  const all: Entry[] = [];
  for (const year of books.years) {
    const { lastNumber } = headOf(books, year);
    if (lastNumber === 0) continue;
    const report = await checkBooks(table, companyId, year, async () => undefined);
    hold(report.intact, "I6", report.findings.map(({ message }) => message).join(" "));
    hold(report.entries === lastNumber, "I6", `the head of ${year.endsOn} counts its entries`);
    for await (const entry of entries(table, companyId, year.id).through(lastNumber)) all.push(entry);
  }
  return all;
}

/** I6: what was validated earlier is there, byte for byte. */
export function entriesUnchanged(before: ReadonlyMap<string, string>, items: readonly Item[]): void {
  const now = validatedEntries(items);
  for (const [key, item] of before) hold(now.get(key) === item, "I6", `${key} never changes`);
}

/** The validated entries among items, each as one text. */
export const validatedEntries = (items: readonly Item[]): ReadonlyMap<string, string> =>
  new Map(
    items
      .filter(({ pk }) => String(pk).endsWith("#E"))
      .map((item) => [`${item["pk"]} ${item["sk"]}`, JSON.stringify(Object.entries(item).sort())]),
  );

/** I7: every webhook said yes to was processed or waits in the dead letters, never neither. Gives how many are lost. */
export function webhooksAccounted(accepted: Iterable<string>, processed: ReadonlySet<string>, dead: ReadonlySet<string>): number {
  return [...accepted].filter((hash) => !processed.has(hash) && !dead.has(hash)).length;
}

/** I7: every webhook that brought news led to a read of its bank asked for at that moment. Gives how many led to none. */
export function newsAskedFor(items: readonly Item[], bodies: ReadonlySet<string>): number {
  const asked = new Set([...bodies].flatMap((body) => /"trigger":"webhook","requestedAt":"([^"]+)"/.exec(body)?.[1] ?? []));
  const news = items.filter(({ pk, outcome }) => String(pk).endsWith("#WEBHOOK") && outcome === "sync_requested");
  return news.filter(({ receivedAt }) => !asked.has(String(receivedAt))).length;
}

/** I8: the file of an export has the fingerprint its item names, and a FEC is the entries it was pinned to. Gives their number. */
export async function exportsAreTheirContent(
  { table, companyId }: CompanyBooks,
  fetched: (id: string) => Promise<Uint8Array>,
): Promise<number> {
  const page = await exports(table, companyId).page({ limit: 200, before: null, kind: null });
  for (const one of page.exports) {
    hold(one.status === "done", "I8", `export ${one.id} is done, not ${one.status}`);
    const bytes = await fetched(one.id);
    hold(bytes.byteLength === one.bytes && sha256(bytes) === one.sha256, "I8", `export ${one.id} is what its item says`);
    if (one.kind !== "fec") continue;
    const yearId = FiscalYearId.parse(one.options.yearId);
    const source = entries(table, companyId, yearId).through(one.content.lastNumber);
    const file = fecFile(withLettering(source, letterings(table, companyId, yearId).all()), { separator: one.options.format });
    const made: Uint8Array[] = [];
    for await (const chunk of fecBytes(file, { encoding: one.options.encoding })) made.push(chunk);
    hold(sha256(Buffer.concat(made)) === one.sha256, "I8", `export ${one.id} is its entries`);
  }
  return page.exports.length;
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** I9: the trail of a company is one intact chain up to its head, and tells every event of the outbox once. Gives how many it tells. */
export async function trailIsWhole({ table, companyId }: CompanyBooks, items: readonly Item[]): Promise<number> {
  const { ok, firstBroken, checked } = await checkTrail(table, companyId, 1, await feedHead(table, companyId));
  hold(ok, "I9", `the trail is one chain: ${JSON.stringify(firstBroken)}`);
  const told: string[] = [];
  for await (const { entry } of auditTrail(table, companyId).held(null)) told.push(String(entry?.eventId));
  const outbox = outboxPartition(companyId);
  const events = items.filter(({ pk }) => pk === outbox).map(({ sk }) => String(sk).slice(OUTBOX_PREFIX.length));
  hold(told.length === checked && same(told.sort(), events.sort()), "I9", "every event is told once");
  return checked;
}

/** I10: every item of a company has its company, and every signpost of the system leads to one. */
export function nothingIsOrphan(items: readonly Item[]): void {
  const companies = new Set(items.filter(({ sk }) => sk === "COMPANY").map(({ pk }) => String(pk).split("#")[1]));
  for (const { pk, sk, companyId } of items) {
    const [kind, owner] = String(pk).split("#");
    const of = kind === "COMPANY" ? owner : companyId;
    hold(of === undefined || companies.has(String(of)), "I10", `${pk} ${sk} has its company`);
  }
}

const Raised = z.object({
  pk: z.string().endsWith("#AUDIT"),
  type: z.literal("alert.raised"),
  objects: z.array(z.object({ id: z.string(), version: z.int() })),
});

/** I11: facts were told, and each once: no alert is made by two events. */
export function alertsAreRaisedOnce(items: readonly Item[]): void {
  const raised = items
    .flatMap((item) => Raised.safeParse(item).data ?? [])
    .flatMap(({ pk, objects }) => objects.map(({ id }) => `${pk} ${id}`));
  hold(raised.length > 0, "I11", "somebody is told a deadline");
  hold(new Set(raised).size === raised.length, "I11", "no alert is raised twice");
}
