import type { Account } from "#domain/banking/account";
import { type BankRow, keyOfTransaction, transactionId } from "#domain/banking/row";
import { instantOf } from "#domain/dates";
import type { TransactionId } from "#domain/ids";
import { Refusal, type RefusalCode } from "#domain/refusals";
import { type Rules, rulesOf } from "#runtime/categorised";
import { accounts } from "#store/accounts";
import { companies } from "#store/companies";
import { batchesOf, type RowBatch, writeRows } from "#store/row-changes";
import { rows } from "#store/rows";
import { ATTEMPTS_MAX, type Doing, eventOf } from "./change.ts";
import { edited, type TransactionPatch } from "./edit.ts";

export type BatchItem = TransactionPatch & { readonly id: TransactionId };
type Result = { readonly id: TransactionId; readonly status: "updated" | "unchanged" | "refused"; readonly code: RefusalCode | null };

/**
 * Changes many rows, each answered for itself, in the order asked. Rows that go into one transaction change together with their totals and their
 * event, or not at all; when one of them was changed meanwhile, all of them are read and decided again. Asked twice, the second changes nothing.
 */
export async function changeRows(items: readonly BatchItem[], doing: Doing): Promise<readonly Result[]> {
  const { table, actor } = doing;
  const [all, company] = await Promise.all([accounts(table, actor.companyId).all(), companies(table, actor.companyId).get()]);
  const rules = rulesOf(company, all);
  const results = new Map<TransactionId, Result>();
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    const left = items.filter(({ id }) => !results.has(id));
    if (left.length === 0) break;
    const { batches, settled } = await decided(left, rules, doing);
    for (const result of settled) results.set(result.id, result);
    for (const { batch, ids } of batches)
      if (await isWritten(batch, all, doing)) for (const id of ids) results.set(id, { id, status: "updated", code: null });
  }
  return items.map(({ id }) => results.get(id) ?? refused(id, "conflict.changed_meanwhile"));
}

const refused = (id: TransactionId, code: RefusalCode): Result => ({ id, status: "refused", code });

type Decided = {
  readonly batches: readonly { readonly batch: RowBatch; readonly ids: readonly TransactionId[] }[];
  readonly settled: readonly Result[];
};

/** What is to be written of each row as it stands now, and the answers that need no write. Two ids of one row are one change: the first. */
async function decided(items: readonly BatchItem[], rules: Rules, doing: Doing): Promise<Decided> {
  const held = await heldRows(items, doing);
  const at = instantOf(doing.now());
  const settled: Result[] = [];
  const changed = new Map<string, { readonly before: BankRow; readonly after: BankRow; readonly ids: TransactionId[] }>();
  for (const { id, ...patch } of items) {
    const before = held(id);
    const after = before ? outcomeOf(() => edited(before, patch, rules, at)) : "transaction.not_found";
    if (!before || typeof after === "string") settled.push(refused(id, typeof after === "string" ? after : "transaction.not_found"));
    else if (after === before) settled.push({ id, status: "unchanged", code: null });
    else {
      const key = transactionId(before);
      const known = changed.get(key);
      if (known) known.ids.push(id);
      else changed.set(key, { before, after, ids: [id] });
    }
  }
  const changes = [...changed.values()].map(({ before, after }) => ({ before, after, alias: null, kind: "updated" as const }));
  const batches = batchesOf(changes).map((batch) => ({
    batch,
    ids: batch.changes.flatMap(({ after }) => changed.get(transactionId(after))?.ids ?? []),
  }));
  return { batches, settled };
}

/** What came of it, or the code of the refusal. */
function outcomeOf(decide: () => BankRow): BankRow | RefusalCode {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** Live rows by id, aliases followed. Strongly consistent; one read an account. */
async function heldRows(items: readonly BatchItem[], { table, actor }: Doing) {
  const hashes = new Map<number, string[]>();
  for (const { id } of items) {
    const { ordinal, hash } = keyOfTransaction(id);
    hashes.set(ordinal, [...(hashes.get(ordinal) ?? []), hash]);
  }
  const store = rows(table, actor.companyId);
  const held = new Map(
    await Promise.all([...hashes].map(async ([ordinal, wanted]) => [ordinal, await store.many(ordinal, wanted)] as const)),
  );
  return (id: TransactionId): BankRow | null => {
    const { ordinal, hash } = keyOfTransaction(id);
    const row = held.get(ordinal)?.get(hash);
    return row && row.status !== "deleted" ? row : null;
  };
}

async function isWritten(batch: RowBatch, all: readonly Account[], doing: Doing): Promise<boolean> {
  const byOrdinal = new Map(all.map((account) => [account.ordinal, account]));
  return (await writeRows(doing.table, doing.actor.companyId, batch, byOrdinal, eventOf("transactions.updated", doing))).done;
}
