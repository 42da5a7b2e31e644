import type { Account } from "#domain/banking/account";
import { instantOf, type Month } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { accounts } from "#store/accounts";
import type { Action } from "#store/db";
import { type FileDigest, fileDigestAction, fileDigests } from "#store/file-digests";
import { type ImportCounts, type ImportMark, type StatementImport, statementImports } from "#store/statement-imports";
import { begin, type Importing } from "./begin.ts";
import { bringIn } from "./bring-in.ts";
import type { FileRow } from "./file-rows.ts";
import { ownBalance } from "./own-balance.ts";
import { type Plan, unknownRows } from "./plan.ts";
import { reportOf } from "./report.ts";

/** Rows brought in before progress is noted: few enough to be held twice in memory, and to be done again after a death. */
export const CHUNK_ROWS = 2_000;
/** Months a chunk touches: their digests and its mark are one transaction, of 4 MB at most. */
const CHUNK_MONTHS = 20;
/** Another import of the account, or another run of this one, moved what this run had read: it reads again, this often at most. */
const ATTEMPTS_MAX = 8;

type Run = Importing & { readonly progress?: (done: number) => Promise<void> };
type Stand = { readonly mark: ImportMark; readonly digests: ReadonlyMap<Month, FileDigest> };

/**
 * Imports a file, chunk by chunk, in the order of its days. A chunk's rows are written first; what vouches for them, and how far the import
 * is, in one transaction after them. So a run that dies anywhere is simply run again, by whoever sends the file again: it goes on from there,
 * and finds the rows of the chunk it died in.
 */
export async function carryOut(plan: Plan, run: Run): Promise<StatementImport> {
  const { table, companyId } = run;
  const store = statementImports(table, companyId, plan.account.id);
  let stand: Stand = { mark: plan.mark ?? (await begin(plan, run)), digests: plan.digests };
  for (let failures = 0; failures < ATTEMPTS_MAX; ) {
    const report = stand.mark.done ? await store.get(stand.mark.importId) : null;
    if (report) return report;
    const chunk = nextChunk(plan.rows, stand.mark.through);
    const next = await broughtIn(chunk, stand, plan, run);
    if (next === null) {
      failures += 1;
      stand = await readAgain(plan, run);
      continue;
    }
    failures = 0;
    stand = next;
    await run.progress?.(stand.mark.through);
  }
  throw new Refusal("conflict.changed_meanwhile");
}

function nextChunk(rows: readonly FileRow[], from: number): readonly FileRow[] {
  const months = new Set<Month>();
  let through = from;
  for (const { month } of rows.slice(from, from + CHUNK_ROWS)) {
    if (months.add(month).size > CHUNK_MONTHS) break;
    through += 1;
  }
  return rows.slice(from, through);
}

async function readAgain(plan: Plan, { table, companyId }: Run): Promise<Stand> {
  const mark = await statementImports(table, companyId, plan.account.id).mark(plan.sha256);
  if (!mark) throw new Refusal("conflict.changed_meanwhile");
  const [first, last] = [plan.rows[0], plan.rows.at(-1)];
  const store = fileDigests(table, companyId, plan.account.ordinal);
  return { mark, digests: first && last ? await store.between(first.month, last.month) : new Map() };
}

/** Where the import stands after a chunk; null when somebody else moved it, or its digests, meanwhile. */
async function broughtIn(chunk: readonly FileRow[], { mark, digests }: Stand, plan: Plan, run: Run): Promise<Stand | null> {
  const { table, companyId, now, newId, requestId, doer } = run;
  const store = statementImports(table, companyId, plan.account.id);
  const unknown = unknownRows(chunk, digests);
  const counts = summed(mark.counts, await broughtCounts(chunk.length, unknown, plan, run));
  const through = mark.through + chunk.length;
  const after: ImportMark = { ...mark, through, counts, done: through >= plan.rows.length };
  const vouching = digestActions(unknown, digests, plan, run);
  if (!after.done) {
    const { done } = await store.settle(plan.sha256, mark, after, vouching.actions);
    return done ? { mark: after, digests: vouching.digests } : null;
  }
  const account = accountIn(await accounts(table, companyId).all("now"), plan);
  const own = await ownBalance(table, companyId, account, plan.chosen.closing?.on ?? null);
  const report = reportOf(plan, { outcome: "imported", mark: after, own, probableDuplicates: [], at: now() });
  const event = { id: newId("event"), at: instantOf(now()), doer, requestId };
  const { done } = await store.end(mark, after, report, vouching.actions, event);
  return done ? { mark: after, digests: vouching.digests } : null;
}

function accountIn(own: readonly Account[], plan: Plan): Account {
  const account = own.find(({ id }) => id === plan.account.id);
  if (!account) throw new Refusal("account.not_found");
  return account;
}

/** Brings the rows in that nothing vouches for, and counts what became of the chunk. */
async function broughtCounts(read: number, unknown: readonly FileRow[], plan: Plan, run: Run): Promise<ImportCounts> {
  if (unknown.length === 0) return { read, added: 0, updated: 0, duplicate: read, matched: 0, rejected: 0 };
  const own = await accounts(run.table, run.companyId).all("now");
  const { added, updated } = await bringIn(accountIn(own, plan), unknown, { ...run, own });
  return { read, added, updated, duplicate: read - added - updated, matched: 0, rejected: 0 };
}

const summed = (left: ImportCounts, right: ImportCounts): ImportCounts => ({
  read: left.read + right.read,
  added: left.added + right.added,
  updated: left.updated + right.updated,
  duplicate: left.duplicate + right.duplicate,
  matched: left.matched + right.matched,
  rejected: left.rejected + right.rejected,
});

type Vouching = { readonly actions: readonly Action[]; readonly digests: ReadonlyMap<Month, FileDigest> };

/** The digests of the months that rows were added to, and the actions that put them. */
function digestActions(rows: readonly FileRow[], digests: ReadonlyMap<Month, FileDigest>, { account }: Plan, { companyId }: Run): Vouching {
  const more = new Map<Month, string[]>();
  for (const { month, fingerprint } of rows) {
    const prints = more.get(month);
    if (prints) prints.push(fingerprint);
    else more.set(month, [fingerprint]);
  }
  const next = new Map(digests);
  const actions: Action[] = [];
  for (const [month, prints] of more) {
    const before = digests.get(month);
    actions.push(fileDigestAction(companyId, account.ordinal, month, before, prints));
    next.set(month, { known: new Set([...(before?.known ?? []), ...prints]), version: (before?.version ?? 0) + 1 });
  }
  return { actions, digests: next };
}
