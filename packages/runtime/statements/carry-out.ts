import type { Account } from "#domain/banking/account";
import { instantOf, type Month } from "#domain/dates";
import { Refusal } from "#domain/refusals";
import { accounts } from "#store/accounts";
import type { FileDigest } from "#store/file-digests";
import { type ImportMark, type StatementImport, statementImports } from "#store/statement-imports";
import { linkTransfers } from "../banking/link-transfers.ts";
import { begin, type Importing } from "./begin.ts";
import { bringIn } from "./bring-in.ts";
import { completed, counted, DOUBTS_MAX, doubtsIn, type Outcomes, outcomesOf } from "./outcomes.ts";
import { ownBalance } from "./own-balance.ts";
import { digestsOf, type Plan } from "./plan.ts";
import { reportOf } from "./report.ts";
import { daysOf, toBring } from "./to-bring.ts";
import { vouching } from "./vouch.ts";

/** Another import of the account, or another run of this one, moved what this run had read: it reads again, this often at most. */
const ATTEMPTS_MAX = 8;

/** Somebody else moved this import, or what vouches for rows of its months. */
class Moved extends Error {
  override readonly name = "Moved";
}

export type Run = Importing & { readonly progress?: (done: number) => Promise<void> };
type Stand = { readonly mark: ImportMark; readonly digests: ReadonlyMap<Month, FileDigest> };

/**
 * Imports a file. Rows are written a stretch of days at a time; what vouches for them, and how far the import is, in one transaction after each. So a
 * run that dies anywhere is simply run again, by whoever sends the file again: it goes on from there, and finds the rows of the stretch it died in.
 */
export async function carryOut(plan: Plan, run: Run): Promise<StatementImport> {
  const store = statementImports(run.table, run.companyId, plan.account.id);
  let stand: Stand = { mark: plan.mark ?? (await begin(plan, run)), digests: plan.digests };
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const report = stand.mark.done ? await store.get(stand.mark.importId) : null;
    if (report) return report;
    try {
      return await carriedOut(stand, plan, run);
    } catch (error) {
      if (!(error instanceof Moved)) throw error;
      stand = await readAgain(plan, run);
    }
  }
  throw new Refusal("conflict.changed_meanwhile");
}

async function readAgain(plan: Plan, { table, companyId }: Run): Promise<Stand> {
  const mark = await statementImports(table, companyId, plan.account.id).mark(plan.sha256);
  if (!mark) throw new Refusal("conflict.changed_meanwhile");
  return { mark, digests: await digestsOf(table, companyId, plan) };
}

async function carriedOut(from: Stand, plan: Plan, run: Run): Promise<StatementImport> {
  const { table, companyId } = run;
  const own = await accounts(table, companyId).all("now");
  const { rows, isNew } = toBring(plan.rows, from.digests);
  const outcomes = outcomesOf(from.mark.startedAt);
  const { awaits, told } = outcomes;
  let stand = from;
  const progress = async (done: number): Promise<void> => {
    // The last stretch is settled with the end.
    if (done >= rows.length) return;
    stand = await settled(stand, outcomes, plan, run);
    await run.progress?.(plan.rows.length - rows.length + done);
  };
  await bringIn(accountIn(own, plan), rows, { isNew, awaits, told, progress, ...daysOf(plan) }, { ...run, own });
  await linkTransfers(run, rows.length);
  return ended(stand, outcomes, plan, run);
}

/** The mark with what became of rows since, and what vouches for them. */
function advanced({ mark, digests }: Stand, outcomes: Outcomes, { account }: Plan, { companyId }: Run) {
  const fates = outcomes.take();
  const probableDuplicates = [...mark.probableDuplicates, ...doubtsIn(fates)].slice(0, DOUBTS_MAX);
  const next: ImportMark = { ...mark, step: mark.step + 1, counts: counted(mark.counts, fates), probableDuplicates };
  const rows = fates.map(({ row }) => row);
  return { next, ...vouching(rows, digests, { companyId, ordinal: account.ordinal }) };
}

async function settled(stand: Stand, outcomes: Outcomes, plan: Plan, run: Run): Promise<Stand> {
  const { next, actions, digests } = advanced(stand, outcomes, plan, run);
  const store = statementImports(run.table, run.companyId, plan.account.id);
  if (!(await store.settle(plan.sha256, stand.mark, next, actions)).done) throw new Moved();
  return { mark: next, digests };
}

async function ended(stand: Stand, outcomes: Outcomes, plan: Plan, run: Run): Promise<StatementImport> {
  const { table, companyId, now, newId, requestId, doer } = run;
  const { next, actions } = advanced(stand, outcomes, plan, run);
  const mark: ImportMark = { ...next, counts: completed(next.counts, plan.rows.length), done: true, endedBy: requestId };
  const account = accountIn(await accounts(table, companyId).all("now"), plan);
  const own = await ownBalance(table, companyId, account, plan.chosen.closing?.on ?? null);
  const report = reportOf(plan, { outcome: "imported", mark, own, at: now() });
  const event = { id: newId("event"), at: instantOf(now()), doer, requestId };
  const { done } = await statementImports(table, companyId, plan.account.id).end(stand.mark, mark, report, actions, event);
  if (!done) throw new Moved();
  return report;
}

function accountIn(own: readonly Account[], plan: Plan): Account {
  const account = own.find(({ id }) => id === plan.account.id);
  if (!account) throw new Refusal("account.not_found");
  return account;
}
